"""Communities, homes and owners enter the register once, checked, with history."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, OutOfScope, Refused
from districts.models import (
    Community,
    ExclusiveUnit,
    Owner,
    Ownership,
    RegisterChange,
    ResponsibleUnit,
)
from districts.selectors.counts import counts_of
from districts.selectors.heads import voting_heads
from districts.services.communities import (
    NewCommunity,
    add_alias,
    ensure_communities,
    register_community,
)
from districts.services.corrections import change_owners, correct_unit
from districts.services.homes import HomeRow, OwnerRow, register_homes
from districts.services.places import ensure_street_units, register_local_streets
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory, OwnerFactory, build_homes, own
from tests.factories.records import AT

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 21)


@pytest.fixture
def clerk():
    return UserFactory(role=Role.STREET_CLERK, role__area="370724001")


def row(room="101", *owners, building="1号楼", area="80.50", **more):
    return HomeRow(
        building=building, entrance="1单元", room=room, area=Decimal(area), owners=owners, **more
    )


def test_a_community_gets_a_code_of_its_street(clerk):
    street = AreaFactory()

    first = register_community(by=clerk, on=ON, street=street, name="1.电力局 北家属院")
    second = register_community(
        by=clerk, on=ON, street=street, name="县委家属院", aliases=["县委大院"]
    )

    assert (first.name, first.code) == ("电力局北家属院", "370724001-0001")
    assert second.code == "370724001-0002"
    assert second.area_code == "370724001"


def test_every_problem_of_a_community_is_said_at_once(clerk):
    CommunityFactory(name="县委家属院")

    with pytest.raises(Refused) as refusal:
        register_community(
            by=clerk,
            on=ON,
            street=AreaFactory(),
            name="县委家属院",
            built_year=2030,
            neighbourhood=AreaFactory(code="370724002001", name="东苑社区", level="neighbourhood"),
        )

    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {"taken", "built_year", "neighbourhood"}


def test_a_clerk_of_another_street_finds_no_such_street():
    other = UserFactory(role=Role.STREET_CLERK, role__area="370724002")

    with pytest.raises(OutOfScope):
        register_community(by=other, on=ON, street=AreaFactory(), name="县委家属院")


def test_a_leader_may_look_but_not_register():
    with pytest.raises(NotAllowed):
        register_community(
            by=UserFactory(role=Role.LEADER), on=ON, street=AreaFactory(), name="县委家属院"
        )


def test_a_plan_finds_communities_by_name_or_alias_and_enters_the_rest_once(clerk):
    known = CommunityFactory(name="电力局北家属院", aliases=["电业局北院"])
    lines = [NewCommunity("370724001", name) for name in ("电业局北院", "一中家属院", "沂山嘉苑")]

    first = ensure_communities(by=clerk, on=ON, rows=lines)
    again = ensure_communities(by=clerk, on=ON, rows=lines)

    assert first["370724001", "电业局北院"] == known
    assert {row.pk for row in first.values()} == {row.pk for row in again.values()}
    assert Community.objects.count() == 3
    assert AuditEntry.objects.filter(action="登记小区").count() == 1


def test_an_alias_must_not_name_another_community(clerk):
    CommunityFactory(name="县委家属院")

    with pytest.raises(Refused):
        add_alias(by=clerk, on=ON, community=CommunityFactory(), alias="县委家属院")


def test_a_new_street_gets_a_marked_local_code_and_its_office():
    by = UserFactory(role=Role.BUREAU_HANDLER)
    AreaFactory(code="370724", name="临朐县", level="district")

    (street,) = register_local_streets(by=by, area_code="370724", names=["五井镇"])
    ensure_street_units(by=by, street_codes=[street.code])

    assert (street.code, street.official) == ("370724L01", False)
    assert ResponsibleUnit.objects.get(area_code="370724L01").name == "五井镇人民政府"
    assert register_local_streets(by=by, area_code="370724", names=["五井镇"]) == []


def test_a_community_entered_by_hand_after_a_plan_takes_the_next_number(clerk):
    street = AreaFactory(code="370724001")
    ensure_communities(by=clerk, on=ON, rows=[NewCommunity("370724001", "沂山嘉苑")])

    made = register_community(by=clerk, on=ON, street=street, name="县委家属院")

    assert made.code == "370724001-0002"


def test_homes_enter_with_buildings_entrances_and_owners(clerk):
    community = CommunityFactory()
    couple = (OwnerRow("赵平", "138 0000 5678", "370724199001010011"), OwnerRow("宋芳"))

    done = register_homes(
        by=clerk,
        on=ON,
        community=community,
        rows=[row("201", *couple), row("101", OwnerRow("王强")), row("101", building="10")],
    )

    unit = done.units[0]
    assert unit.code == "001-01-0201"
    assert unit.floor == 2
    counts = counts_of([community.pk])[community.pk]
    assert (counts.buildings, counts.homes, counts.area, counts.owners) == (
        2,
        3,
        Decimal("241.50"),
        3,
    )
    assert [house.number for house in community.buildings.order_by("position")] == ["1", "10"]


def test_names_phones_and_numbers_are_not_readable_in_the_database_nor_in_the_trail(clerk):
    owner = OwnerRow("赵平", "13800005678", "370724199001010011")
    register_homes(by=clerk, on=ON, community=CommunityFactory(), rows=[row("101", owner)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o)::text FROM districts_owner o")
        (stored,) = cursor.fetchone()
    trail = str(list(AuditEntry.objects.values()))
    for clear in ("赵平", "13800005678", "370724199001010011"):
        assert clear not in stored
        assert clear not in trail
    assert "赵*" in stored
    assert Owner.objects.get().name == "赵平"


def test_the_same_number_is_the_same_owner_whatever_its_spelling(clerk):
    rows = [
        row("101", OwnerRow("赵平", number="37072419900101001x")),
        row("102", OwnerRow("赵平", number="370724 19900101 001X")),
    ]

    community = CommunityFactory()
    register_homes(by=clerk, on=ON, community=community, rows=rows)

    assert Owner.objects.count() == 1
    assert len(voting_heads(community)) == 1


def test_equal_names_without_a_number_stay_apart_and_are_listed(clerk):
    community = CommunityFactory()

    done = register_homes(
        by=clerk,
        on=ON,
        community=community,
        rows=[
            row("101", OwnerRow("赵平")),
            row("102", OwnerRow("赵平")),
            row("103", OwnerRow("李强")),
        ],
    )

    assert len(voting_heads(community)) == 3
    assert [owner.name for owner in done.doubtful] == ["赵平", "赵平"]


def test_a_number_under_another_name_is_refused(clerk):
    OwnerFactory(name="赵平", number="370724199001010011")

    with pytest.raises(Refused, match="与所填姓名不同"):
        register_homes(
            by=clerk,
            on=ON,
            community=CommunityFactory(),
            rows=[row("101", OwnerRow("钱平", number="370724199001010011"))],
        )
    assert not ExclusiveUnit.objects.exists()


def test_every_problem_of_every_row_is_said_and_nothing_is_written(clerk):
    community = CommunityFactory()
    build_homes(community, count=1)

    with pytest.raises(Refused) as refusal:
        register_homes(
            by=clerk,
            on=ON,
            community=community,
            rows=[
                row("101"),
                row("102", area="-1"),
                row("103", kind="castle"),
                row("104", OwnerRow("")),
                row("105"),
                row("105室"),
                row("106", area_with_share=Decimal(1)),
            ],
        )

    said = [str(problem) for problem in refusal.value.problems]
    for number in range(1, 8):
        assert any(f"第 {number} 行" in words for words in said)
    assert ExclusiveUnit.objects.count() == 1


@pytest.mark.parametrize("count", [3, 30])
def test_registering_costs_the_same_for_any_number_of_homes(
    clerk, count, django_assert_max_num_queries
):
    community = CommunityFactory()
    rows = [row(f"{n}01", OwnerRow(f"业主{n}", number=f"ID{n}")) for n in range(1, count + 1)]

    with django_assert_max_num_queries(26):
        register_homes(by=clerk, on=ON, community=community, rows=rows)


def test_a_correction_keeps_what_stood_before_with_its_reason(clerk):
    (unit,) = build_homes(CommunityFactory(), count=1)

    correct_unit(
        by=clerk,
        on=ON,
        at=AT,
        unit=unit,
        changes={"area": Decimal("81.25"), "kind": "home"},
        reason="按不动产权证更正",
    )

    change = RegisterChange.objects.get()
    assert (change.before, change.after) == ({"area": "80.00"}, {"area": "81.25"})
    unit.refresh_from_db()
    assert unit.area == Decimal("81.25")
    with pytest.raises(IntegrityError, match="台账更正记录"), transaction.atomic():
        RegisterChange.objects.update(reason="改过")


@pytest.mark.parametrize(
    ("changes", "reason", "codes"),
    [
        ({"area": Decimal("80.00")}, "核对", {"unchanged"}),
        ({"area": Decimal("81")}, " ", {"required"}),
        ({"area": Decimal("-1"), "kind": "castle"}, "", {"area", "kind", "required"}),
        ({"room": "999"}, "核对", {"field"}),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_every_problem(clerk, changes, reason, codes):
    (unit,) = build_homes(CommunityFactory(), count=1)

    with pytest.raises(Refused) as refusal:
        correct_unit(by=clerk, on=ON, at=AT, unit=unit, changes=changes, reason=reason)

    assert {problem.code for problem in refusal.value.problems} == codes


def test_owners_change_from_a_day_on_and_the_earlier_ones_stay_known(clerk):
    (unit,) = build_homes(CommunityFactory(), count=1, owned=False)
    stays, leaves = OwnerFactory(number="A1", name="赵平"), OwnerFactory()
    own(unit, stays, leaves)

    change_owners(
        by=clerk,
        on=ON,
        at=AT,
        unit=unit,
        owners=[OwnerRow("赵平", number="a1"), OwnerRow("孙丽")],
        reason="买卖过户",
    )

    live = Ownership.objects.filter(unit=unit, ends_on=None)
    assert {part.owner.name for part in live} == {"赵平", "孙丽"}
    assert Ownership.objects.get(owner=leaves).ends_on == ON
    assert RegisterChange.objects.get().after["owners"][0] == [stays.pk, "赵*"]


def test_heads_follow_live_ownership_only(clerk):
    community = CommunityFactory()
    first, second = build_homes(community, count=2, owned=False)
    owner, earlier = OwnerFactory(), OwnerFactory()
    own(first, owner)
    own(second, owner)
    Ownership.objects.create(unit=second, owner=earlier, ends_on=ON)

    (head,) = voting_heads(community)

    assert head.owner_ids == (owner.pk,)
    assert head.area == Decimal("160.00")
