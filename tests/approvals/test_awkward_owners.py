"""Owners as life has them: who is one head, what is not known, what changes while people vote."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from approvals.models import HeadUnit
from approvals.rules.doubts import Doubt, merged
from approvals.selectors.roll_doubts import roll_doubts, since_previous
from approvals.selectors.verifying import differences
from approvals.services.opening import open_round
from approvals.services.papers import record_paper
from approvals.services.roll_decisions import decide_doubt
from approvals.services.rolls import draft_roll, fingerprint, since
from approvals.services.rounds import void_round
from common.errors import Refused
from districts.models import ExclusiveUnit, Owner, Ownership
from districts.rules.numbers import blotted, mistyped, number_key
from districts.services.corrections import change_owners, correct_unit
from districts.services.homes import HomeRow, OwnerRow, register_homes
from tests.factories.approvals import (
    CLOSES,
    DURING,
    entry,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk, published_policy

ONE = "37072419700101123X"
SPELLINGS = (
    "37072419700101123x",
    "３７０７２４１９７００１０１１２３Ｘ",
    "370724 19700101 123X",
    "370724-19700101-123×",
)


def home(room, *owners, building="1", **facts):
    """A home on a list; owners are (name, number)."""
    people = tuple(OwnerRow(name, number=number) for name, number in owners)
    facts = {"area": Decimal("80.00")} | facts
    return HomeRow(building, "1", room, owners=people, **facts)


def listed(*rows):
    """A project whose register was entered from this list."""
    project = project_with_homes(homes=0)
    register_homes(by=clerk(), on=date(2024, 3, 1), community=project.community, rows=rows)
    return project


@pytest.mark.parametrize("spelt", SPELLINGS)
def test_a_number_is_the_same_however_it_is_spelt(spelt):
    assert number_key(spelt) == ONE


def test_the_old_number_of_fifteen_digits_is_the_new_one():
    old = "370724700101123"
    new = number_key(old)
    assert (len(new), new[:8]) == (18, "37072419")
    assert not mistyped(new)
    assert number_key("370700200001237") == "370700200001237"  # a firm's: 20 is no month


@given(st.from_regex(r"[0-9]{15}", fullmatch=True), st.from_regex(r"[0-9]{15}", fullmatch=True))
def test_two_old_numbers_never_become_one(one, other):
    assert (number_key(one) == number_key(other)) == (one == other)


def test_a_blotted_number_tells_nobody_apart():
    for text in ("370724********123X", "3707××××××××123X", "＊"):
        assert blotted(text)
        assert number_key(text) == ""
    assert not blotted(" ")


@pytest.mark.django_db
def test_five_homes_under_five_spellings_are_one_voice():
    rows = [home(f"{n}01", ("李大山", spelt)) for n, spelt in enumerate((ONE, *SPELLINGS), 1)]
    project = listed(*rows)
    roll = draft_roll(project)
    assert (len(roll.heads), roll.units, roll.area) == (1, 5, Decimal("400.00"))
    assert Owner.objects.count() == 1
    round_ = open_round_for(project)
    assert (round_.heads, round_.units) == (1, 5)  # a community with a single owner


@pytest.mark.django_db
def test_one_number_under_two_names_is_refused_and_one_name_with_two_numbers_is_two():
    with pytest.raises(Refused, match="与所填姓名不同"):
        listed(home("101", ("李大山", ONE)), home("102", ("李小山", ONE.lower())))
    project = listed(home("101", ("王建国", ONE)), home("102", ("王建国", "370724196502020019")))
    assert len(draft_roll(project).heads) == 2
    assert roll_doubts(project) == ()


@pytest.mark.django_db
def test_unequal_shares_are_one_head_with_the_whole_area():
    project = project_with_homes(homes=1)
    (unit,) = build_homes(project.community, count=1, building="2", owned=False)
    own(unit, *(OwnerFactory() for _ in range(3)))
    for part, share in zip(unit.ownerships.all(), ("2/3", "1/4", "1/12"), strict=True):
        Ownership.objects.filter(pk=part.pk).update(share=share)
    roll = draft_roll(project)
    assert [(len(head.owner_ids), head.area) for head in roll.heads] == [
        (1, Decimal("80.00")),
        (3, Decimal("80.00")),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"area": Decimal(0)}, {"area_source": "none"}])
def test_no_round_opens_while_an_area_is_not_known(facts, client, settings):
    settings.DEMO_NOW = "2024-06-13T09:00:00"
    project = listed(home("101", ("李大山", ONE)), home("102", ("王平", ""), **facts))
    with pytest.raises(Refused, match="尚不能判定：1 号楼 1 单元 102") as refusal:
        open_round_for(project)
    assert [one.code for one in refusal.value.problems] == ["area_unknown"]
    client.force_login(clerk())
    page = client.get(reverse("approvals:open_round", args=[project.pk, "second"]))
    assert "没有专有面积或面积依据" in page.content.decode()
    unit = ExclusiveUnit.objects.get(room="102")
    changes = {"area": Decimal("75.50"), "area_source": "contract"}
    correct_unit(
        by=clerk(), on=DURING.date(), at=DURING, unit=unit, changes=changes, reason="购房合同"
    )
    assert open_round_for(project).area == Decimal("155.50")


@pytest.mark.django_db
def test_a_garage_with_its_own_certificate_and_no_area_stops_nothing_once_it_is_left_out():
    project = project_with_homes(homes=2)
    (garage,) = build_homes(project.community, count=1, building="3", area=Decimal("0.00"))
    ExclusiveUnit.objects.filter(pk=garage.pk).update(kind="garage")
    with pytest.raises(Refused, match="没有专有面积"):
        open_round_for(project)
    decide_doubt(
        by=clerk(), at=DURING, project=project, key="kind:garage", choice="out", reason="方案不列"
    )
    assert open_round_for(project).units == 2


@pytest.mark.django_db
def test_who_owns_alone_and_with_another_is_one_head_when_that_is_decided():
    project = project_with_homes(homes=1)
    one, other, third = OwnerFactory(name="李大山"), OwnerFactory(), OwnerFactory()
    for unit, owners in zip(
        build_homes(project.community, count=3, building="2", owned=False),
        ([one], [one, other], [one, third]),
        strict=True,
    ):
        own(unit, *owners)
    (doubt,) = roll_doubts(project)
    assert (doubt.kind, doubt.counts) == ("shared", "每组共有人各为 1 人，计 3 人")
    assert len(draft_roll(project).heads) == 4
    decide_doubt(
        by=clerk(), at=DURING, project=project, key=doubt.key, choice="one", reason="街道认定"
    )
    roll = draft_roll(project)
    assert len(roll.heads) == 2
    assert sorted(roll.heads[1].owner_ids) == sorted(owner.pk for owner in (one, other, third))
    (fourth,) = build_homes(project.community, count=1, building="4", owned=False)
    own(fourth, one, OwnerFactory())
    (again,) = roll_doubts(project)
    assert not again.decided  # it was about three homes, not about four


def test_decisions_that_meet_make_one_head_of_all():
    def decided(*heads):
        return replace(DOUBT, heads=heads, decided="one")

    found = merged([decided("a", "b"), decided("c", "d"), decided("d", "b"), decided("e", "f")])
    assert {found[key] for key in "abcd"} == {found["a"]}
    assert found["e"] == found["f"] != found["a"]
    assert merged([replace(DOUBT, heads=("a", "b"), decided="several")]) == {}


DOUBT = Doubt("k", "same_name", "", (), "", {}, "several")


@pytest.mark.django_db
def test_a_name_that_eighty_homes_bear_can_be_decided():
    project = project_with_homes(homes=1)
    for unit in build_homes(project.community, count=80, building="2", owned=False):
        own(unit, OwnerFactory(name="王建国"))
    (doubt,) = roll_doubts(project)
    made = decide_doubt(
        by=clerk(), at=DURING, project=project, key=doubt.key, choice="one", reason="供销社代持"
    )
    assert len(made.key) < 200
    assert len(draft_roll(project).heads) == 2


@pytest.fixture
def developers(db):
    """A developer with five unsold homes, and three homes of their own owners."""
    project = project_with_homes(homes=3)
    company = OwnerFactory(name="临朐置业有限公司", kind="company", number="91370724MA3N0000X1")
    for unit in build_homes(project.community, count=5, building="2", owned=False):
        own(unit, company)
    return project


def sell(unit, *names, reason="网签备案"):
    owners = [OwnerRow(name) for name in names]
    change_owners(by=clerk(), on=DURING.date(), at=DURING, unit=unit, owners=owners, reason=reason)


def test_a_home_sold_while_people_vote_stays_with_who_owned_it_when_the_roll_froze(
    developers, client, settings
):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    round_ = open_round_for(developers)
    sold = units_of(round_)[3]
    sell(sold.unit, "刘新买")
    assert (round_.heads, len(draft_roll(developers).heads)) == (4, 5)
    assert differences(round_) == []  # the hash holds though the register went on
    record_paper(by=clerk(), at=DURING, round_=round_, unit=sold, entry=entry("agree"))
    tally = round_.running.get(matter="renovate", building="")
    assert (tally.all_heads, tally.participating_heads) == (4, 1)
    client.force_login(clerk())
    page = client.get(reverse("approvals:roll", args=[developers.pk])).content.decode()
    assert "基数有变：1 人、0 套、0.00 ㎡" in page
    assert "临朐置业有限公司" not in page
    assert "刘*买" in page


def test_a_home_sold_before_the_round_counts_with_its_new_owner(developers):
    before = draft_roll(developers)
    sell(_unit(before.heads[-1].units[0].pk), "刘新买", "刘妻")
    round_ = open_round_for(developers)
    assert (round_.heads, round_.units, round_.area) == (5, 8, before.area)
    assert fingerprint(before) != round_.roll_sha256 == fingerprint(draft_roll(developers))


def _unit(pk):
    return ExclusiveUnit.objects.get(pk=pk)


def test_heirs_take_the_place_of_who_died_as_one_head(developers):
    unit = _unit(draft_roll(developers).heads[0].units[0].pk)
    sell(unit, "赵长子", "赵次女", reason="原产权人去世，公证继承")
    head = draft_roll(developers).heads[0]
    assert (len(head.owner_ids), head.area) == (2, Decimal("80.00"))


def test_homes_split_and_merged_between_two_rounds_are_told_with_the_denominator(developers):
    first = open_round_for(developers)
    void_round(by=clerk(), at=DURING, round_=first, reason="名册有误")
    second = open_round(
        by=clerk(),
        at=DURING,
        project=developers,
        key="second",
        closes_at=CLOSES,
        organiser="城关街道办事处",
    )
    assert since_previous(second) is None  # a round out of force is no comparison
    gone, kept = (_unit(one.unit_id) for one in units_of(second)[:2])
    correct_unit(
        by=clerk(),
        on=DURING.date(),
        at=DURING,
        unit=kept,
        changes={"area": kept.area + gone.area},
        reason="两套打通并证",
    )
    sell(gone, "李并入")
    change = since(second, draft_roll(developers), developers)
    assert {one.kind for one in change.changes} == {"area", "owners"}
    assert (change.units, change.area, change.heads) == (0, gone.area, 0)
    assert [one.after for one in change.changes if one.kind == "owners"] == ["李*入"]


@pytest.mark.django_db
def test_a_frozen_roll_that_somebody_changed_no_longer_answers_to_its_hash():
    round_ = open_round_for(project_with_homes(homes=3))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL renovation.maintenance = 'on'")
        HeadUnit.objects.filter(round=round_, position=1).update(area=Decimal("80.01"))
        cursor.execute("SET LOCAL renovation.maintenance = 'off'")
    found = {(one.where, one.field) for one in differences(round_)}
    assert {("名册", "sha256"), ("名册", "area")} <= found


@pytest.mark.django_db
def test_where_the_policy_leaves_garages_out_the_roll_is_previewed_without_them(client, settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    published_policy(
        lambda text: text.replace(
            "mixed_head: undecided", "mixed_head: undecided\n    leaves_out: [garage]"
        )
    )
    project = project_with_homes(homes=4)
    (garage,) = build_homes(project.community, count=1, building="3", area=Decimal("20.00"))
    ExclusiveUnit.objects.filter(pk=garage.pk).update(kind="garage", area_source="contract")
    open_round_for(project)
    client.force_login(clerk())
    page = client.get(reverse("approvals:roll", args=[project.pk])).content.decode()
    assert "方案规定车库不列入名册" in page
    assert "基数不变" in page
    body = client.get(f"/api/v1/rolls/{project.pk}/").json()
    assert (body["units"], body["doubts"], body["changes"]) == (4, [], [])


@pytest.mark.django_db
def test_who_opens_with_open_cases_is_told_and_the_trail_keeps_how_they_counted(client, settings):
    settings.DEMO_NOW = "2024-06-13T09:00:00"
    project = project_with_homes(homes=2)
    for unit in build_homes(project.community, count=2, building="2", owned=False):
        own(unit, OwnerFactory(name="王建国"))
    client.force_login(clerk())
    page = client.get(reverse("approvals:open_round", args=[project.pk, "second"]))
    assert "存疑 1 件未裁定" in page.content.decode()
    open_round_for(project)
    entry = AuditEntry.objects.get(action="round.open")
    assert "存疑未裁定 1 件" in entry.summary
    assert (entry.payload["undecided"], set(entry.payload["counted"].values())) == (1, {"several"})
