from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, OutOfScope, Refused, Undecidable
from renovation.models import Milestone, RulePin, StageChange, StepDocument
from renovation.services.opening import open_projects
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory
from tests.factories.renovation import OPENED, ProjectFactory, clerk, handler, published_policy

pytestmark = pytest.mark.django_db


def states(project):
    return dict(project.steps.values_list("key", "state"))


def test_a_planned_project_has_its_earlier_steps_to_evidence_and_the_next_one_open():
    project = ProjectFactory()
    found = states(project)
    assert found["apply"] == found["admit"] == "to_evidence"
    assert found["design"] == "open"
    assert found["consult"] == "waiting"


def test_a_candidate_begins_with_the_first_step():
    project = ProjectFactory(state="candidate")
    assert states(project)["apply"] == "open"
    assert not Milestone.objects.filter(project=project).exists()


def test_the_plan_itself_is_the_evidence_of_being_admitted():
    project = ProjectFactory()
    admitted = Milestone.objects.get(project=project)
    assert (admitted.kind, admitted.evidence) == ("admitted", "临政办字〔2024〕17号")


def test_the_procedure_is_pinned_and_the_life_begins():
    project = ProjectFactory()
    pin = RulePin.objects.get(project=project, rule="procedure")
    assert pin.day == OPENED
    assert pin.version_id == project.procedure_id
    assert StageChange.objects.get(project=project).target == "planned"


def test_units_are_those_of_the_place_and_the_street_is_the_projects_own():
    project = ProjectFactory(street_code="370724002")
    design = project.steps.get(key="design")
    assert design.lead_code == "370724002-street"
    assert project.steps.get(key="review").unit_codes == [
        "370724-bureau",
        "370724-planning",
        "370724-water",
    ]
    assert "370724-water" in project.unit_codes


def test_due_days_skip_the_holiday_and_explain_themselves():
    project = ProjectFactory()
    design = project.steps.get(key="design")
    assert design.due_on == date(2024, 6, 18)  # ten working days after 06-03 without 06-10
    assert design.deadline_explanation["version"]["sequence"] == 1
    assert project.current_step == design
    assert project.due_on == design.due_on


def test_fixed_deadlines_of_waiting_steps_are_known_from_the_start():
    project = ProjectFactory()
    assert project.steps.get(key="start").due_on == date(2024, 6, 30)
    assert project.steps.get(key="handover").due_on is None


def test_documents_are_materialised():
    project = ProjectFactory()
    rows = StepDocument.objects.filter(step__project=project)
    assert list(rows.values_list("name", "required")) == [("改造设计方案", True), ("效果图", False)]


def test_opening_is_one_audit_entry_and_few_queries_however_many(django_assert_max_num_queries):
    published_policy()
    by = handler()
    few = [ProjectFactory(opened=False) for _ in range(2)]
    many = [ProjectFactory(opened=False) for _ in range(20)]
    by.access  # noqa: B018  one query of the session, not of the service
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(24):
        open_projects(by=by, on=OPENED, projects=few)
    with django_assert_max_num_queries(24):
        open_projects(by=by, on=OPENED, projects=many)
    assert AuditEntry.objects.count() == before + 2


def test_a_project_opens_once():
    project = ProjectFactory()
    with pytest.raises(Refused, match="已经建档"):
        open_projects(by=handler(), on=OPENED, projects=[project])


def test_without_a_version_in_force_nothing_is_guessed():
    published_policy()
    project = ProjectFactory(opened=False)
    with pytest.raises(Undecidable, match="没有对该地施行"):
        open_projects(by=handler(), on=date(2023, 12, 31), projects=[project])


def test_a_street_without_a_unit_is_named():
    published_policy()
    lonely = CommunityFactory(street=AreaFactory(code="370724009", name="西城街道"))
    project = ProjectFactory(community=lonely, opened=False)
    with pytest.raises(Refused, match="西城街道"):
        open_projects(by=handler(), on=OPENED, projects=[project])


def test_scope_comes_first_then_the_right():
    published_policy()
    project = ProjectFactory(opened=False)
    with pytest.raises(OutOfScope):
        open_projects(by=handler("330382"), on=OPENED, projects=[project])
    with pytest.raises(NotAllowed):
        open_projects(by=clerk(), on=OPENED, projects=[project])
    leader = UserFactory(role=Role.LEADER)
    with pytest.raises(NotAllowed):
        open_projects(by=leader, on=OPENED, projects=[project])
