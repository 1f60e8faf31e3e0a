"""Password, lock-out, first password, second factor, token."""

from base64 import b32decode
from datetime import timedelta

import pytest
from axes.utils import reset
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.authtoken.models import Token

from accounts.authentication import TOKEN_DAYS
from accounts.models import AuditEntry
from accounts.permissions import Role
from common.clock import real_now
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/login/"
TOKEN = "/api/v1/auth/token/"


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True
    yield
    reset()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": user.username, "password": password, **more})


def test_a_person_signs_in_and_goes_where_they_wanted_to_go(client):
    user = UserFactory(role=Role.STREET_CLERK)

    response = sign_in(client, user, next="/me/")

    assert response.url == "/me/"
    assert user.username in client.get("/me/").content.decode()
    assert AuditEntry.objects.get().action == "登录"


def test_a_foreign_next_address_is_not_followed(client):
    response = sign_in(client, UserFactory(role=Role.STREET_CLERK), next="https://evil.example/")

    assert response.url == "/"


def test_a_wrong_password_is_refused(client):
    response = sign_in(client, UserFactory(), password="wrong")

    assert response.status_code == 200
    assert response.context["form"].errors


def test_five_failures_lock_the_account_for_a_while(client, locking):
    user = UserFactory(role=Role.STREET_CLERK)

    for _ in range(5):
        response = sign_in(client, user, password="wrong")
    right = sign_in(client, user)

    assert response.status_code == right.status_code == 429
    assert "暂时不能登录" in right.content.decode()


def test_signing_out_needs_a_post(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))

    assert client.get(reverse("accounts:logout")).status_code == 405
    left = client.post(reverse("accounts:logout"))
    assert left.status_code == 302
    assert left["Clear-Site-Data"] == '"cache"', "going back shows no household's answer"
    assert client.get("/me/").status_code == 302


def test_a_first_password_is_changed_before_anything_else(client):
    user = UserFactory(role=Role.STREET_CLERK, must_change_password=True)
    client.force_login(user)

    gate = client.get("/me/")
    fresh = {"new_password1": "Gaiguo-2024-kl", "new_password2": "Gaiguo-2024-kl"}
    done = client.post(gate.url, {"old_password": PASSWORD, **fresh})

    assert gate.url.startswith(reverse("accounts:password"))
    assert done.url == "/me/"
    assert client.get("/me/").status_code == 200


def test_a_weak_new_password_is_refused_with_reasons(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))

    response = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": "123456", "new_password2": "123456"},
    )

    assert response.status_code == 200
    assert len(response.context["form"].errors["new_password2"]) >= 2


def test_an_administrator_enrols_a_device_and_only_then_comes_in(client):
    user = UserFactory(role=Role.AUDIT_ADMIN)
    client.force_login(user)

    gate = client.get(reverse("accounts:trail"))
    page = client.get(gate.url)
    secret = page.context["secret"].replace(" ", "")
    padded = secret + "=" * (-len(secret) % 8)
    code = TOTP(b32decode(padded)).token()
    wrong = client.post(gate.url, {"code": f"{(code + 1) % 1000000:06d}"})
    device = TOTPDevice.objects.get(user=user)
    device.throttle_reset()
    right = client.post(gate.url, {"code": f"{code:06d}"})

    assert gate.url.startswith(reverse("accounts:second_factor"))
    assert "<svg" in page.content.decode()
    assert wrong.status_code == 422
    assert right.url == reverse("accounts:trail")
    assert client.get(reverse("accounts:trail")).status_code == 200


def test_a_confirmed_device_shows_its_secret_no_more(client):
    user = UserFactory(role=Role.AUDIT_ADMIN)
    TOTPDevice.objects.create(user=user, confirmed=True)
    client.force_login(user)

    assert "secret" not in client.get(reverse("accounts:second_factor")).context


def test_a_token_opens_the_rest_interface_and_ends_when_revoked(client):
    user = UserFactory(role=Role.STREET_CLERK)

    answer = client.post(TOKEN, {"username": user.username, "password": PASSWORD}).json()
    header = {"Authorization": f"Token {answer['token']}"}

    assert (
        client.get("/api/v1/auth/me/", headers=header).json()["grants"][0]["role"] == "street_clerk"
    )
    assert client.delete(TOKEN, headers=header).status_code == 204
    assert client.get("/api/v1/auth/me/", headers=header).status_code == 401


def test_a_wrong_password_gets_no_token(client):
    user = UserFactory(role=Role.STREET_CLERK)

    response = client.post(TOKEN, {"username": user.username, "password": "wrong"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "credentials"


def test_administrators_and_first_passwords_get_no_token(client):
    for user in (
        UserFactory(role=Role.SYSTEM_ADMIN),
        UserFactory(role=Role.STREET_CLERK, must_change_password=True),
    ):
        response = client.post(TOKEN, {"username": user.username, "password": PASSWORD})
        assert response.status_code == 403


def test_a_token_grows_old(client):
    user = UserFactory(role=Role.STREET_CLERK)
    token = Token.objects.create(user=user)
    Token.objects.update(created=real_now() - timedelta(days=TOKEN_DAYS, minutes=1))

    response = client.get("/api/v1/auth/me/", headers={"Authorization": f"Token {token.key}"})

    assert response.status_code == 401
    assert "过期" in response.json()["errors"][0]["detail"]


def test_an_unverified_administrator_is_refused_over_rest_in_words(client):
    client.force_login(UserFactory(role=Role.SYSTEM_ADMIN))

    response = client.get("/api/v1/auth/me/")

    assert response.status_code == 403
    assert "动态口令" in response.json()["errors"][0]["detail"]
