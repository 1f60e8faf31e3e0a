"""Many rows edited at once: kept, set or cleared; previewed; whole or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.clock import real_now
from common.errors import Conflict, OutOfScope, Refused
from districts.models import Building, Community, ExclusiveUnit, RegisterChange
from districts.rules.editing import Edit
from districts.selectors.editable import SUBJECTS
from districts.services.bulk_edits import edit_many, preview
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory, build_homes

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 21)


@pytest.fixture
def clerk(client):
    user = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    client.force_login(user)
    return user


@pytest.fixture
def houses():
    community = CommunityFactory(name="县委家属院")
    return Building.objects.bulk_create(
        Building(community=community, number=str(n), position=n, structure=made, storeys=5)
        for n, made in enumerate(("砖混", "", "砖混"), 1)
    )


def edits(key, **values):
    fields = {field.name: field for field in SUBJECTS[key].fields}
    return [Edit(fields[name], value) for name, value in values.items()]


def look(by, key, rows, **values):
    return preview(
        by=by,
        on=ON,
        subject=SUBJECTS[key],
        ids=[row.pk for row in rows],
        edits=edits(key, **values),
    )


def write(by, key, rows, seen=None, reason="房屋普查", **values):
    return edit_many(
        by=by,
        on=ON,
        at=real_now(),
        subject=SUBJECTS[key],
        ids=[row.pk for row in rows],
        edits=edits(key, **values),
        reason=reason,
        seen=seen or look(by, key, rows, **values).basis,
    )


def test_only_what_differs_is_written_and_counted_and_old_values_stay(clerk, houses):
    done = write(clerk, "buildings", houses, structure="砖混", built_year=1988)

    assert (done.number("structure"), done.number("built_year"), done.same) == (1, 3, 0)
    assert set(Building.objects.values_list("structure", "built_year")) == {("砖混", 1988)}
    second = RegisterChange.objects.get(subject_id=str(houses[1].pk))
    assert (second.before, second.after) == (
        {"structure": "", "built_year": ""},
        {"structure": "砖混", "built_year": "1988"},
    )
    entry = AuditEntry.objects.get()
    assert entry.action == "批量修改台账"
    assert (
        entry.summary == "批量修改 3 栋的建成年份、结构：房屋普查"
        or "结构、建成年份" in entry.summary
    )
    assert entry.payload["rows"] == 3


def test_a_field_is_cleared_to_nothing_and_another_kept(clerk, houses):
    write(clerk, "buildings", houses, storeys=None)

    assert set(Building.objects.values_list("structure", "storeys")) == {("砖混", None), ("", None)}


def test_a_row_that_moved_since_the_preview_stops_everything(clerk, houses):
    seen = look(clerk, "buildings", houses, storeys=6).basis
    Building.objects.filter(pk=houses[0].pk).update(storeys=4)

    with pytest.raises(Conflict, match="又有变动"):
        write(clerk, "buildings", houses, seen=seen, storeys=6)

    assert not Building.objects.filter(storeys=6).exists()
    assert not RegisterChange.objects.exists()


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        ("buildings", {"storeys": 900}, "层数不合理"),
        ("buildings", {"built_year": 2031}, "1900 至 2024"),
        ("buildings", {"floor_area": Decimal("80.00")}, "一次只能给一行"),
        ("buildings", {}, "至少选一项"),
        ("homes", {"kind": ""}, "不能清空"),
        ("homes", {"kind": "castle"}, "可选范围"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_shown(clerk, houses, key, values, words):
    rows = houses if key == "buildings" else build_homes(houses[0].community, count=2, building="9")

    with pytest.raises(Refused, match=words):
        look(clerk, key, rows, **values)


def test_everything_that_is_wrong_is_said_at_once_and_a_reason_is_wanted(clerk, houses):
    with pytest.raises(Refused) as refusal:
        look(clerk, "buildings", houses, storeys=900, built_year=1066, floor_area=Decimal(1))
    with pytest.raises(Refused, match="原因和依据"):
        write(clerk, "buildings", houses, storeys=6, reason=" ")

    assert len(refusal.value.problems) == 3


def test_one_row_outside_the_scope_stops_everything(clerk, houses):
    street = AreaFactory(code="370724002", name="东城街道")
    other = Building.objects.create(community=CommunityFactory(street=street), number="1")

    with pytest.raises(OutOfScope):
        write(clerk, "buildings", [*houses, other], storeys=6)

    assert not Building.objects.filter(storeys=6).exists()


def test_a_thousand_rows_cost_as_many_queries_as_two(clerk, django_assert_max_num_queries):
    community = CommunityFactory()
    rows = Building.objects.bulk_create(
        Building(community=community, number=str(n)) for n in range(1000)
    )

    with django_assert_max_num_queries(16):
        write(clerk, "buildings", rows, storeys=6, structure="砖混")

    assert RegisterChange.objects.count() == 1000


def test_on_the_page_one_looks_first_and_then_writes_what_was_seen(client, clerk, houses):
    address = reverse("districts:bulk_edit", args=["buildings"])
    chosen = {"query": "structure=砖混", "all": "1"}
    typed = {
        "storeys_way": "set",
        "storeys": "6",
        "structure_way": "keep",
        "built_year_way": "clear",
        "floor_area_way": "keep",
        "households_way": "keep",
        "reason": "房屋普查",
    }

    empty = client.post(address, chosen)
    seen = client.post(address, chosen | typed | {"step": "look"})
    basis = seen.context["seen"].basis
    done = client.post(address, chosen | typed | {"step": "write", "seen": basis}, follow=True)

    assert "批量修改 2 栋" in empty.content.decode()
    assert "会改 2 栋" in seen.content.decode()
    assert "县委家属院 3号楼" in seen.content.decode()
    assert "已改 2 栋" in done.content.decode()
    assert list(Building.objects.order_by("pk").values_list("storeys", flat=True)) == [6, 5, 6]


def test_the_page_says_what_is_missing_and_keeps_what_was_typed(client, clerk, houses):
    address = reverse("districts:bulk_edit", args=["buildings"])
    typed = {"all": "1", "step": "look", "storeys_way": "set", "structure_way": "keep"}

    refused = client.post(address, typed | {"reason": ""})
    moved = client.post(
        address,
        typed
        | {f"{name}_way": "keep" for name in ("built_year", "floor_area", "households")}
        | {"storeys": "6", "reason": "普查", "step": "write", "seen": "earlier"},
    )

    assert refused.status_code == 422
    assert "选了“改为”，请填层数" in refused.content.decode()
    assert moved.status_code == 409
    assert "请重新预览" in moved.content.decode()


def test_ticked_rows_alone_are_meant_and_none_is_none(client, clerk, houses):
    address = reverse("districts:bulk_edit", args=["buildings"])

    two = client.post(address, {"pick": [houses[0].pk, houses[2].pk]})
    none = client.post(address, {"query": "structure=砖混"}, follow=True)

    assert "批量修改 2 栋" in two.content.decode()
    assert "请先勾选要改的行" in none.content.decode()


def test_a_leader_has_no_such_page(client, houses):
    client.force_login(UserFactory(role=Role.LEADER))

    assert client.post(reverse("districts:bulk_edit", args=["homes"])).status_code == 403


def test_communities_and_homes_are_edited_the_same_way(clerk, houses):
    community = houses[0].community
    units = build_homes(community, count=3, building="9")

    write(clerk, "communities", [community], management="临朐物业公司")
    write(clerk, "homes", units, area_source="surveyed", floor=None)

    assert Community.objects.get().management == "临朐物业公司"
    assert set(ExclusiveUnit.objects.values_list("area_source", "floor")) == {("surveyed", None)}


def test_the_history_tells_old_and_new_in_words(client, clerk, houses):
    write(clerk, "buildings", houses[:1], structure="", built_year=1988)
    write(clerk, "homes", build_homes(houses[0].community, count=1, building="9"), kind="shop")

    page = client.get(reverse("districts:community", args=[houses[0].community_id]))

    words = page.content.decode()
    assert "结构 砖混；建成年份 （空）" in words
    assert "结构 （空）；建成年份 1988 年" in words
    assert "类别 住宅" in words
