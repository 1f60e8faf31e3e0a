"""A step pressed before its time: refused with every missing thing, over HTML and REST alike."""

import pytest
from django.urls import reverse

from renovation.selectors.situations import decide
from tests.factories.approvals import project_with_homes
from tests.factories.renovation import TODAY, ProjectFactory, handler

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_morning(settings):
    settings.DEMO_NOW = "2024-06-21T08:30:00"


@pytest.mark.parametrize("key", ["design", "consult", "notice", "review", "start", "accept"])
def test_the_page_names_every_missing_thing_and_changes_nothing(client, key):
    project = ProjectFactory()
    step = project.steps.get(key=key)
    missing = decide(step, TODAY).blockers
    assert missing
    client.force_login(handler())

    answer = client.post(reverse("renovation:step_complete", args=[step.pk]), follow=True)

    said = [str(message) for message in answer.context["messages"]]
    before = (step.state, project.state)
    step.refresh_from_db()
    project.refresh_from_db()
    assert (step.state, project.state) == before
    if step.state in {"open", "to_evidence"}:
        assert len(said) == len(missing)
        for line in missing:
            assert any(line.text in one and (line.gap or "") in one for one in said)
    else:
        assert "不能办理" in said[0]


def test_rest_names_the_same(client):
    project = project_with_homes(at="review")
    step = project.steps.get(key="review")
    client.force_login(handler())

    answer = client.post(f"/api/v1/steps/{step.pk}/complete/", {}, content_type="application/json")

    assert answer.status_code == 400
    assert len(answer.json()["errors"]) == len(decide(step, TODAY).blockers) > 1
