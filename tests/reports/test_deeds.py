"""The next-step card speaks to who reads it: who owes the deed gets its button."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from approvals.services import counting
from renovation.models import Reminder
from renovation.selectors.cards import next_step_card
from renovation.services.reminders import remind
from tests.factories.accounts import UserFactory
from tests.factories.approvals import AFTER, DURING, fill, hand_counts, open_round_for
from tests.factories.approvals import project_with_homes as with_homes
from tests.factories.renovation import NOW, STREET, TODAY

pytestmark = pytest.mark.django_db
BUREAU = "370724-bureau"


@pytest.fixture(autouse=True)
def _evening(settings):
    settings.DEMO_NOW = DURING.isoformat()


def person(role, unit="", area="370724"):
    return UserFactory(role=role, role__area=area, role__unit=unit)


@pytest.fixture
def people():
    """Each with the unit for which they act."""
    return {
        "clerk": person(Role.STREET_CLERK, f"{STREET}-street", STREET),
        "handler": person(Role.BUREAU_HANDLER, BUREAU),
        "reviewer": person(Role.BUREAU_REVIEWER, BUREAU),
        "leader": person(Role.LEADER),
    }


def buttons(project, user):
    """The card's first button and where it leads, and the labels of the others."""
    card = next_step_card(project, TODAY, user)
    first = card["primary"] or {"label": "", "url": ""}
    return first["label"], first["url"], [one["label"] for one in card["secondary"]]


def test_who_leads_a_consent_step_sees_its_own_deed_and_others_nudge(people):
    project = with_homes()
    opening = reverse("approvals:open_round", args=[project.pk, "second"])
    assert buttons(project, people["clerk"]) == ("去开启征询", opening, ["去办理"])

    round_ = open_round_for(project, by=people["clerk"])

    sheet = reverse("approvals:sheet", args=[round_.pk])
    assert buttons(project, people["clerk"])[:2] == ("去录票", sheet)
    for other in ("handler", "reviewer"):
        assert buttons(project, people[other])[0] == "催办城关街道"
    assert buttons(project, people["leader"]) == ("", "", [])


def test_a_round_past_its_end_is_to_be_closed(people, settings):
    project = with_homes()
    round_ = open_round_for(project, by=people["clerk"])
    settings.DEMO_NOW = AFTER.isoformat()

    page = reverse("approvals:close", args=[round_.pk])
    assert buttons(project, people["clerk"])[:2] == ("去截止计票", page)


def test_a_closed_round_waits_for_its_reviewer_and_for_nobody_else(people):
    project = with_homes()
    round_ = open_round_for(project, by=people["clerk"])
    fill(round_, agree=5)
    counting.close_round(
        by=people["clerk"], at=AFTER, round_=round_, hand_counts=hand_counts(round_)
    )

    page = reverse("approvals:confirm", args=[round_.pk])
    assert buttons(project, people["reviewer"]) == ("去复核", page, ["查看流程"])
    assert buttons(project, people["handler"])[0] == "催办县住建局复核岗"
    first, _, others = buttons(project, people["clerk"])
    assert (first, others) == ("去办理", ["催办县住建局复核岗"])
    card = next_step_card(project, TODAY, people["leader"])
    assert card["primary"] is None
    assert card["notes"][0]["title"] == "等待复核岗"

    remind(by=people["handler"], at=NOW, step=project.steps.get(pk=project.current_step_id))

    assert Reminder.objects.get().unit_code == BUREAU


def test_who_closed_the_round_is_not_asked_to_confirm_it(people):
    both = person(Role.BUREAU_REVIEWER, BUREAU)
    project = with_homes()
    round_ = open_round_for(project, by=people["clerk"])
    type(round_).objects.filter(pk=round_.pk).update(
        state="closed", closed_by=both, closed_at=AFTER
    )

    assert buttons(project, both)[0] == "催办县住建局复核岗"
    assert buttons(project, people["reviewer"])[0] == "去复核"


def test_a_step_of_ones_own_unit_is_never_nudged(people):
    project = with_homes(at="review")
    lead = project.steps.get(pk=project.current_step_id).lead_code
    own = person(Role.BUREAU_HANDLER, lead)
    first, _, _ = buttons(project, own)
    assert not first.startswith("催办")
