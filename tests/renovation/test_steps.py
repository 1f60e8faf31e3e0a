from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.clock import SHANGHAI
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from common.explanations import Explanation, Line
from policies.rules.gates import FactValue
from policies.rules.vocabulary import MilestoneKind
from records.storage import opened
from renovation.models import Milestone, Reminder, RulePin, StageChange
from renovation.selectors.situations import decide
from renovation.services.deadlines import extend_deadline
from renovation.services.documents import attach_document
from renovation.services.facts import (
    clear_facts,
    declare_fact,
    reach_milestone,
    record_facts,
    revoke_milestone,
)
from renovation.services.projects import withdraw
from renovation.services.reminders import remind, remind_many
from renovation.services.steps import complete_step, evidence_step
from tests.factories.accounts import UserFactory
from tests.factories.renovation import (
    NOW,
    TODAY,
    ProjectFactory,
    clerk,
    handler,
    published_policy,
)

pytestmark = pytest.mark.django_db


def pdf(name="方案.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 test", "application/pdf")


def passed(project, scope="second", *, by=None, at=NOW):
    facts = [FactValue("consent.passed", scope, True)]
    record_facts(by=by or handler(), at=at, project=project, facts=facts, source="计票")


def test_a_step_is_refused_with_everything_that_is_missing():
    project = ProjectFactory(at="review")
    with pytest.raises(Refused) as refused:
        complete_step(by=handler(), on=TODAY, step=project.steps.get(key="review"))
    words = [str(problem) for problem in refused.value.problems]
    assert len(words) == 2
    assert "低风险" in words[0]
    assert "会商意见" in words[1]
    assert project.steps.get(key="review").state == "open"


def test_a_gap_before_it_is_a_blocker_until_it_is_evidenced():
    project = ProjectFactory()
    design = project.steps.get(key="design")
    texts = [line.text for line in decide(design, TODAY).blockers]
    assert texts == ["前置步骤“列入计划”", "《改造设计方案》"]


def test_a_document_that_owners_sign_lies_encrypted_and_each_look_is_kept(client):
    published_policy(lambda text: text.replace("name: 效果图", "name: 居民承诺书"))
    design, by = ProjectFactory(at="design").steps.get(key="design"), clerk()
    signed = attach_document(by=by, on=TODAY, step=design, key="model", file=pdf()).attachment
    plan = attach_document(by=by, on=TODAY, step=design, key="scheme", file=pdf()).attachment
    with opened(signed.path) as hidden, opened(plan.path) as plain:
        assert [hidden.read(4) == b"%PDF", plain.read(4) == b"%PDF"] == [False, True]
    client.force_login(handler())
    shown = client.get(reverse("records:attachment", args=[signed.pk]))
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="查看密存附件").count() == 1


def test_completing_moves_the_life_reaches_the_milestone_and_opens_what_follows():
    project = ProjectFactory(at="design")
    by = clerk()
    design = project.steps.get(key="design")
    attach_document(by=by, on=TODAY, step=design, key="scheme", file=pdf())
    complete_step(by=by, on=TODAY, step=design, remark="定稿")
    project.refresh_from_db()
    assert project.state == "preparing"
    assert Milestone.objects.filter(project=project, kind="designed", revoked=False).exists()
    states = dict(project.steps.values_list("key", "state"))
    assert (states["design"], states["consult"], states["notice"]) == ("done", "open", "open")
    assert project.current_step.key == "consult"
    assert project.due_on == date(2024, 6, 24)
    assert StageChange.objects.filter(project=project, target="preparing").exists()
    assert AuditEntry.objects.filter(project_id=project.pk, action="step.complete").count() == 1


def test_parallel_steps_join_before_the_next_one_opens():
    project = ProjectFactory(at="consult")
    by = handler()
    passed(project)
    complete_step(by=by, on=TODAY, step=project.steps.get(key="consult"))
    assert project.steps.get(key="review").state == "waiting"
    assert project.steps.get(key="money").state == "open"
    facts = [
        FactValue("notice.last_day", "design", date(2024, 6, 20)),
        FactValue("notice.open_objections", "design", 0),
    ]
    record_facts(by=by, at=NOW, project=project, facts=facts, source="公示")
    complete_step(by=by, on=TODAY, step=project.steps.get(key="notice"))
    review = project.steps.get(key="review")
    assert review.state == "open"
    assert review.due_on == date(2024, 7, 5)
    assert "2024-06-30" in review.deadline_explanation["note"]
    assert RulePin.objects.filter(project=project, rule="deadlines.review").exists()


def test_a_relative_deadline_of_another_step_starts_when_that_step_is_done():
    project = ProjectFactory(at="accept")
    record_facts(
        by=handler(),
        at=NOW,
        project=project,
        source="验收",
        facts=[FactValue("acceptance.passed", "", True)],
    )
    complete_step(by=handler(), on=TODAY, step=project.steps.get(key="accept"))
    assert project.steps.get(key="handover").due_on == date(2024, 7, 8)  # 07-06 is a Saturday


def test_a_step_done_meanwhile_is_a_conflict():
    project = ProjectFactory(at="consult")
    stale = project.steps.get(key="consult")
    passed(project)
    complete_step(by=handler(), on=TODAY, step=stale)
    with pytest.raises(Conflict, match="已办结"):
        complete_step(by=handler(), on=TODAY, step=stale)


def test_a_supporting_unit_cannot_close_what_another_leads():
    project = ProjectFactory(at="review")
    water = UserFactory(role=Role.UTILITY, role__unit="370724-water")
    with pytest.raises(NotAllowed, match="牵头"):
        complete_step(by=water, on=TODAY, step=project.steps.get(key="review"))


def test_scope_and_right_of_completing():
    project = ProjectFactory(at="design")
    step = project.steps.get(key="design")
    with pytest.raises(OutOfScope):
        complete_step(by=clerk("370724002"), on=TODAY, step=step)
    with pytest.raises(NotAllowed):
        complete_step(by=UserFactory(role=Role.LEADER), on=TODAY, step=step)


def test_evidence_needs_a_paper_and_a_day_that_has_come():
    project = ProjectFactory()
    with pytest.raises(Refused) as refused:
        evidence_step(
            by=clerk(),
            on=TODAY,
            step=project.steps.get(key="apply"),
            happened_on=date(2024, 7, 1),
            document_no=" ",
        )
    assert {problem.field for problem in refused.value.problems} == {"happened_on", "document_no"}


def test_evidence_closes_a_gap_on_the_papers_day_with_its_file():
    project = ProjectFactory()
    step = evidence_step(
        by=clerk(),
        on=TODAY,
        step=project.steps.get(key="apply"),
        file=pdf(),
        happened_on=date(2024, 3, 22),
        document_no="北苑〔2024〕3号",
    )
    assert (step.state, step.done_on, step.evidence) == (
        "done",
        date(2024, 3, 22),
        "北苑〔2024〕3号",
    )
    assert Milestone.objects.get(project=project, kind="first_consent").reached_on == step.done_on


def test_only_who_may_edit_the_project_records_an_open_step_from_papers():
    project = ProjectFactory(at="design")
    step = project.steps.get(key="design")
    with pytest.raises(NotAllowed):
        evidence_step(by=clerk(), on=TODAY, step=step, happened_on=TODAY, document_no="1号")
    evidence_step(by=handler(), on=TODAY, step=step, happened_on=TODAY, document_no="1号")


def test_the_tests_behind_a_vote_are_the_lines_of_the_card():
    project = ProjectFactory(at="consult")
    test = Explanation(
        "参与人数",
        "97/156",
        sentence="参与人数 97/156 人（62.2%），未到三分之二（104 人），还差 7 人",
        lines=(Line("参与人数", "", "还差 7"),),
    )
    whole = Explanation("方案", "尚未有效", children=(test,))
    record_facts(
        by=clerk(),
        at=NOW,
        project=project,
        source="计票",
        facts=[FactValue("consent.passed", "second", False)],
        explanations={("consent.passed", "second"): whole},
    )
    line = decide(project.steps.get(key="consult"), TODAY).blockers[0]
    assert line.text == "参与人数 97/156 人（62.2%），未到三分之二（104 人）"
    assert line.gap == "还差 7 人"


def test_a_fact_taken_back_is_unknown_again():
    project = ProjectFactory(at="consult")
    passed(project)
    clear_facts(by=handler(), at=NOW, project=project, keys=[("consent.passed", "second")])
    assert "尚不能判定" in decide(project.steps.get(key="consult"), TODAY).blockers[0].gap


def test_only_declarable_facts_are_declared_and_with_a_reason():
    project = ProjectFactory()
    with pytest.raises(Refused) as refused:
        declare_fact(
            by=handler(), at=NOW, project=project, key="consent.passed", value="true", reason=""
        )
    assert len(refused.value.problems) == 2
    declare_fact(
        by=handler(),
        at=NOW,
        project=project,
        key="low_risk.confirmed",
        value="true",
        reason="不增加建筑面积",
    )
    assert project.facts.get(key="low_risk.confirmed").value == "true"


def test_a_milestone_is_reached_once_and_revoked_by_a_superseding_row():
    project = ProjectFactory(at="notice")
    kind = MilestoneKind.DESIGNED
    first = project.milestones.get(kind=kind, revoked=False)
    assert (
        reach_milestone(by=handler(), on=TODAY, project=project, kind=kind, evidence="再") == first
    )
    row = revoke_milestone(by=handler(), on=TODAY, project=project, kind=kind, reason="方案作废")
    assert row.supersedes == first
    assert not project.milestones.filter(kind=kind, revoked=False).exists()
    blockers = decide(project.steps.get(key="notice"), TODAY).blockers
    assert any(line.kind == "milestone" for line in blockers)
    again = reach_milestone(by=handler(), on=TODAY, project=project, kind=kind, evidence="重编")
    assert again.supersedes == row


def test_the_start_of_works_pins_who_pays_what():
    project = ProjectFactory(at="works")
    pin = RulePin.objects.get(project=project, rule="shares")
    assert pin.trigger == "works_started"
    assert project.state == "in_works"


def test_an_extension_needs_reason_and_a_later_day_and_keeps_the_old_one():
    project = ProjectFactory(at="consult")
    step = project.steps.get(key="consult")
    with pytest.raises(Refused) as refused:
        extend_deadline(by=handler(), on=TODAY, step=step, to_day=date(2024, 6, 24), reason="")
    assert {problem.field for problem in refused.value.problems} == {"to_day", "reason"}
    extend_deadline(
        by=handler(),
        on=TODAY,
        step=step,
        to_day=date(2024, 6, 28),
        reason="补征",
        document_no="住建函3号",
    )
    step.refresh_from_db()
    project.refresh_from_db()
    assert step.due_on == project.due_on == date(2024, 6, 28)
    assert step.deadline_explanation["lines"][-1]["label"] == "延期：补征（住建函3号）"
    with pytest.raises(NotAllowed):
        extend_deadline(by=clerk(), on=TODAY, step=step, to_day=date(2024, 7, 1), reason="再延")


def test_a_reminder_leaves_its_trace_and_is_sent_once_a_day():
    project = ProjectFactory(at="consult")
    step = project.steps.get(key="consult")
    remind(by=handler(), at=NOW, step=step)
    with pytest.raises(Refused, match="今天已经催办"):
        remind(by=handler(), at=NOW, step=step)
    remind(by=handler(), at=datetime(2024, 6, 22, 8, tzinfo=SHANGHAI), step=step)
    assert Reminder.objects.filter(step=step).count() == 2


def test_bulk_reminders_give_a_result_per_row(django_assert_max_num_queries):
    rows = [ProjectFactory(at="consult") for _ in range(3)]
    withdraw(by=handler(), on=TODAY, project=rows[2], reason="征收")
    rows[2].refresh_from_db()
    by = handler()
    with django_assert_max_num_queries(14):
        results = remind_many(by=by, at=NOW, projects=rows)
    assert [row.sent for row in results] == [True, True, False]
    assert results[0].words == "已催办城关街道"
    assert [row.sent for row in remind_many(by=by, at=NOW, projects=rows)] == [False] * 3


def test_withdrawing_needs_a_reason_and_ends_the_work():
    project = ProjectFactory(at="consult")
    with pytest.raises(Refused, match="退出理由"):
        withdraw(by=handler(), on=TODAY, project=project, reason=" ")
    project = withdraw(by=handler(), on=TODAY, project=project, reason="列入征收")
    assert (project.state, project.current_step) == ("withdrawn", None)
    with pytest.raises(Refused, match="已退出"):
        complete_step(by=handler(), on=TODAY, step=project.steps.get(key="consult"))


def test_a_project_in_works_may_still_be_withdrawn_but_an_accepted_one_may_not():
    with pytest.raises(Refused, match="不能直接转为"):
        withdraw(by=handler(), on=TODAY, project=ProjectFactory(at="handover"), reason="误")


def test_a_whole_life_runs_to_closed():
    project = ProjectFactory(at="manage")
    complete_step(by=clerk(), on=TODAY, step=project.steps.get(key="manage"))
    project.refresh_from_db()
    assert (project.state, project.current_step, project.due_on) == ("closed", None, None)
    assert set(project.milestones.values_list("kind", flat=True)) == {
        kind.value for kind in MilestoneKind
    }
