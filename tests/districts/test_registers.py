"""The three registers as lists: filters, columns, sums over everything filtered, masks, views."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Refused
from districts.models import Building, ExclusiveUnit
from districts.registers import BUILDINGS, HOMES, REGISTERS
from records.listings import Selection
from records.models import SavedView
from tests.factories.accounts import UserFactory
from tests.factories.districts import (
    AreaFactory,
    CommunityFactory,
    OwnerFactory,
    build_homes,
    own,
)

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "communities": "districts:community_list",
    "buildings": "districts:building_list",
    "homes": "districts:home_list",
}


@pytest.fixture
def clerk(client):
    user = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    client.force_login(user)
    return user


@pytest.fixture
def place():
    """Two communities with five homes and a shop between them, one building without units."""
    first, second = CommunityFactory(name="县委家属院"), CommunityFactory(name="一中家属院")
    build_homes(first, count=3)
    units = build_homes(second, count=3, area=Decimal("90.50"))
    ExclusiveUnit.objects.filter(pk=units[0].pk).update(kind="shop", area_source="none")
    Building.objects.create(
        community=first, number="2", position=2, structure="砖混", storeys=5, built_year=1988
    )
    return first, second


def select(listing, user, query=""):
    return Selection(listing, user, QueryDict(query))


def shown(listing, user, query, *columns):
    rows = listing.cells(list(select(listing, user, query).rows))
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_building_shows_what_is_surveyed_beside_what_its_units_add_up_to(clerk, place):
    Building.objects.filter(number="2").update(floor_area="812.40", households=12)

    assert shown(BUILDINGS, clerk, "q=县委", "number", "floor_area", "homes", "area") == [
        ("1", None, 3, Decimal("240.00")),
        ("2", Decimal("812.40"), 0, Decimal("0.00")),
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("structure=砖混", ["2"]),
        ("structure=none", ["1", "1"]),
        ("storeys=4-6", ["1", "2", "1"]),
        ("built=1980", ["2"]),
        ("built=none", ["1", "1"]),
        ("homes=no", ["2"]),
        ("sort=-built_year", ["2", "1", "1"]),
        ("sort=built_year", ["2", "1", "1"]),
    ],
)
def test_buildings_are_filtered_and_sorted_and_the_unknown_comes_last(clerk, place, query, numbers):
    assert sorted(n for (n,) in shown(BUILDINGS, clerk, query, "number")) == sorted(numbers)
    if query.startswith("sort"):
        assert next(iter(shown(BUILDINGS, clerk, query, "number"))) == ("2",)


def test_homes_are_filtered_by_room_proof_and_owner_and_sorted_by_area(clerk, place):
    own(build_homes(place[0], count=1, building="9", owned=False)[0])

    assert {n for (n,) in shown(HOMES, clerk, "q=101室", "room")} == {"101"}
    assert shown(HOMES, clerk, "area_source=none", "kind") == [("商铺",)]
    assert shown(HOMES, clerk, "owners=no", "building") == [("9",)]
    areas = [area for (area,) in shown(HOMES, clerk, "sort=-area", "area")]
    assert areas == sorted(areas, reverse=True)


def test_sums_cover_everything_filtered_and_their_parts_prove_them(client, clerk, place):
    response = client.get(reverse(ADDRESSES["homes"]), {"q": "家属院"})
    totals = response.context["totals"]

    assert (totals.number, totals.sums["area"]) == (6, Decimal("511.50"))
    assert sum(part.area for part in totals.parts) == totals.sums["area"]
    assert [(part.label, part.number) for part in totals.parts] == [("住宅", 5), ("商铺", 1)]
    assert "其中住宅 5 户" in response.content.decode()
    assert "1 套面积没有产权、测绘或合同依据" in response.content.decode()


@pytest.mark.parametrize("key", REGISTERS)
def test_columns_are_chosen_and_what_names_the_row_cannot_be_left_out(client, clerk, place, key):
    listing = REGISTERS[key]
    optional = next(column for column in listing.columns if not column.shown)

    response = client.get(reverse(ADDRESSES[key]), {"col": optional.key})

    keys = [column.key for column in response.context["columns"]]
    assert keys == [c.key for c in listing.columns if c.fixed or c.key == optional.key]


@pytest.mark.parametrize("key", REGISTERS)
def test_every_column_that_sorts_sorts_both_ways(clerk, place, key):
    listing = REGISTERS[key]
    for column in listing.columns:
        for word in (column.key, f"-{column.key}") if column.order else ():
            assert len(list(select(listing, clerk, f"sort={word}").rows)) == len(
                list(select(listing, clerk).rows)
            )


@pytest.mark.parametrize("key", REGISTERS)
@pytest.mark.parametrize("size", [3, 30])
def test_a_register_costs_the_same_for_any_number_of_rows(
    client, clerk, key, size, django_assert_max_num_queries
):
    for _ in range(size // 3):
        build_homes(CommunityFactory(), count=3)

    with django_assert_max_num_queries(10):
        client.get(reverse(ADDRESSES[key]))


@pytest.mark.parametrize("key", REGISTERS)
def test_nothing_outside_the_scope_is_listed_or_summed(client, clerk, place, key):
    elsewhere = AreaFactory(code="370724002", name="东城街道")
    build_homes(CommunityFactory(name="军休所小区", street=elsewhere), count=9)

    response = client.get(reverse(ADDRESSES[key]))

    assert "军休所小区" not in response.content.decode()
    assert response.context["totals"].number == {"communities": 2, "buildings": 3, "homes": 6}[key]


def test_owners_stand_masked_and_this_page_in_clear_leaves_a_line_per_community(
    client, clerk, place
):
    unit = build_homes(place[0], count=1, building="9", owned=False)[0]
    own(unit, OwnerFactory(name="赵平安", phone="13800005678"))
    address = reverse(ADDRESSES["homes"])

    masked = client.get(address).content.decode()
    revealed = client.post(f"{address}?q=县委")

    assert "赵*安" in masked
    assert "赵平安" not in masked
    assert "13800005678" in revealed.content.decode()
    assert revealed["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get()
    assert "县委家属院 4 套" in entry.summary
    assert "赵" not in str(entry.payload)


def test_a_view_keeps_filter_sort_and_columns_and_can_be_dropped(client, clerk, place):
    address = reverse(ADDRESSES["buildings"])
    query = "structure=砖混&sort=-storeys&col=number&col=storeys"
    client.post(reverse("records:save_view"), {"page": "buildings", "name": "砖混", "query": query})

    response = client.get(f"{address}?{query}")
    current = [view["label"] for view in response.context["views"] if view["current"]]
    client.post(reverse("records:drop_view", args=[SavedView.objects.get().pk]))

    assert current == ["砖混"]
    assert "存当前视图" in response.content.decode()
    assert not SavedView.objects.exists()


def test_a_filter_that_is_not_understood_shows_everything_but_never_reaches_a_write(clerk, place):
    selection = select(HOMES, clerk, "kind=castle")

    assert len(selection.filtered) == 6
    with pytest.raises(Refused, match="castle"):
        selection.strict()


@pytest.mark.parametrize(
    ("route", "query", "number"),
    [
        ("communities", {"homes": "yes", "built": "none"}, 2),
        ("buildings", {"structure": "砖混", "storeys": "4-6"}, 1),
        ("units", {"kind": "shop", "area_source": "none"}, 1),
    ],
)
def test_rest_has_the_same_filters(client, clerk, place, route, query, number):
    assert client.get(f"/api/v1/{route}/", query).json()["count"] == number
