"""Signing in leads to where a person's work lies."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.factories.accounts import PASSWORD, UserFactory, user_with

pytestmark = pytest.mark.django_db


def sign_in(client, user, target=""):
    url = reverse("accounts:login") + (f"?next={target}" if target else "")
    return client.post(url, {"username": user.username, "password": PASSWORD})


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.LEADER, "reports:dashboard"),
        (Role.FINANCE, "funding:overview"),
        (Role.POLICY_OFFICER, "policies:policy_list"),
        (Role.SYSTEM_ADMIN, "accounts:system"),
        (Role.BUREAU_HANDLER, "reports:workbench"),
    ],
)
def test_a_role_begins_at_its_own_page(client, role, page):
    user = UserFactory(role=role, role__area="370724")

    assert sign_in(client, user).url == reverse(page)


def test_somebody_with_two_kinds_of_work_begins_at_the_workbench(client):
    user = user_with(Role.LEADER, Role.BUREAU_HANDLER, area="370724")

    assert sign_in(client, user).url == reverse("reports:workbench")


def test_a_page_that_was_asked_for_comes_first(client):
    user = UserFactory(role=Role.LEADER, role__area="370724")

    assert sign_in(client, user, "/projects/").url == "/projects/"
