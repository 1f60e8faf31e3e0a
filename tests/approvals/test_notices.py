"""Notices: last day by the pinned rule, photographs counted, objections hold the gate."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from approvals.models import Interruption
from approvals.rules.interruptions import Sighting
from approvals.rules.notices import progress
from approvals.selectors import rules
from approvals.selectors.printing_bodies import notice_paper
from approvals.services import interruptions, notice_counting, notices, objections, photographs
from approvals.services.notices import Posting
from approvals.services.objection_acts import Done
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from policies.rules.model import NoticeRule
from policies.rules.notice_days import Interruption as Interrupted
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
        photographs.add_photograph(by=clerk(), at=DURING, notice=notice, upload=picture)
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
    objections.mediate(
        by=by, at=DURING, objection=row, done=Done(date(2024, 6, 17), "北苑社区", "到现场看过")
    )
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


def test_taking_a_notice_down_and_posting_it_anew_settles_no_objection(project, notice):
    by, when = clerk(), {"received_on": date(2024, 6, 17), "raised_by": "王建国", "matter": "挡光"}
    row = objections.receive(by=by, at=DURING, notice=notice, **when)
    notices.cancel_notice(by=by, at=DURING, notice=notice, reason="内容有改")
    again = {"project": project, "key": "design", "posting": posting()}
    notices.post_notice(by=by, at=DURING, **again)
    assert fact(project, "notice.open_objections") == "1"

    done = {"outcome": "explained", "reply": "已说明", "settled_on": date(2024, 6, 18)}
    objections.settle(by=by, at=DURING, objection=row, **done)
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


def test_days_that_one_text_hung_do_not_count_for_another(project, notice):
    when = {"by": clerk(), "at": DURING}
    notices.cancel_notice(**when, notice=notice, reason="张贴日登记错了，方案也改了")
    again = {**when, "project": project, "key": "design"}
    with pytest.raises(Refused, match="与撤下的公示不同") as refusal:
        notices.post_notice(**again, posting=posting(body="改过的方案"))
    assert [problem.field for problem in refusal.value.problems] == ["posted_on"]

    corrected = posting(where_posted="2 号楼公告栏")
    assert corrected.posted_on < DURING.date()
    assert notices.post_notice(**again, posting=corrected).attempt == 2


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


class TestANoticeThatWasDown:
    def seen(self, **changes):
        values = {"down_on": date(2024, 6, 18), "seen_by": "李秀兰", "reason": "被风雨撕落"}
        return Sighting(**values | changes)

    def down(self, notice, at=DURING, **changes):
        seen = self.seen(**changes)
        return interruptions.interrupt(by=clerk(), at=at, notice=notice, seen=seen)

    def test_has_no_last_day_until_it_hangs_again_then_a_later_one(self, project, notice):
        row = self.down(notice)
        notice.refresh_from_db()
        assert (row.seen_by, notice.last_day) == ("李*兰", None)
        assert not ProjectFact.objects.filter(project=project, key="notice.last_day").exists()
        assert notice.explanation["status"] == "undecided"
        interruptions.restore(by=clerk(), at=DURING, notice=notice, restored_on=date(2024, 6, 20))
        notice.refresh_from_db()
        assert notice.last_day == date(2024, 6, 27)
        assert fact(project, "notice.last_day") == "2024-06-27"
        assert "被风雨撕落" in str(notice.explanation["lines"])
        assert notice_paper(notice).explanation.result == "2024-06-27"
        trail = AuditEntry.objects.filter(action__startswith="notice.").order_by("-pk")
        assert [one.action for one in trail[:2]] == ["notice.restore", "notice.interrupt"]

    def test_is_refused_with_every_problem(self, notice):
        with pytest.raises(Refused) as refusal:
            self.down(notice, seen_by=" ", reason="", down_on=date(2024, 6, 12))
        assert {p.field for p in refusal.value.problems} == {"seen_by", "reason", "down_on"}
        with pytest.raises(Refused, match="恢复张贴日"):
            self.down(notice, restored_on=date(2024, 6, 17))
        with pytest.raises(Conflict, match="没有登记中断"):
            interruptions.restore(
                by=clerk(), at=DURING, notice=notice, restored_on=date(2024, 6, 20)
            )

    def test_once_for_each_time_that_it_was_down(self, notice):
        self.down(notice, restored_on=date(2024, 6, 19))
        for again in ({}, {"down_on": date(2024, 6, 17)}):
            with pytest.raises(Refused, match="重叠"):
                self.down(notice, **again)
        self.down(notice, down_on=date(2024, 6, 19), restored_on=date(2024, 6, 20))
        notice.refresh_from_db()
        assert notice.last_day == date(2024, 6, 27)

    def test_a_policy_that_says_nothing_is_not_guessed(self, notice, monkeypatch):
        governed = rules.notice_rule(notice)
        silent = replace(governed, rule=replace(governed.rule, interrupted=None))
        monkeypatch.setattr(notice_counting, "notice_rule", lambda _: silent)
        self.down(notice, restored_on=date(2024, 6, 20))
        notice.refresh_from_db()
        assert notice.last_day is None
        assert "须由主管部门裁定" in notice.explanation["sentence"]

    def test_the_database_keeps_it_too(self, notice):
        row = self.down(notice, restored_on=date(2024, 6, 20))
        again = {"notice": notice, "reason": "撕落", "seen_by": "李*兰", "noted_at": DURING}
        for down_on, words in ((date(2024, 6, 19), "重叠"), (date(2024, 6, 12), "早于张贴日")):
            with pytest.raises(IntegrityError, match=words), transaction.atomic():
                Interruption.objects.create(down_on=down_on, noted_by=row.noted_by, **again)
        with pytest.raises(IntegrityError, match="不能改动"), transaction.atomic():
            Interruption.objects.filter(pk=row.pk).update(down_on=date(2024, 6, 17))

    def test_is_noted_by_the_street_of_the_project_alone(self, notice):
        arguments = {"at": DURING, "notice": notice, "seen": self.seen()}
        with pytest.raises(OutOfScope):
            interruptions.interrupt(by=clerk(OTHER_STREET), **arguments)
        with pytest.raises(NotAllowed):
            interruptions.interrupt(by=reviewer(), **arguments)

    def test_over_rest(self, notice, settings):
        settings.DEMO_NOW = "2024-06-20T21:14:00"
        api = APIClient()
        api.force_login(clerk())
        body = {"down_on": "2024-06-18", "seen_by": "李秀兰", "reason": "被遮盖"}
        answer = api.post(f"/api/v1/notices/{notice.pk}/interrupt/", body, format="json")
        assert (answer.status_code, answer.data["last_day"]) == (200, None)
        body = {"restored_on": "2024-06-20"}
        answer = api.post(f"/api/v1/notices/{notice.pk}/restore/", body, format="json")
        assert answer.data["last_day"] == "2024-06-27"
        assert answer.data["interruptions"][0]["seen_by"] == "李*兰"


def test_the_days_of_an_interruption_are_not_counted_in_the_progress(project):
    gap = Interrupted(date(2024, 6, 18), date(2024, 6, 20))
    rule = replace(RULE, interrupted="paused")
    days = [date(2024, 6, 17), date(2024, 6, 20), date(2024, 6, 21)]
    told = [
        progress(rule, date(2024, 6, 13), date(2024, 6, 27), on, calendar(), [gap]) for on in days
    ]
    assert [one.day for one in told] == [2, 2, 3]
    halted = progress(rule, date(2024, 6, 13), None, days[0], calendar(), [Interrupted(days[0])])
    assert halted.words == "中断中"
