"""A cluster in two streets: each works on its own homes, the district decides on the whole."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Access, Grant, can, can_in_part, require, require_in_part
from accounts.models import AuditEntry
from accounts.permissions import Permission, Role
from approvals.models import (
    Mandate,
    Paper,
    Round,
    RunningTally,
)
from approvals.rules.tally import CHOICES
from approvals.selectors.evening import evening
from approvals.selectors.recounting import answers_of, roll_of
from approvals.selectors.rules import method_of
from approvals.services import bulk, counting, mandates, papers, visits
from approvals.services.batches import note_undelivered, open_batch
from approvals.services.evidence import keep_evidence
from approvals.services.revealing import reveal_heads
from approvals.services.rounds import extend_round
from approvals.services.second_entries import enter_again
from common.errors import NotAllowed, OutOfScope
from records.models import Attachment, IssuedPaper
from reports.services.papers import ask_for
from tests.approvals.clusters import opened
from tests.approvals.reference import recount
from tests.approvals.streets import mandate, record, rest_of, two_streets, upload
from tests.factories.accounts import AssignmentFactory
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    entry,
    hand_counts,
    reviewer,
)
from tests.factories.renovation import OTHER_STREET, STREET, clerk, handler

WHOLE = "由管辖全部小区的单位（区县）办理"


@pytest.fixture
def two(db, settings, tmp_path):
    """Two streets on the evening of 2024-06-20."""
    settings.DEMO_NOW, settings.MEDIA_ROOT = "2024-06-20T21:14:00", tmp_path
    return two_streets()


def test_services_ask_for_the_right_in_the_homes_own_community(two):
    by, other = two.clerks[0], two.homes[1][0]
    deeds = [
        lambda: record(by, other),
        lambda: bulk.record_papers(
            by=by,
            at=DURING,
            round_=two.round,
            entries=[(two.homes[0][0], entry()), (other, entry())],
        ),
        lambda: mandate(by, other),
        lambda: keep_evidence(by=by, at=DURING, unit=other, upload=upload()),
        lambda: note_undelivered(by=by, at=DURING, unit=other, reason="无人"),
        lambda: open_batch(by=by, at=DURING, round_=two.round, building=other.building, hand={}),
        lambda: visits.record_visits(
            by=by, at=DURING, round_=two.round, units=[other], outcome="nobody"
        ),
        lambda: visits.deliver_building(
            by=by, at=DURING, round_=two.round, building=other.building
        ),
    ]
    for deed in deeds:
        with pytest.raises(OutOfScope):
            deed()
    assert not Paper.objects.exists()
    heads = [unit.head_id for homes in two.homes for unit in homes]
    shown = reveal_heads(by=by, at=DURING, round_=two.round, heads=heads, purpose="走访名单")
    assert set(shown) == {unit.head_id for unit in two.homes[0]}
    assert AuditEntry.objects.get(action="查看业主明文").project_id == two.projects[0].pk


def test_an_owner_with_homes_in_both_streets_is_called_on_and_signs_in_either(two):
    here, there = two.homes[0][2], two.homes[1][2]
    assert here.head_id == there.head_id
    now = evening(two.round, DURING.date(), "passed", user=two.clerks[0])
    mine = {home.pk for row in (*now.doors, *now.spare) for home in row.homes}
    assert mine <= {unit.pk for unit in two.homes[0]}
    assert (now.left, len(now.doors) <= now.everywhere) == (3, True)
    given = mandate(two.clerks[0], here)
    assert Mandate.objects.visible_to(two.clerks[1]).get() == given
    mandates.end_mandate(by=two.clerks[1], at=DURING, mandate=given, reason="本人到场")
    assert Attachment.objects.get(label=mandates.LABEL).area_code.startswith(STREET)


def test_two_streets_type_and_the_district_counts_closes_and_confirms(two):
    for by, homes in zip(two.clerks, two.homes, strict=True):
        for unit, choice in zip(homes, CHOICES, strict=False):
            paper = record(by, unit, choice)
            enter_again(
                by=clerk(by.access.home_code()),
                at=DURING,
                round_=two.round,
                unit=unit,
                answers={"renovate": choice},
            )
            told = AuditEntry.objects.get(action="paper.record", object_id=str(paper.pk))
            assert told.area_code.startswith(by.access.home_code())
    answers = answers_of(two.round)["renovate"]
    for running in RunningTally.objects.filter(round=two.round):
        slow = recount(list(roll_of(two.round)), answers, method_of(two.round), running.part)
        assert {name: getattr(running, name) for name in slow} == slow
    close = {"round_": two.round, "hand_counts": hand_counts(two.round), "at": AFTER}
    with pytest.raises(NotAllowed, match=WHOLE):
        counting.close_round(by=two.clerks[0], **close)
    counting.close_round(by=handler(), **close)
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=5), round_=two.round)


def test_what_concerns_the_whole_is_told_to_be_the_districts(two, client):
    by = two.clerks[1]
    client.force_login(by)
    rest = rest_of(by)
    later = {"closes_at": "2024-06-28T18:00:00+08:00", "reason": "下雨"}
    for path, body in (
        ("extend", later),
        ("void", {"reason": "改期"}),
        ("close", {"hand_counts": {}, "reason": ""}),
    ):
        told = rest.post(f"/api/v1/rounds/{two.round.pk}/{path}/", body, format="json")
        assert (told.status_code, WHOLE in told.content.decode()) == (403, True), path
    for name in ("close", "extend"):
        page = client.get(reverse(f"approvals:{name}", args=[two.round.pk]))
        assert (page.status_code, WHOLE in page.content.decode()) == (403, True), name
    result = client.get(reverse("reports:export_round", args=["result", two.round.pk]))
    assert result.status_code == 403
    with pytest.raises(NotAllowed, match=WHOLE):
        opened(two.projects[1], by=by)
    with pytest.raises(NotAllowed, match=WHOLE):
        ask_for(by=by, at=DURING, kind="vote_announcement", key=two.round.pk)
    tab = client.get(reverse("approvals:rounds", args=[two.projects[1].pk])).content.decode()
    assert reverse("approvals:sheet", args=[two.round.pk]) in tab
    for name in ("close", "extend"):
        assert reverse(f"approvals:{name}", args=[two.round.pk]) not in tab, name
    both = clerk(STREET)
    AssignmentFactory(user=both, role=Role.STREET_CLERK, area_code=OTHER_STREET)
    both = type(both).objects.get(pk=both.pk)
    closes = CLOSES + timedelta(days=1)
    extend_round(by=both, at=DURING, round_=two.round, closes_at=closes, reason="下雨")


def test_the_way_back_from_a_page_of_the_round_leads_to_ones_own_project(two, client):
    client.force_login(two.clerks[1])
    kept, mine = (reverse("approvals:rounds", args=[one.pk]) for one in two.projects)
    assert kept in client.get(reverse("approvals:sheet", args=[two.round.pk])).content.decode()
    assert client.get(kept, {"round": "second"}).headers["Location"] == f"{mine}?round=second"
    client.force_login(clerk("370725"))
    assert client.get(kept).status_code == 404


def test_choices_of_a_community_are_for_the_street_that_counts_there(two, client):
    for by, homes in zip(two.clerks, two.homes, strict=True):
        record(by, homes[0], "against")
    for mine, by in enumerate(two.clerks):
        client.force_login(by)
        (matter,) = rest_of(by).get(f"/api/v1/rounds/{two.round.pk}/tally/").json()["matters"]
        told = [one["choices"] is not None for one in matter["communities"]]
        assert told == [mine == 0, mine == 1]
        assert {one["turnout"]["participating_heads"] for one in matter["communities"]} == {"1"}
        tab = client.get(reverse("approvals:rounds", args=[two.projects[mine].pk]))
        panel = tab.content.decode().split('id="communities-renovate"')[1].split("</section>")[0]
        rows = panel.split("<tbody>")[1].split("</tr>")
        assert [">—<" in row for row in rows[:2]] == [mine == 1, mine == 0]


def test_a_street_prints_the_papers_of_its_own_homes(two, client):
    for by, homes, project in zip(two.clerks, two.homes, two.projects, strict=True):
        job = ask_for(by=by, at=DURING, kind="consent_papers", key=two.round.pk)
        job.refresh_from_db()
        made = IssuedPaper.objects.get(pk=job.result["paper"])
        assert made.facts["份数"] == str(len(homes))
        assert made.area_code == project.area_code
    shown = [[row.pk for row in IssuedPaper.objects.visible_to(by)] for by in two.clerks]
    assert not set(shown[0]) & set(shown[1])


def test_a_paper_of_one_street_costs_no_more_than_any_other(two):
    by, unit = two.clerks[1], two.homes[1][0]
    by = type(by).objects.get(pk=by.pk)
    row = Round.objects.select_related("project", "pin").get(pk=two.round.pk)
    require_in_part(by, Permission.RECORD_PAPER, on=row)  # as the page has asked
    with CaptureQueriesContext(connection) as context:
        papers.record_paper(by=by, at=DURING, round_=row, unit=unit, entry=entry())
    asked = [q["sql"] for q in context if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, "\n".join(query[:150] for query in asked)


@pytest.mark.parametrize(
    ("held", "whole", "part"),
    [
        ((STREET,), False, True),
        ((STREET, OTHER_STREET), True, True),
        (("370724",), True, True),
        (("370725",), False, False),
    ],
)
def test_what_lies_in_several_places_asks_for_the_right_in_all(held, whole, part):
    grants = tuple(Grant(Role.STREET_CLERK, code, "") for code in held)
    by = SimpleNamespace(access=Access(grants))
    thing = SimpleNamespace(area_code="370724", area_codes=[f"{STREET}001", f"{OTHER_STREET}002"])
    assert can(by, Permission.CLOSE_ROUND, on=thing) == whole
    assert can_in_part(by, Permission.CLOSE_ROUND, on=thing) == part
    if not whole:
        with pytest.raises(NotAllowed if part else OutOfScope):
            require(by, Permission.CLOSE_ROUND, on=thing)
    if part:
        with pytest.raises(NotAllowed, match="权限"):
            require_in_part(by, Permission.MANAGE_USERS, on=thing)
