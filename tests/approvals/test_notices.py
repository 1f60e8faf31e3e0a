"""Notices: last day by the pinned rule, photographs counted, objections hold the gate."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.rules.notices import progress
from approvals.services import notices, objections
from approvals.services.notices import Posting
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from policies.rules.model import NoticeRule
from policies.selectors.governing import calendar
from renovation.models import ProjectFact
from tests.factories.approvals import DURING, project_with_homes, reviewer
from tests.factories.renovation import OTHER_STREET, ProjectFactory, clerk

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def posting(**changes):
    values = {
        "posted_on": date(2024, 6, 13),
        "title": "改造意见公示书",
        "body": "改造设计方案已编制完成，现予公示。",
        "where_posted": "小区公告栏",
        "contact": "北苑社区 0536-0000000",
    }
    return Posting(**values | changes)


@pytest.fixture
def project():
    return project_with_homes(at="notice")


@pytest.fixture
def notice(project):
    return notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting()
    )


def fact(project, key):
    return ProjectFact.objects.get(project=project, key=key, scope="design").value


def test_seven_working_days_from_the_day_after_posting(project, notice):
    assert notice.last_day == date(2024, 6, 24)
    assert fact(project, "notice.last_day") == "2024-06-24"
    assert notice.explanation["version"]["sequence"] == 1


def test_a_posting_is_refused_with_every_problem(project, notice):
    with pytest.raises(Refused) as refusal:
        notices.post_notice(
            by=clerk(),
            at=DURING,
            project=project,
            key="design",
            posting=posting(title="", where_posted=" ", posted_on=date(2024, 7, 1)),
        )
    fields = {p.field for p in refusal.value.problems}
    assert fields == {"", "title", "where_posted", "posted_on"}
    assert "正在张贴" in str(refusal.value)


def test_a_notice_waits_for_its_step():
    with pytest.raises(Refused, match="不能张贴"):
        notices.post_notice(
            by=clerk(), at=DURING, project=ProjectFactory(), key="design", posting=posting()
        )


def test_photographs_are_counted(project, notice):
    for number in (1, 2):
        picture = SimpleUploadedFile(f"{number}.png", PNG, "image/png")
        notices.add_photograph(by=clerk(), at=DURING, notice=notice, upload=picture)
    assert fact(project, "notice.photographs") == "2"


def test_an_open_objection_holds_the_gate_until_it_is_settled(project, notice):
    by = clerk()
    row = objections.receive(
        by=by,
        at=DURING,
        notice=notice,
        received_on=date(2024, 6, 17),
        raised_by="王建国",
        matter="屋面防水做法 2-3-501",
    )
    assert (row.raised_by, fact(project, "notice.open_objections")) == ("王*国", "1")
    objections.mediate(by=by, at=DURING, objection=row, mediator="北苑社区")
    with pytest.raises(Refused) as refusal:
        objections.settle(
            by=by, at=DURING, objection=row, outcome="", reply="", settled_on=date(2024, 6, 1)
        )
    assert {p.field for p in refusal.value.problems} == {"outcome", "reply", "settled_on"}
    objections.settle(
        by=by,
        at=DURING,
        objection=row,
        outcome="explained",
        reply="已当面说明",
        settled_on=date(2024, 6, 18),
    )
    assert fact(project, "notice.open_objections") == "0"
    with pytest.raises(Conflict):
        objections.settle(
            by=by,
            at=DURING,
            objection=row,
            outcome="explained",
            reply="再说",
            settled_on=date(2024, 6, 18),
        )


def test_a_notice_taken_down_counts_anew(project, notice):
    with pytest.raises(Refused, match="原因"):
        notices.cancel_notice(by=clerk(), at=DURING, notice=notice, reason="")
    notices.cancel_notice(by=clerk(), at=DURING, notice=notice, reason="方案有修改")
    assert not ProjectFact.objects.filter(project=project, key="notice.last_day").exists()
    again = notices.post_notice(
        by=clerk(),
        at=DURING,
        project=project,
        key="design",
        posting=posting(posted_on=date(2024, 6, 20)),
    )
    assert (again.attempt, again.last_day) == (2, date(2024, 7, 1))


def test_scope_comes_before_right(project, notice):
    arguments = {"at": DURING, "notice": notice, "reason": "撤"}
    with pytest.raises(OutOfScope):
        notices.cancel_notice(by=clerk(OTHER_STREET), **arguments)
    with pytest.raises(NotAllowed):
        notices.cancel_notice(by=reviewer(), **arguments)


RULE = NoticeRule("n", "公示", "公示书", 7, "working")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2024, 6, 13), "第 0/7 个工作日"),
        (date(2024, 6, 14), "第 1/7 个工作日"),
        (date(2024, 6, 21), "第 6/7 个工作日"),
        (date(2024, 6, 24), "第 7/7 个工作日"),
        (date(2024, 6, 25), "已期满"),
    ],
)
def test_the_day_of_a_notice(project, on, words):
    state = progress(RULE, date(2024, 6, 13), date(2024, 6, 24), on, calendar())
    assert state.words == words
    assert state.over is (on > date(2024, 6, 24))
