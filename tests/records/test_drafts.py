"""Nothing typed is lost, and nobody reads another's."""

import json
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from accounts.permissions import Role
from common.errors import OutOfScope, Refused
from records.models import IdempotencyKey, SavedView
from records.services import views
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "records:draft"


def test_a_draft_comes_back_as_typed_until_it_is_forgotten(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))
    address = reverse(ADDRESS, args=["paper", "12"])

    assert client.get(address).json() == {"values": {}, "saved": None}
    client.put(address, {"name": "赵平", "area": "80.5"}, content_type="application/json")
    assert client.get(address).json()["values"] == {"name": "赵平", "area": "80.5"}
    assert client.delete(address).status_code == 204
    assert client.get(address).json()["values"] == {}


def raw(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {table}')  # noqa: S608
        return [stored for (stored,) in cursor.fetchall()]


def test_what_was_typed_and_what_was_answered_lie_encrypted(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))
    address = reverse(ADDRESS, args=["paper", "12"])
    client.put(address, {"name": "zhaoping"}, content_type="application/json")
    kept = {"made": Decimal("80.50"), "names": ["zhaoping"]}
    key = IdempotencyKey(user=UserFactory(), key="k", method="POST", path="/", response=kept)
    key.created = NOW
    key.save()

    (draft,), (answer,) = raw("records_draft", "values"), raw("records_idempotencykey", "response")
    assert "zhaoping" not in draft + answer
    assert draft.partition(":")[0] == settings.FIELD_KEYS[0][0]
    key.refresh_from_db()
    assert key.response == {"made": "80.50", "names": ["zhaoping"]}


def test_what_lay_there_before_is_encrypted_where_it_lies(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))
    address = reverse(ADDRESS, args=["paper", "12"])
    client.put(address, {"name": "赵平"}, content_type="application/json")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_draft SET values = %s", [json.dumps({"name": "赵平"})])

    import_module("records.migrations.0006_answers_and_drafts_encrypted").encrypt_rows(
        None, SimpleNamespace(connection=connection)
    )

    assert raw("records_draft", "values")[0].startswith(f"{settings.FIELD_KEYS[0][0]}:")
    assert client.get(address).json()["values"] == {"name": "赵平"}


def test_a_draft_is_ones_own(client):
    address = reverse(ADDRESS, args=["paper", "12"])
    client.force_login(UserFactory(role=Role.STREET_CLERK))
    client.put(address, {"name": "赵平"}, content_type="application/json")

    client.force_login(UserFactory(role=Role.STREET_CLERK))

    assert client.get(address).json()["values"] == {}


@pytest.mark.parametrize("body", ["[1]", "not json", json.dumps({"x": "长" * 100_000})])
def test_what_is_no_draft_is_refused(client, body):
    client.force_login(UserFactory(role=Role.STREET_CLERK))

    response = client.put(
        reverse(ADDRESS, args=["paper", "12"]), body, content_type="application/json"
    )

    assert response.status_code == 400


def test_a_view_is_saved_replaced_and_dropped_by_its_owner(client):
    user = UserFactory(role=Role.STREET_CLERK)
    client.force_login(user)

    for query in ("sort=name", "sort=-name"):
        client.post(
            reverse("records:save_view"), {"page": "communities", "name": "我的", "query": query}
        )

    view = views.views_of(user=user, page="communities").get()
    assert view.query == "sort=-name"
    with pytest.raises(OutOfScope):
        views.drop_view(user=UserFactory(), pk=view.pk)
    client.post(reverse("records:drop_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_there_are_at_most_twelve():
    user = UserFactory()
    for number in range(12):
        views.save_view(user=user, page="p", name=f"视图{number}", query="")

    with pytest.raises(Refused) as refusal:
        views.save_view(user=user, page="p", name=" ", query="x" * 501)

    assert {problem.code for problem in refusal.value.problems} == {"name", "query", "too_many"}
