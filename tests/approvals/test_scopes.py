"""Matters put to buildings, entrances and groups of owners: each judged by its own population."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.models import HeadUnit, Round, RunningTally, Tally
from approvals.rules.parts import Part
from approvals.selectors.boards import board
from approvals.selectors.evening import evening
from approvals.selectors.verifying import differences
from approvals.services import bulk, counting, opening
from common.errors import Refused
from renovation.models import Milestone, ProjectFact
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    entry,
    hand_counts,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.renovation import clerk, published_policy

pytestmark = pytest.mark.django_db

LIFT = """
      - key: lift
        name: 加装电梯
        question: 是否同意本单元加装电梯？
        decides: each
        says: 由本单元业主决定；出资业主全部同意，受影响业主无人反对。
        clause: [测试 二(三)]
        veto: {of: affected, scope: entrance, says: 底层业主不反对, clause: [测试 二(三)]}
        tests:
          - {numerator: participate, of: all, scope: entrance, measures: [heads, area], operator: ">=", share: 2/3}
          - {numerator: agree, of: paying, scope: entrance, measures: [heads], operator: ">=", share: "1"}
"""  # noqa: E501


def with_a_lift(text):
    """The test policy whose second round also asks each entrance about its lift."""
    before, after = text.split("\nnotices:", 1)
    return before.rstrip("\n") + LIFT + "\nnotices:" + after


def in_some_entrances(text):
    """The lift as a round of its own, opened entrance by entrance."""
    head, tail = text.split("\nrounds:\n", 1)
    start = tail.index("  - key: second")
    lift = tail[start : tail.index("\nnotices:")].replace("key: second", "key: lifts", 1)
    lift = lift.replace("    matters:", "    scope: entrance\n    matters:", 1)
    return head + "\nrounds:\n" + lift.rstrip("\n") + "\n" + tail


def opened(project, key="second", **whom):
    return opening.open_round(
        by=clerk(),
        at=OPENS,
        project=project,
        key=key,
        closes_at=CLOSES,
        organiser="城关街道办事处",
        whom=opening.Whom(**whom),
    )


def lifts():
    """Room 101 of each stair is affected, the other two pay."""
    paying = [f"1-{stair}-{room}" for stair in "12" for room in ("102", "201")]
    return {"lift": {"paying": paying, "affected": ["1-1-101", "1号楼2单元101室"]}}


def answered(round_, **said):
    """`answered(round_, e1r101="against")`: every other unit agrees to everything."""
    rows = []
    for unit in units_of(round_):
        choice = said.get(f"e{unit.entrance}r{unit.room}", "agree")
        if choice:
            answers = {"renovate": "agree", "lift": choice}
            answers = {key: answers[key] for key in round_.items}
            rows.append((unit, entry() if len(answers) == 1 else _entry(answers)))
    bulk.record_papers(by=clerk(), at=DURING, round_=round_, entries=rows)


def _entry(answers):
    made = entry()
    return type(made)(answers=answers)


@pytest.fixture
def project():
    published_policy(with_a_lift)
    return project_with_homes(homes=6, buildings=1)


def test_each_entrance_decides_about_its_lift_by_its_own_owners(project):
    round_ = opened(project, groups=lifts())
    answered(round_, e2r201="against")
    lift = board(round_).matters[1]
    assert {one.name: one.outcome.words for one in lift.parts} == {
        "1 号楼 1 单元": "通过",
        "1 号楼 2 单元": "未通过",
    }
    paying = [t for t in lift.outcome.tests if t.test.population == "paying"]
    assert [(t.part, int(t.value), int(t.base)) for t in paying] == [
        ("1 号楼 1 单元", 2, 2),
        ("1 号楼 2 单元", 1, 2),
    ]
    assert lift.parts[1].notes == ("出资业主：即使其余业主全部同意，人数也达不到规定比例。",)
    assert lift.parts[0].notes == ()
    assert "1 处通过，1 处未通过" in lift.outcome.explanation.result
    assert board(round_).matters[0].outcome.passed  # the renovation does not wait for a lift
    assert differences(round_) == []


def test_one_affected_owner_against_stops_the_lift_of_that_entrance_only(project):
    round_ = opened(project, groups=lifts())
    answered(round_, e1r101="against")
    lift = board(round_).matters[1]
    assert [(one.outcome.passed, one.outcome.objections) for one in lift.parts] == [
        (False, 1),
        (True, 0),
    ]


def test_no_door_is_listed_for_what_a_veto_has_stopped(client, settings):
    veto = (
        "veto: {of: all, scope: community, says: 无人反对, clause: [测试 二(三)]}\n        tests:"
    )
    published_policy(lambda text: veto.join(text.rsplit("tests:", 1)))
    round_ = opened(project_with_homes(homes=6))
    bulk.record_papers(
        by=clerk(), at=DURING, round_=round_, entries=[(units_of(round_)[0], entry("against"))]
    )
    first = evening(round_, DURING.date())
    assert (first.goal, first.possible, bool(first.doors)) == ("valid", True, True)
    now = evening(round_, DURING.date(), "passed")
    assert (now.possible, now.doors, now.objections) == (False, (), 1)
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    client.force_login(clerk())
    page = client.get(reverse("approvals:tonight", args=[round_.pk], query={"goal": "passed"}))
    assert "现有 1 位业主反对" in page.content.decode()


def test_what_one_entrance_refuses_does_not_hold_the_round(project):
    round_ = opened(project, groups=lifts())
    answered(round_, e2r201="against")
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    later = AFTER + timedelta(minutes=5)
    counting.confirm_tally(by=reviewer(), at=later, round_=round_)
    assert ProjectFact.objects.get(key="consent.passed", scope="second").value == "true"
    assert Milestone.objects.filter(project=project, kind="consented").exists()
    stored = Tally.objects.get(round=round_, matter="lift", occasion="certificate")
    assert {(p["entrance"], p["group"]) for p in stored.parts} == {
        (entrance, group) for entrance in "12" for group in ("owners", "paying", "affected")
    }
    assert differences(round_) == []
    RunningTally.objects.filter(round=round_, group="paying", entrance="1").update(agree_heads=1)
    assert [d.where for d in differences(round_)] == ["lift/1 号楼 1 单元出资业主"]


def test_tonights_doors_close_the_gap_of_each_entrance(project):
    round_ = opened(project, groups=lifts())
    answered(round_, e1r102=None, e1r201=None, e1r101=None)
    now = evening(round_, DURING.date(), "passed")
    assert {one.part.code: (one.passed, one.doors) for one in now.parts} == {
        "1-1": (False, 2),
        "1-2": (True, 0),
    }
    # two payers must agree; together they are two thirds of the stair as well
    assert {row.first.room for row in now.doors} == {"102", "201"}
    only = evening(round_, DURING.date(), "passed", "1-2")
    assert only.doors == ()
    lacking = [gap for gap in now.matters[1].gaps if not gap.met]
    assert {gap.label for gap in lacking} >= {"1 号楼 1 单元同意人数"}
    assert all(gap.owners_best for gap in lacking)


def test_groups_that_a_matter_asks_about_must_be_named_and_be_on_the_roll(project):
    with pytest.raises(Refused) as refusal:
        opened(project)
    assert {p.field for p in refusal.value.problems} == {"affected_lift", "paying_lift"}
    with pytest.raises(Refused, match="9-9-909"):
        opened(project, groups={"lift": {"paying": ["9-9-909"], "affected": ["1-1-101"]}})


def test_a_whole_stair_may_be_named_at_once(project):
    round_ = opened(project, groups={"lift": {"paying": ["1号楼1单元"], "affected": ["1-2"]}})
    units = HeadUnit.objects.filter(round=round_)
    assert {u.entrance: (u.paying, u.affected) for u in units} == {
        "1": (["lift"], []),
        "2": ([], ["lift"]),
    }


def test_a_round_may_be_asked_in_some_entrances_only():
    published_policy(in_some_entrances)
    project = project_with_homes(homes=6, buildings=2)
    with pytest.raises(Refused, match="请指明在哪些单元征询"):
        opened(project, "lifts")
    with pytest.raises(Refused, match="台账里没有这个单元"):
        opened(project, "lifts", places=["9-9"])
    first = opened(project, "lifts", places=["1-1"])
    assert (first.units, first.partial, first.places) == (3, True, ["1-1"])
    other = opened(project, "lifts", places=["2-1", "2-2"])  # at the same time, other owners
    assert not set(first.roll_units.values_list("serial")) & set(
        other.roll_units.values_list("serial")
    )
    with pytest.raises(Refused, match="正在进行"):
        opened(project, "lifts", places=["1-2", "2-2"])
    answered(first)
    counting.close_round(by=clerk(), at=AFTER, round_=first, hand_counts=hand_counts(first))
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=5), round_=first)
    assert board(first).passed
    assert not ProjectFact.objects.filter(scope="lifts").exists()
    assert not Milestone.objects.filter(project=project, kind="consented").exists()
    assert differences(first) == differences(other) == []


def test_the_project_page_lists_rounds_of_entrances_and_opens_more(client, settings):
    settings.DEMO_NOW = "2024-06-13T09:00:00"
    published_policy(in_some_entrances)
    project = project_with_homes(homes=6, buildings=2)
    client.force_login(clerk())
    page = reverse("approvals:open_round", args=[project.pk, "lifts"])
    assert "2 号楼 1 单元" in client.get(page).content.decode()
    said = {"organiser": "城关街道办事处", "closes_at": "2024-06-24T18:00"}
    refused = client.post(page, said)
    assert refused.status_code == 422
    assert "请指明在哪些单元征询" in refused.content.decode()
    assert client.post(page, said | {"places": ["1-2", "2-1"]}).status_code == 302
    row = Round.objects.get(key="lifts")
    assert row.places == ["1-2", "2-1"]
    tab = reverse("approvals:rounds", args=[project.pk])
    listed = client.get(tab).content.decode()
    assert "1 号楼 2 单元、2 号楼 1 单元" in listed
    assert f"?round={row.pk}" in listed
    shown = client.get(f"{tab}?round={row.pk}").content.decode()
    assert reverse("approvals:sheet", args=[row.pk]) in shown


def test_entrances_and_groups_are_given_over_rest_once_per_key(client, settings):
    settings.DEMO_NOW = "2024-06-13T09:00:00"
    published_policy(with_a_lift)
    project = project_with_homes(homes=6, buildings=1)
    client.force_login(clerk())
    body = {
        "project": project.pk,
        "key": "second",
        "closes_at": "2024-06-24T18:00:00+08:00",
        "organiser": "城关街道办事处",
        "groups": lifts(),
    }
    ask = {"content_type": "application/json", "headers": {"Idempotency-Key": "open-1"}}
    made = client.post("/api/v1/rounds/", body, **ask)
    again = client.post("/api/v1/rounds/", body, **ask)
    assert (made.status_code, again.status_code, Round.objects.count()) == (201, 201, 1)
    said = client.get(f"/api/v1/rounds/{made.json()['id']}/tally/").json()["matters"][1]
    assert (said["decides"], [one["part"] for one in said["parts"]]) == (
        "each",
        ["1 号楼 1 单元", "1 号楼 2 单元"],
    )
    tonight = client.get(f"/api/v1/rounds/{made.json()['id']}/tonight/?goal=passed").json()
    assert {one["part"] for one in tonight["parts"]} == {"1-1", "1-2"}


def test_a_round_of_the_whole_community_has_no_places(project):
    with pytest.raises(Refused, match="征询全小区"):
        opened(project, places=["1-1"], groups=lifts())
    assert Part("1", "1").code == "1-1"
