"""A new version while a project is under way: loaded, checked by a second person, simulated,
published; the earlier steps keep their rules, later ones take the new; moved, taken back, for good.
"""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from approvals.models import Round
from policies.models import PolicyVersion
from policies.selectors.governing import policy_of
from renovation.models import ProcedureMigration, Project, Simulation
from tests.journeys.speaking import Speaker

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "fixtures" / "policies" / "linqu-2024"
NEW_START = "2024-07-31"


def texts():
    """The scheme as amended: works begin by the end of July; a list of payers before collecting."""
    policy = (FOLDER / "policy.yaml").read_text(encoding="utf-8")
    cases = (FOLDER / "cases.yaml").read_text(encoding="utf-8")
    head, mark, tail = policy.partition("    - key: residents_money\n")
    asked = "      gates:\n"
    tail = tail.replace(
        asked, f"      documents: [{{key: payers, name: 分户应缴清册}}]\n{asked}", 1
    )
    policy = f"{head}{mark}{tail}".replace("fixed: 2024-06-30", f"fixed: {NEW_START}")
    cases = cases.replace("expect: {day: 2024-06-30}", f"expect: {{day: {NEW_START}}}")
    return policy.replace("effective: {from: 2024-01-01}", "effective: {from: 2024-06-21}"), cases


class Journey:
    """People by username at their own browsers."""

    def __init__(self, people):
        self.people = people.by_name
        self.project = Project.objects.get(name="电力局北家属院")
        self.first = PolicyVersion.objects.get(policy__key="linqu-2024")

    def browser(self, username):
        client = Client()
        client.force_login(self.people[username])
        return client

    def post(self, username, name, *args, **data):
        """Done: the page that follows has no complaint."""
        answer = self.browser(username).post(reverse(name, args=args), data, follow=True)
        complaints = [m for m in answer.context["messages"] if m.level_tag in {"error", "danger"}]
        assert answer.status_code == 200, answer.content.decode()[:3000]
        assert not complaints, [str(one) for one in complaints]
        return answer

    def page(self, username, name, *args):
        answer = self.browser(username).get(reverse(name, args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    def load(self):
        """The officer's draft, units bound as proposed."""
        files = [
            SimpleUploadedFile(f"{name}.yaml", text.encode())
            for name, text in zip(("policy", "cases"), texts(), strict=True)
        ]
        self.post("demo_policy", "policies:load", policy_file=files[0], cases_file=files[1])
        draft = PolicyVersion.objects.get(policy=self.first.policy, sequence=2)
        assert (draft.status, draft.made_by) == ("draft", self.people["demo_policy"])
        address = reverse("policies:units", args=[draft.pk])
        form = self.browser("demo_policy").get(address).context["form"]
        proposed = {field.name: field.value() or "" for field in form}
        self.post("demo_policy", "policies:units", draft.pk, **proposed)
        return draft

    def publish(self, draft):
        """The reviewer decides as proposed, checks, ends the first version and publishes."""
        for one in policy_of(draft).conflicts:
            self.post(
                "demo_reviewer",
                "policies:conflict_decide",
                draft.pk,
                one.id,
                reading=one.proposed,
                reason="",
            )
        self.post("demo_reviewer", "policies:version_check", draft.pk)
        self.post(
            "demo_reviewer",
            "policies:version_retire",
            self.first.pk,
            last_day="2024-06-20",
            reason="由修订版替代",
        )
        self.post("demo_reviewer", "policies:version_publish", draft.pk)
        draft.refresh_from_db()
        assert draft.status == "published"

    def steps(self):
        return {step.key: step for step in self.project.steps.order_by("position")}


@pytest.fixture
def journey(north):
    return Journey(north)


def test_a_new_version_takes_hold_only_of_what_lies_ahead(journey):
    draft = journey.load()
    before = journey.steps()
    _simulated(journey, draft)
    journey.publish(draft)

    _earlier_rules_stay(journey, draft, before)
    _moved(journey, draft, before)
    _taken_back(journey, before)
    _for_good(journey, draft)


def _simulated(journey, draft):
    """Before publishing: who would be affected, by how much; nothing moves."""
    journey.post("demo_policy", "reports:simulate", draft.pk)
    made = Simulation.objects.get(version=draft)
    row = made.rows.get(project=journey.project, key="deadline.start")
    assert (row.before, row.after, row.days) == ("2024-06-30", NEW_START, 31)
    assert row.effect == "migrate"
    assert made.rows.filter(key="document.residents_money.payers").exists()
    assert not made.rows.filter(kind="result").exists()
    page = journey.page("demo_policy", "reports:simulation", made.pk)
    assert "晚 31 天" in page


def _earlier_rules_stay(journey, draft, before):
    """Publishing moves no step, and the round keeps the rule of the day it opened."""
    steps = journey.steps()
    assert {key: step.due_on for key, step in steps.items()} == {
        key: step.due_on for key, step in before.items()
    }
    assert {step.version_id for step in steps.values()} == {journey.first.pk}
    round_ = Round.objects.get(project=journey.project, key="second")
    assert round_.pin.version_id == journey.first.pk
    page = journey.page("demo_handler", "renovation:versions", journey.project.pk)
    assert "现行版本已更新" in page
    assert f"/policies/versions/{draft.pk}/" in page  # what lies ahead takes the new one
    assert f"/policies/versions/{journey.first.pk}/" in page


def _moved(journey, draft, before):
    preview = journey.page("demo_reviewer", "renovation:migrate", journey.project.pk)
    assert "分户应缴清册" in preview
    journey.post(
        "demo_reviewer", "renovation:migrate", journey.project.pk, reason="县政府批复修订方案"
    )
    steps = journey.steps()
    done = [key for key, step in before.items() if step.state == "done"]
    assert done
    assert {steps[key].version_id for key in done} == {journey.first.pk}
    assert {steps[key].due_on for key in done} == {before[key].due_on for key in done}
    assert steps["start"].due_on == date.fromisoformat(NEW_START)
    assert steps["start"].version_id == draft.pk
    assert steps["residents_money"].documents.filter(key="payers").exists()


def _taken_back(journey, before):
    journey.post(
        "demo_reviewer", "renovation:migrate_back", journey.project.pk, reason="批复文号有误"
    )
    steps = journey.steps()
    assert steps["start"].due_on == before["start"].due_on
    assert not steps["residents_money"].documents.filter(key="payers").exists()


def _for_good(journey, draft):
    """Moved again by REST; once a step is done under it, it no longer comes back."""
    reviewer = Speaker("demo_reviewer")
    body = {"projects": [journey.project.pk], "target": draft.pk, "reason": "县政府批复（更正）"}
    (made,) = reviewer.write("procedure-migrations/", body)
    step = next(step for step in journey.steps().values() if step.state == "open")
    journey.post(
        "demo_handler",
        "renovation:step_evidence",
        step.pk,
        happened_on="2024-06-21",
        document_no="临建字〔2024〕31号",
    )
    refused = reviewer.refused(f"procedure-migrations/{made['id']}/back/", {"reason": "再改"})
    assert step.name in str(refused)
    moves = ProcedureMigration.objects.filter(project=journey.project).order_by("pk")
    assert [move.reversed_reason for move in moves] == ["批复文号有误", ""]
    trail = AuditEntry.objects.filter(project_id=journey.project.pk).order_by("pk")
    said = [entry.action for entry in trail if entry.action.startswith("procedure.")]
    assert said == ["procedure.migrate", "procedure.migrate_back", "procedure.migrate"]
