"""An administrator's hand reaches no further than their place, whatever the account grew into."""

import pytest

from accounts.permissions import Role
from accounts.services import credentials, people
from common.errors import OutOfScope, Refused
from tests.factories.accounts import PASSWORD, AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def promoted():
    """Began in the county, holds a role in the whole city by now."""
    user = UserFactory(role=Role.BUREAU_HANDLER)
    AssignmentFactory(user=user, role=Role.BUREAU_REVIEWER, area_code="3707")
    return user


def test_the_countys_administrator_cannot_take_over_an_account_of_the_city():
    user, admin = promoted(), UserFactory(role=Role.SYSTEM_ADMIN)
    guard = UserFactory(role=Role.SECURITY_ADMIN)

    for act in (
        lambda: credentials.reset_password(by=admin, user=user),
        lambda: people.set_active(by=admin, user=user, active=False),
        lambda: credentials.reset_second_factor(by=guard, user=user),
    ):
        with pytest.raises(Refused, match="3707"):
            act()

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.is_active


def test_closing_the_account_first_does_not_open_the_way():
    user, city = promoted(), UserFactory(role=Role.SYSTEM_ADMIN, role__area="3707")
    people.set_active(by=city, user=user, active=False)

    with pytest.raises(Refused):
        credentials.reset_password(by=UserFactory(role=Role.SYSTEM_ADMIN), user=user)


def test_the_citys_administrator_may():
    user, city = promoted(), UserFactory(role=Role.SYSTEM_ADMIN, role__area="3707")

    credentials.reset_password(by=city, user=user)

    user.refresh_from_db()
    assert user.must_change_password


def test_elsewhere_the_account_is_not_there():
    with pytest.raises(OutOfScope):
        credentials.reset_password(
            by=UserFactory(role=Role.SYSTEM_ADMIN, role__area="330382"), user=promoted()
        )
