"""Three administrators at their pages."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from accounts.services import credentials, people
from accounts.services.assignments import grant, revoke
from common.clock import real_now
from common.errors import OutOfScope, Refused
from tests.factories.accounts import PASSWORD, AssignmentFactory, UserFactory
from tests.factories.districts import AreaFactory, ResponsibleUnitFactory

pytestmark = pytest.mark.django_db
TODAY = real_now().date()


def enter(client, role, **more):
    """Sign in as an administrator whose device has been verified in this session."""
    user = UserFactory(role=role, **more)
    client.force_login(user)
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return user


def page(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "lands_on"),
    [
        (Role.SYSTEM_ADMIN, "accounts:users"),
        (Role.SECURITY_ADMIN, "accounts:security"),
        (Role.AUDIT_ADMIN, "accounts:trail"),
    ],
)
def test_each_administrator_lands_on_their_page_and_may_not_open_the_others(client, role, lands_on):
    enter(client, role)

    assert client.get(reverse("accounts:system")).url == reverse(lands_on)
    for name in ("accounts:users", "accounts:security", "accounts:trail"):
        assert client.get(reverse(name)).status_code == (200 if name == lands_on else 403)


def test_a_clerk_administers_nothing(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK))

    assert client.get(reverse("accounts:system")).status_code == 403


@pytest.fixture
def places():
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370702001", name="城关街道（潍城）")
    ResponsibleUnitFactory(code="370724-finance", name="临朐县财政局")
    ResponsibleUnitFactory(code="370702-finance", name="潍城区财政局", area_code="370702")


def test_places_and_units_are_chosen_and_read_by_name(client, places):
    enter(client, Role.SYSTEM_ADMIN)
    user = UserFactory(role=Role.STREET_CLERK)
    address = reverse("accounts:user", args=[user.pk])

    form = page(client.get(address))
    assert "临朐县财政局" in form
    assert "城关街道　370724001" in form
    assert "潍城" not in form, "another district's places are not offered"

    given = {"role": "finance", "area_code": "370724", "unit_code": "370724-finance"}
    client.post(address, given)

    listed = page(client.get(reverse("accounts:users")))
    assert "财政 临朐县（临朐县财政局）" in listed
    client.force_login(user)
    assert '<td class="card-line">临朐县</td><td class="card-line">临朐县财政局</td>' in page(
        client.get(reverse("accounts:profile"))
    )


@pytest.mark.parametrize(
    "given", [{"area_code": "370702001"}, {"area_code": "370724", "unit_code": "370724-finanze"}]
)
def test_a_place_or_unit_that_is_not_there_gives_no_role(client, places, given):
    enter(client, Role.SYSTEM_ADMIN)
    user = UserFactory(role=Role.STREET_CLERK)

    response = client.post(reverse("accounts:user", args=[user.pk]), {"role": "finance", **given})

    assert response.status_code == 422
    assert user.assignments.get().role == Role.STREET_CLERK


def test_an_account_is_opened_and_its_first_password_shown_once(client, places):
    enter(client, Role.SYSTEM_ADMIN)
    values = {
        "username": "liuyang",
        "display_name": "刘洋",
        "role": "street_clerk",
        "area_code": "370724001",
    }

    response = client.post(reverse("accounts:new_account"), values, follow=True)

    user = User.objects.get(username="liuyang")
    words = str(next(iter(response.context["messages"])))
    password = words.split("初始密码：")[1].split(" ", maxsplit=1)[0]
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in str(list(AuditEntry.objects.values()))


def test_a_refused_account_comes_back_with_every_problem(client):
    enter(client, Role.SYSTEM_ADMIN)
    UserFactory(username="liuyang")
    values = {"username": "LiuYang", "display_name": " ", "role": "leader", "area_code": "370724"}

    response = client.post(reverse("accounts:new_account"), values)

    assert response.status_code == 422
    assert not User.objects.filter(username="LiuYang").exists()


def test_a_role_is_granted_and_revoked_with_entries_in_the_trail(client, places):
    enter(client, Role.SYSTEM_ADMIN)
    user = UserFactory(role=Role.STREET_CLERK)
    address = reverse("accounts:user", args=[user.pk])

    client.post(address, {"role": "leader", "area_code": "370724"})
    given = user.assignments.get(role="leader")
    client.post(reverse("accounts:revoke", args=[user.pk, given.pk]))

    assert not user.assignments.filter(role="leader").exists()
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"授予角色", "撤销角色"}


def test_a_role_held_since_earlier_ends_yesterday_and_stays_known():
    admin, user = UserFactory(role=Role.SYSTEM_ADMIN), UserFactory(role=Role.STREET_CLERK)

    revoke(by=admin, on=TODAY, assignment=user.assignments.get())

    assert user.assignments.get().ends_on == TODAY - timedelta(days=1)
    with pytest.raises(Refused):
        revoke(by=admin, on=TODAY, assignment=user.assignments.get())


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"role": Role.SYSTEM_ADMIN, "area_code": "370724"}, {"separation"}),
        ({"role": Role.STREET_CLERK, "area_code": "370724"}, {"twice"}),
        ({"role": Role.UTILITY, "area_code": "370724"}, {"unit_code"}),
        ({"role": Role.LEADER, "area_code": "37072400"}, {"area_code"}),
        (
            {
                "role": Role.LEADER,
                "area_code": "370724",
                "starts_on": TODAY,
                "ends_on": date(2020, 1, 1),
            },
            {"dates"},
        ),
    ],
)
def test_what_cannot_be_granted_is_refused(wanted, codes):
    admin, user = UserFactory(role=Role.SYSTEM_ADMIN), UserFactory(role=Role.STREET_CLERK)

    with pytest.raises(Refused) as refusal:
        grant(by=admin, on=TODAY, user=user, **wanted)

    assert {problem.code for problem in refusal.value.problems} == codes


def test_nobody_grants_or_revokes_their_own():
    admin = UserFactory(role=Role.SYSTEM_ADMIN)

    with pytest.raises(Refused):
        grant(by=admin, on=TODAY, user=admin, role=Role.SYSTEM_ADMIN, area_code="370724001")
    with pytest.raises(Refused):
        revoke(by=admin, on=TODAY, assignment=admin.assignments.get())


def test_a_place_outside_ones_own_cannot_be_granted():
    with pytest.raises(OutOfScope):
        grant(
            by=UserFactory(role=Role.SYSTEM_ADMIN),
            on=TODAY,
            user=UserFactory(),
            role=Role.LEADER,
            area_code="330382",
        )


def test_accounts_elsewhere_are_neither_listed_nor_found(client):
    enter(client, Role.SYSTEM_ADMIN)
    other = UserFactory(role=Role.LEADER, role__area="330382")

    assert other.username not in page(client.get(reverse("accounts:users")))
    assert client.get(reverse("accounts:user", args=[other.pk])).status_code == 404


def test_an_account_is_closed_reopened_and_its_password_reset(client):
    enter(client, Role.SYSTEM_ADMIN)
    user = UserFactory(role=Role.LEADER)

    client.post(reverse("accounts:set_active", args=[user.pk]), {"active": "0"})
    user.refresh_from_db()
    assert not user.is_active
    client.post(reverse("accounts:set_active", args=[user.pk]), {"active": "1"})
    client.post(reverse("accounts:reset_password", args=[user.pk]))
    user.refresh_from_db()
    assert user.is_active
    assert not user.check_password(PASSWORD)


def test_the_security_administrator_unlocks_and_resets_devices(client):
    enter(client, Role.SECURITY_ADMIN)
    locked = UserFactory(role=Role.STREET_CLERK)
    AccessAttempt.objects.create(
        username=locked.username,
        failures_since_start=5,
        attempt_time=real_now(),
        ip_address="10.0.0.9",
    )
    other = UserFactory(role=Role.AUDIT_ADMIN)
    TOTPDevice.objects.create(user=other, confirmed=True)

    shown = page(client.get(reverse("accounts:security")))
    client.post(reverse("accounts:unlock", args=[locked.pk]))
    client.post(reverse("accounts:reset_second_factor", args=[other.pk]))

    assert "已锁定" in shown
    assert not AccessAttempt.objects.exists()
    assert not TOTPDevice.objects.filter(user=other).exists()


def test_nobody_resets_their_own_device():
    user = UserFactory(role=Role.SECURITY_ADMIN)

    with pytest.raises(Refused):
        credentials.reset_second_factor(by=user, user=user)


def test_the_trail_is_filtered_and_its_chains_verified_on_demand(client):
    auditor = UserFactory(role=Role.AUDITOR)
    client.force_login(auditor)
    admin = UserFactory(role=Role.SYSTEM_ADMIN)
    people.set_active(by=admin, user=UserFactory(role=Role.LEADER), active=False)
    credentials.reset_password(by=admin, user=UserFactory(role=Role.LEADER))
    address = reverse("accounts:trail")

    filtered = client.get(address, {"q": "停用", "since": TODAY.isoformat(), "actor": str(admin)})
    verified = client.get(address, {"verify": "1"})

    assert filtered.context["page_obj"].paginator.count == 1
    assert [state.ok for state in verified.context["states"]] == [True]
    assert "完好" in page(verified)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_lists_cost_the_same_for_any_number_of_rows(
    client, rows, django_assert_max_num_queries
):
    admin = enter(client, Role.SYSTEM_ADMIN)
    for _ in range(rows):
        AssignmentFactory(role=Role.LEADER)
        credentials.signed_in(user=admin)

    with django_assert_max_num_queries(10):
        client.get(reverse("accounts:users"))
    client.force_login(UserFactory(role=Role.AUDITOR))
    with django_assert_max_num_queries(10):
        client.get(reverse("accounts:trail"))


def test_the_demo_command_lists_one_account_per_role():
    UserFactory(username="demo_clerk", display_name="刘洋", role=Role.STREET_CLERK)
    UserFactory(username="demo_clerk2", role=Role.STREET_CLERK)
    UserFactory(username="real_leader", role=Role.LEADER)
    out, plain = StringIO(), StringIO()

    call_command("demo_accounts", "--json", stdout=out)
    call_command("demo_accounts", stdout=plain)

    (row,) = json.loads(out.getvalue())
    assert row["username"] == "demo_clerk"
    assert "街道经办" in plain.getvalue()
