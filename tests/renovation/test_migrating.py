"""A running project follows another version of its procedure, and comes back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Conflict, NotAllowed, Refused
from renovation.models import ProcedureMigration, Reminder, RulePin, Step, StepDocument
from renovation.selectors import situations
from renovation.selectors.migrations import previews, target_for, under_way
from renovation.services.migrating import Approval, migrate_procedure, reverse_migration
from renovation.services.steps import evidence_step
from tests.factories.accounts import UserFactory
from tests.factories.renovation import (
    NOW,
    TODAY,
    ProjectFactory,
    advance,
    handler,
    published_policy,
)

pytestmark = pytest.mark.django_db
WHY = Approval("县政府第 12 次常务会议", "临政纪〔2024〕12号")
CHANGE = date(2024, 6, 15)
NEW_STEP = """    - {key: check, name: 质量抽检, phase: works, kind: plain, lead: bureau,
       after: [works], deadline: {within: 5, unit: working, says: 五个工作日, clause: [测试 八]},
       documents: [{key: report, name: 抽检报告}], says: 质量抽检, clause: [测试 八]}
    - key: accept
"""


def reviewer():
    return UserFactory(role=Role.BUREAU_REVIEWER, role__area="370724")


def rewritten(text):
    """A second version: longer consultation, one paper more, a step more before acceptance."""
    assert "    - key: accept\n" in text
    return (
        text.replace("fixed: 2024-06-24", "fixed: 2024-07-24")
        .replace("{key: scheme, name: 改造设计方案}", "{key: plan, name: 设计方案（报批稿）}")
        .replace("    - key: accept\n", NEW_STEP)
        .replace(
            "after: [works]\n      deadline: {fixed: 2024-12-31",
            "after: [check]\n      deadline: {fixed: 2024-12-31",
        )
    )


@pytest.fixture
def project():
    published_policy(ends=CHANGE)
    return ProjectFactory()


@pytest.fixture
def target(project):
    return published_policy(rewritten, begins=CHANGE, sequence=2)


def rows(project):
    """Everything of the steps that a reversal must put back."""
    steps = Step.objects.filter(project=project).order_by("position")
    left_out = {"id", "project_id"}
    return [
        {key: value for key, value in vars(step).items() if key not in left_out and key[0] != "_"}
        for step in steps
    ], sorted(
        StepDocument.objects.filter(step__project=project).values_list(
            "step__key", "key", "name", "required"
        )
    )


def migrate(project, target, **changes):
    given = {"by": reviewer(), "on": TODAY, "projects": [project], "target": target}
    return migrate_procedure(**given | {"approval": WHY} | changes)[0]


def test_the_place_offers_the_version_in_force(project, target):
    assert target_for(project, TODAY) == target
    assert target_for(project, date(2024, 6, 10)) is None
    assert under_way(target) == [project]


def test_the_preview_says_what_bears_on_the_project(project, target):
    (one,) = previews([project], target)
    assert one.problems == ()
    assert one.counts == {"改按新版": 3, "新增": 1}
    labels = {difference.label for difference in one.differences}
    assert any("方案征询" in label for label in labels)
    assert one.kind == "structural"


def test_what_is_finished_stays_and_what_lies_ahead_follows(project, target):
    advance(project, "consult")
    source = project.procedure_id
    made = migrate(project, target)
    project.refresh_from_db()
    steps = {step.key: step for step in project.steps.all()}
    assert steps["design"].version_id == source
    assert steps["consult"].version_id == project.procedure_id == target.pk
    assert steps["consult"].due_on == date(2024, 7, 24)
    assert (steps["check"].state, steps["check"].position) == (
        "waiting",
        steps["works"].position + 1,
    )
    found = situations.gathered(project)
    assert next(need.key for need in found.definition(steps["design"]).documents) == "scheme"
    assert (made.reason, made.document_no) == (WHY.reason, WHY.document_no)
    assert AuditEntry.objects.filter(action="procedure.migrate", project_id=project.pk).exists()


def test_the_old_pin_is_superseded_by_one_with_the_reason(project, target):
    made = migrate(project, target)
    pins = RulePin.objects.filter(project=project, rule="procedure").order_by("pk")
    assert [(pin.version_id, pin.superseded, pin.trigger) for pin in pins] == [
        (made.source_id, True, "project_opened"),
        (target.pk, False, "migrated"),
    ]
    assert pins.last().reason == WHY.reason


def test_an_open_steps_running_limit_stays(project, target):
    before = project.steps.get(key="design")
    migrate(project, target)
    after = project.steps.get(key="design")
    assert (after.state, after.due_on) == ("open", before.due_on)
    assert list(after.documents.values_list("key", flat=True).order_by("key")) == ["model", "plan"]


def test_it_comes_back_exactly_as_it_was(project, target):
    advance(project, "consult")
    before = rows(project)
    made = migrate(project, target)
    assert rows(project) != before
    reverse_migration(by=reviewer(), on=TODAY, migration=made, reason="会议纪要撤销")
    assert rows(project) == before
    project.refresh_from_db()
    assert project.procedure_id == made.source_id
    live = RulePin.objects.get(project=project, rule="procedure", superseded=False)
    assert live.version_id == made.source_id
    with pytest.raises(Conflict):
        reverse_migration(by=reviewer(), on=TODAY, migration=made, reason="再撤一次")


def test_after_the_next_step_it_does_not_come_back(project, target):
    advance(project, "consult")
    made = migrate(project, target)
    step = project.steps.get(key="consult")
    evidence_step(
        by=handler(), on=TODAY, step=step, happened_on=date(2024, 6, 20), document_no="测字2号"
    )
    with pytest.raises(Refused, match="已办结“方案征询”"):
        reverse_migration(by=reviewer(), on=TODAY, migration=made, reason="会议纪要撤销")


def test_the_way_goes_on_under_the_new_version(project, target):
    migrate(project, target)
    step = advance(project, "check")
    assert step.version_id == target.pk
    assert step.due_on is not None


def test_a_worked_step_that_the_new_version_lacks_holds_the_project(project):
    step = project.steps.get(key="design")
    Reminder.objects.create(
        step=step, unit_code="x", message="请抓紧", sent_at=NOW, sent_by=handler()
    )
    without = published_policy(_without_design, begins=CHANGE, sequence=2)
    with pytest.raises(Refused, match="“制定方案”已有材料"):
        migrate(project, without)
    assert not ProcedureMigration.objects.exists()


def _without_design(text):
    head, _, rest = text.partition("    - key: design\n")
    _, _, tail = rest.partition("    - key: consult\n")
    whole = f"{head}    - key: consult\n{tail}".replace("after: [design]", "after: [admit]")
    return whole.replace(
        "reaches: consented", "moves_to: preparing\n      reaches: consented"
    ).replace("reaches: noticed", "reaches: designed")


def test_all_that_is_wrong_comes_at_once_and_nothing_is_written(project, target):
    done = migrate(project, target)
    other = ProjectFactory()
    with pytest.raises(Refused) as refusal:
        migrate(done.project, target, projects=[done.project, other], approval=Approval(" "))
    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {"same_version", "reason_needed"}
    other.refresh_from_db()
    assert other.procedure_id == done.source_id


def test_only_who_confirms_for_the_bureau_may_move_projects(project, target):
    with pytest.raises(NotAllowed):
        migrate(project, target, by=handler())


def test_many_projects_cost_no_more_questions_to_preview(
    project, target, django_assert_max_num_queries
):
    others = [ProjectFactory() for _ in range(3)]
    with django_assert_max_num_queries(12):
        assert len(previews([project, *others], target)) == 4


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_keeps_what_has_happened(project, target):
    advance(project, "consult")
    RulePin.objects.create(
        project=project,
        rule="shares",
        trigger="works_started",
        day=TODAY,
        version_id=project.procedure_id,
        pinned_at=NOW,
        pinned_by=handler(),
    )
    refused(lambda: RulePin.objects.filter(rule="shares").update(superseded=True))
    refused(lambda: Step.objects.filter(project=project, key="design").update(version=target))
    made = migrate(project, target)
    refused(lambda: ProcedureMigration.objects.filter(pk=made.pk).update(reason="另一个理由"))
    refused(lambda: ProcedureMigration.objects.filter(pk=made.pk).delete())
