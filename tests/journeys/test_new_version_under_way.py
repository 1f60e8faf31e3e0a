"""A new version while a project is under way, all of it on the pages: copied, edited in the forms,
its cases mended and one added, simulated, checked by a second person, published; the steps that
are done keep their rules, later ones take the new; moved, taken back, for good.
"""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from approvals.models import Round
from policies.models import PolicyVersion
from policies.selectors.governing import policy_of
from renovation.models import ProcedureMigration, Project, Simulation
from tests.journeys.speaking import Speaker

pytestmark = pytest.mark.django_db
NEW_START = "2024-07-31"
DUE, RECEIVED = "facts:money.residents_due", "facts:money.residents_received"


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

    def form(self, username, address):
        """The fields of a form as a browser would send them back."""
        page = self.browser(username).get(address)
        assert page.status_code == 200, address
        bound = ((one.html_name, one.value()) for one in page.context["form"])
        return {name: value for name, value in bound if value not in (None, False)}

    def send(self, name, *args, query="", **typed):
        """The officer changes these fields of a form and sends the whole of it."""
        address = reverse(name, args=args) + query
        given = self.form("demo_policy", address) | typed
        answer = self.browser("demo_policy").post(address, given)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer

    def copy(self):
        """The officer's draft of the amended scheme, a copy of the one in force."""
        self.send(
            "policies:clone",
            self.first.pk,
            document="临政办字〔2024〕21号",
            effective_from="2024-06-21",
        )
        draft = PolicyVersion.objects.get(policy=self.first.policy, sequence=2)
        assert (draft.status, draft.made_by) == ("draft", self.people["demo_policy"])
        return draft

    def edit(self, draft):
        """Works begin by the end of July; nine tenths of the money will do; owners pay 5%."""
        for rule, typed in {
            "procedure.steps.start": {"procedure.steps[7].deadline.fixed": NEW_START},
            "procedure.steps.residents_money": {"procedure.steps[5].gates[0].value": "90%"},
            "shares.lines.common": {
                "shares.lines[2].parts.residents": "5%",
                "shares.lines[2].parts.government": "95%",
            },
        }.items():
            self.send("policies:edit_rule", draft.pk, rule, **typed)

    def mend(self, draft):
        """Exactly the cases of the three rules no longer come out; each is worked out again."""
        page = self.browser("demo_policy").get(reverse("policies:edit_cases", args=[draft.pk]))
        failing = {one.case.id for one in page.context["form"].results}
        assert failing == {"临朐-期3", "临朐-门4", "临朐-资14"}
        self.send(
            "policies:edit_cases",
            draft.pk,
            **{
                "临朐-期3=day": NEW_START,
                "临朐-期3:title": "7 月底前开工",
                "临朐-门4:drop": "on",
                "临朐-资14=residents": "0.00",
                "临朐-资14=government": "0.06",
            },
            reason="到位九成即可，差 0.01 元的事例另编",
        )
        short = {DUE: "100000.00", RECEIVED: "89999.99"}
        asked = {"kind": "gate", "rule": "money_in_place", "ask": "1", "on": "2024-06-21"}
        self.send(
            "policies:add_case",
            draft.pk,
            query=f"?{urlencode(asked | short)}",
            title="九成还差 0.01 元",
            **{"confirm:met": "on", "confirm:gap": "on"},
        )
        draft.refresh_from_db()
        assert draft.cases[-1]["expect"] == {"met": False, "gap": "居民已缴还差 0.01 元"}
        assert "算例全部通过" in self.page("demo_policy", "policies:edit_cases", draft.pk)

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

    def money_gate(self, version):
        """What the step of the residents' money asks, by the version that governs it."""
        step = self.steps()["residents_money"]
        assert step.version_id == version.pk
        (gate,) = policy_of(step.version).procedure.step(step.key).gates
        return gate.value


@pytest.fixture
def journey(north):
    return Journey(north)


def test_a_new_version_takes_hold_only_of_what_lies_ahead(journey):
    draft = journey.copy()
    journey.edit(draft)
    journey.mend(draft)
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
    gate = made.rows.get(project=journey.project, key="gate.residents_money.money_in_place")
    assert "居民应缴）" in gate.before
    assert "居民应缴 × 90%）" in gate.after
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
    assert "90%" in preview
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
    assert journey.money_gate(draft) == "90%"


def _taken_back(journey, before):
    journey.post(
        "demo_reviewer", "renovation:migrate_back", journey.project.pk, reason="批复文号有误"
    )
    steps = journey.steps()
    assert steps["start"].due_on == before["start"].due_on
    assert journey.money_gate(journey.first) == "1"


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
