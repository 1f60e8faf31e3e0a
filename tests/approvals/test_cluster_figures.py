"""What each community of a cluster comes to stands beside the whole; its trail in each project."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.models import RunningTally
from approvals.rules.parts import WHOLE, Part
from approvals.rules.tally import CHOICES
from approvals.rules.words import room_words
from approvals.selectors.boards import board
from approvals.selectors.clusters import doubts_across
from approvals.selectors.custody import custody
from approvals.selectors.points import votes
from approvals.selectors.recounting import answers_of, roll_of
from approvals.selectors.roll_doubts import previous, since_previous
from approvals.selectors.rules import method_of
from approvals.selectors.typed_elsewhere import place_said, roll_book
from approvals.selectors.verifying import differences
from approvals.services import counting, opening, papers
from approvals.services.custody import issue_copies
from approvals.services.roll_decisions import decide_doubt
from approvals.services.rolls import draft_roll, since
from approvals.services.rounds import extend_round, reopen_round
from common.errors import Refused
from districts.models import Owner
from renovation.models import ProjectFact, RulePin
from renovation.services.projects import withdraw
from renovation.services.steps import complete_step
from reports.exports.consent_result import result
from tests.approvals.clusters import names, opened, pair_of_a_cluster, say, settled
from tests.approvals.reference import recount
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    entry,
    hand_counts,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import OTHER_STREET, clerk, handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(settings):
    """Two communities of six homes each, and a company that has two homes in either."""
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    return pair_of_a_cluster()


def test_each_community_is_counted_by_itself_and_the_whole_takes_nobody_twice(pair):
    round_ = opened(pair[0])
    say(round_, CHOICES, skip={"201"})
    roll, answers = list(roll_of(round_)), answers_of(round_)["renovate"]
    (matter,) = board(round_).matters
    assert [one.name for one in matter.communities] == names(pair)
    for one in matter.communities:
        slow = recount(roll, answers, method_of(round_), Part(community=one.name))
        assert {name: getattr(one.count, name) for name in slow} == slow
    first, second = (one.count for one in matter.communities)
    assert first.all_units + second.all_units == matter.count.all_units == 16
    assert first.all_area + second.all_area == matter.count.all_area
    assert first.all_heads + second.all_heads == 14
    assert matter.count.all_heads == 13
    told = matter.beside(round_, choices=names(pair))
    assert f"{names(pair)[0]} 7 + {names(pair)[1]} 7 − 跨小区重复 1" == told.lines[0].expression
    assert [child.title for child in told.children] == names(pair)
    assert told.version is not None


def test_a_wrong_figure_of_a_community_is_found_and_stops_the_count(pair):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    rows = RunningTally.objects.filter(round=round_, community=names(pair)[1])
    rows.update(agree_heads=1)
    assert {(one.where, one.field) for one in differences(round_)} == {
        (f"renovate/{names(pair)[1]}", "agree_heads")
    }


def test_closing_sealing_reopening_and_recounting_hold_for_a_cluster(pair):
    round_ = opened(pair[0])
    say(round_, ["agree", "against"], skip={"201"})
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    later = CLOSES.replace(day=28)
    reopen_round(by=clerk(), at=AFTER, round_=round_, closes_at=later, reason="补交")
    left = [unit for unit in units_of(round_) if unit.room == "201"]
    for unit, choice in zip(left, cycle(["agree"]), strict=False):
        papers.record_paper(by=clerk(), at=AFTER, round_=round_, unit=unit, entry=entry(choice))
    settled(round_)
    assert differences(round_) == []
    certificate = round_.tallies.get(occasion="certificate")
    assert {row["community"] for row in certificate.parts if row["community"]} == set(names(pair))
    assert round_.seal.body["papers"] == 16


def test_every_project_of_the_cluster_tells_what_happened_to_the_round(pair):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    extend_round(
        by=clerk(), at=DURING, round_=round_, closes_at=CLOSES.replace(day=25), reason="下雨"
    )
    counting.close_round(
        by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_), reason="已收齐"
    )
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    for project in pair:
        told = AuditEntry.objects.filter(project_id=project.pk, action__startswith="round.")
        assert {(one.action, one.area_code) for one in told} == {
            (action, project.area_code)
            for action in (
                "round.open",
                "round.extend",
                "round.close",
                "round.confirm",
                "round.seal",
            )
        }


def test_a_paper_is_told_in_the_project_of_its_own_home(pair):
    round_ = opened(pair[0])
    unit = next(unit for unit in units_of(round_) if unit.community == names(pair)[1])
    papers.record_paper(by=clerk(), at=DURING, round_=round_, unit=unit, entry=entry())
    assert AuditEntry.objects.get(action="paper.record").project_id == pair[1].pk


def company_of(pair):
    return Owner.objects.filter(ownerships__unit__building__community=pair[0].community).latest(
        "pk"
    )


def viewer(role):
    return UserFactory(role=role, role__area="370724")


def test_choices_of_a_community_are_for_those_who_count_turnout_for_all(pair, client):
    round_ = opened(pair[0])
    say(round_, ["agree", "against"], skip={"201"})
    for by, counts in ((clerk(), True), (viewer(Role.LEADER), False)):
        client.force_login(by)
        for project in pair:
            page = client.get(reverse("approvals:rounds", args=[project.pk])).content.decode()
            panel = page.split('id="communities-renovate"')[1].split("</section>")[0]
            assert all(name in panel for name in names(pair))
            assert ("同意" in panel) == counts
            assert "5/7（71.4%）" in panel
        why = reverse("approvals:why_communities", args=[round_.pk, "renovate"])
        told = client.get(why).content.decode()
        assert "跨小区重复 1" in told
        assert ("反对" in told) == counts
        rest = APIClient()
        rest.force_authenticate(by)
        body = rest.get(f"/api/v1/rounds/{round_.pk}/tally/").json()
        (matter,) = body["matters"]
        assert [one["community"] for one in matter["communities"]] == names(pair)
        assert matter["communities"][0]["turnout"]["participating_heads"] == "5"
        assert all((one["choices"] is not None) == counts for one in matter["communities"])
        assert matter["communities_explanation"]["title"].startswith("安乐组团")
        assert {row["building"] for row in body["running"]} >= {"", f"{names(pair)[0]}·1"}
    assert (
        client.get(reverse("approvals:why_communities", args=[round_.pk, "x"])).status_code == 404
    )


@pytest.mark.parametrize("counting_too", [True, False])
def test_the_workbook_has_a_sheet_of_communities(pair, counting_too):
    round_ = opened(pair[0])
    say(round_, ["agree", "against"])
    table = next(t for t in result(round_, counting=counting_too) if t.name.endswith("各小区"))
    assert [row[0] for row in table.rows] == names(pair)
    assert table.total[:3] == ("全组团", 16, 13)
    labels = [label for label, _ in table.head]
    assert ("同意（户）" in labels) == counting_too
    assert all(len(row) == len(labels) for row in (*table.rows, table.total))
    assert "1 人次" in table.notes[1]


def test_copies_add_up_by_building_of_each_community(pair):
    round_ = opened(pair[0])
    by = clerk("370724")
    issue_copies(by=by, at=DURING, round_=round_, collector="楼长赵平")
    say(round_, ["agree"], skip={"201"})

    *rows, whole = custody(round_).rows

    places = {unit.building for unit in units_of(round_)}
    assert {row.building for row in rows} == places
    assert {place.partition("·")[0] for place in places} == set(names(pair))
    for row in (*rows, whole):
        assert row.issued == row.returned + row.outstanding + row.void
    silent = sum(unit.room == "201" for unit in units_of(round_))
    assert (whole.issued, whole.outstanding) == (len(units_of(round_)), silent)
    assert sum(row.returned for row in rows) == whole.returned


def test_a_round_of_a_cluster_is_found_by_any_of_its_projects(pair, client):
    round_ = opened(pair[0])
    by = clerk()
    client.force_login(by)
    rest = APIClient()
    rest.force_authenticate(by)
    for word in (*(project.name for project in pair), "安乐组团"):
        page = client.get(reverse("approvals:round_list"), {"q": word}).content.decode()
        assert "安乐组团</a>" in page
    for project in pair:
        found = rest.get("/api/v1/rounds/", {"project": project.pk}).json()["results"]
        assert [one["id"] for one in found] == [round_.pk]
    assert rest.get("/api/v1/rounds/", {"project": 999999}).json()["results"] == []


def test_a_unit_that_works_on_one_project_sees_its_turnout_alone(pair, client):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    type(pair[1]).objects.filter(pk=pair[1].pk).update(unit_codes=["gas"])
    by = UserFactory(role=Role.UTILITY, role__area="370724", role__unit="gas")
    client.force_login(by)
    assert not type(round_).objects.visible_to(by).exists()
    page = client.get(reverse("approvals:rounds", args=[pair[1].pk])).content.decode()
    assert "安乐组团" in page
    assert names(pair)[1] in page
    for hidden in (names(pair)[0], reverse("approvals:sheet", args=[round_.pk]), "反对"):
        assert hidden not in page, hidden


def test_the_page_of_the_roll_lists_who_may_be_one_across_communities(pair, client, settings):
    first, second = (build_homes(one.community, count=1, building="9")[0] for one in pair)
    for unit in (first, second):
        unit.ownerships.update(ends_on="2024-01-01")
        own(unit, OwnerFactory(name="欧阳春生", number=""))
    for by, sees in ((clerk("370724"), True), (clerk(), True)):
        client.force_login(by)
        page = client.get(reverse("approvals:roll", args=[pair[1].pk])).content.decode()
        panel = page.split("跨小区存疑")[1]
        assert ("安乐组团" in panel) == sees
        assert f"{names(pair)[0]} 9 号楼" in panel
    rest = APIClient()
    rest.force_authenticate(clerk())
    body = rest.get(f"/api/v1/rolls/{pair[1].pk}/").json()
    (case,) = (one for one in body["doubts"] if f"{names(pair)[0]} 9 号楼" in one["words"])
    decide_doubt(
        by=clerk(), at=DURING, project=pair[1], key=case["key"], choice="one", reason="身份证核对"
    )
    assert opened(pair[0]).heads == 14


def test_who_holds_one_street_neither_reads_nor_decides_a_case_of_another(pair, client):
    far = project_with_homes(homes=2, street_code=OTHER_STREET)
    pair[0].groups.get().members.create(project=far, kind="cluster")
    by, district = clerk(OTHER_STREET), clerk("370724")
    own(build_homes(far.community, count=1, building="9", owned=False)[0], company_of(pair))
    across = doubts_across(far, DURING.date(), district)
    assert across is not None
    client.force_login(by)
    page = client.get(reverse("approvals:roll", args=[far.pk])).content.decode()
    assert "跨小区" not in page
    assert doubts_across(far, DURING.date(), by) is None
    with pytest.raises(Refused, match="名册里没有这一情形"):
        decide_doubt(by=by, at=DURING, project=far, key="same_name:1+2", choice="one", reason="同")


def test_a_cluster_roll_is_held_against_the_last_roll_of_each_community(pair):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    settled(round_)
    before = round_.heads
    build_homes(pair[1].community, count=1, building="9")
    for project in pair:
        roll = draft_roll(project)
        assert previous(project) == round_
        assert len(since(round_, roll, project).changes) == (1 if project == pair[1] else 0)
    again = opening.open_round(
        by=clerk(),
        at=AFTER + timedelta(days=1),
        project=pair[1],
        key="second",
        closes_at=AFTER + timedelta(days=9),
        organiser="城关街道办事处",
    )
    old, change = since_previous(again)
    assert old == round_
    assert [one.kind for one in change.changes] == ["added"]
    assert change.heads == again.heads - before == 1


def test_each_project_goes_on_once_the_cluster_has_agreed(pair):
    round_ = opened(pair[0])
    steps = [one.steps.get(kind="consent", subject="second") for one in pair]
    for step in steps:
        with pytest.raises(Refused):
            complete_step(by=clerk(), on=AFTER.date(), step=step)
    say(round_, ["agree"])
    settled(round_)
    for step in steps:
        assert complete_step(by=clerk(), on=AFTER.date(), step=step).state == "done"


def test_a_project_that_leaves_the_plan_takes_the_clusters_round_out_of_force(pair):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    withdraw(by=handler(), on=AFTER.date(), project=pair[1], reason="另行安排")
    round_.refresh_from_db()
    assert round_.state == "void"
    facts = ProjectFact.objects.filter(key__startswith="consent.", scope="second")
    assert not facts.filter(project__in=pair).exists()
    for project in pair:
        told = AuditEntry.objects.filter(project_id=project.pk, action="round.void")
        assert "另行安排" in told.get().summary


def test_a_table_names_a_home_of_the_cluster_as_its_paper_does(pair):
    round_ = opened(pair[0])
    book = roll_book(round_)
    for unit in units_of(round_):
        printed = room_words(unit.building, unit.entrance, unit.room)
        for said in (printed, f"{unit.building}号楼{unit.entrance}单元{unit.room}", unit.serial):
            assert book.units[place_said(said)].pk == unit.pk


def test_the_change_simulator_reads_the_clusters_round_in_each_project(pair):
    round_ = opened(pair[0])
    say(round_, ["agree"])
    pins = {one.pk: {pin.rule: pin for pin in RulePin.objects.filter(project=one)} for one in pair}
    found = votes(pair, pins)
    assert {pk: [one.round.pk for one in those] for pk, those in found.items()} == {
        one.pk: [round_.pk] for one in pair
    }
    assert all(one.counts["renovate"][WHOLE].all_heads == 13 for (one,) in found.values())
