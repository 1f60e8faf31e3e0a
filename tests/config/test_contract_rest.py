"""The REST examples in docs/contracts.md answer as they are said to."""

import json
import re
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from accounts.permissions import Role
from districts.models import Community
from tests.factories.accounts import UserFactory
from tests.factories.renovation import ProjectFactory, street

pytestmark = pytest.mark.django_db

TEXT = Path(__file__).parents[2].joinpath("docs/contracts.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (\w+) \| `(GET|POST) (\S+)(?: (\{.*\}))?` \| (?:`([^`]*)`)? ?\| (\d{3}) \|$", re.MULTILINE
)
EXAMPLES = ROW.findall(TEXT)
ROLES = {
    "handler": (Role.BUREAU_HANDLER, "370724"),
    "leader": (Role.LEADER, "370724"),
    "elsewhere": (Role.BUREAU_HANDLER, "330382"),
}


@pytest.fixture
def clients():
    """A client for each word in the first column."""
    street()
    ProjectFactory.create_batch(3, opened=False)
    found = {"nobody": APIClient()}
    for name, (role, area) in ROLES.items():
        found[name] = APIClient()
        found[name].force_authenticate(UserFactory(role=role, role__area=area))
    return found


def ask(clients, who, method, path, body, key):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    if method == "GET":
        return clients[who].get(path)
    return clients[who].post(path, json.loads(body), format="json", **headers)


def test_every_example_answers_as_written(clients):
    assert len(EXAMPLES) == 12
    for who, method, path, body, key, status in EXAMPLES:
        answer = ask(clients, who, method, path, body, key)
        assert answer.status_code == int(status), (who, method, path, answer.content.decode())
        if answer.status_code >= 400:
            told = answer.json()
            assert set(told) == {"type", "errors"}
            assert all(re.search(r"[\u4e00-\u9fff]", error["detail"]) for error in told["errors"])


def test_a_repeated_key_writes_once_and_says_so(clients):
    writes = [example for example in EXAMPLES if example[4] and example[5] == "201"]

    first, again = (ask(clients, *example[:5]) for example in writes)

    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Community.objects.filter(name="新村家属院").count() == 1


def test_lists_have_the_shape_that_is_promised(clients):
    body = clients["handler"].get("/api/v1/projects/", {"page_size": 2}).json()

    assert set(body) == {"count", "next", "previous", "results"}
    assert body["count"] == 3
    assert len(body["results"]) == 2
    assert body["next"]
