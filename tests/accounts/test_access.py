"""Scope first (404), then the right (403)."""

from datetime import timedelta

import pytest

from accounts.access import can, require, require_all
from accounts.models import AuditEntry
from accounts.permissions import GRANTS, ROLE_LABELS, Permission, Role
from accounts.services import audit
from common.clock import real_now
from common.errors import NotAllowed, OutOfScope
from districts.models import Community
from records.models import Attachment
from tests.factories.accounts import AssignmentFactory, UserFactory, user_with
from tests.factories.districts import AreaFactory, CommunityFactory
from tests.factories.records import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_every_role_has_the_rights_that_are_written_down_and_no_others(role, permission):
    user = UserFactory(role=role, role__unit="370724-water")

    assert can(user, permission) == (permission in GRANTS[role])


def test_outside_the_scope_a_thing_does_not_exist():
    user = UserFactory(role=Role.STREET_CLERK, role__area="370724001")

    with pytest.raises(OutOfScope):
        require(user, Permission.RECORD_PAPER, on="370724002")
    with pytest.raises(OutOfScope):
        require(user, Permission.RECORD_PAPER, on="370724")


def test_inside_the_scope_the_right_decides():
    with pytest.raises(NotAllowed):
        require(UserFactory(role=Role.LEADER), Permission.RECORD_PAPER, on="370724001")


def test_a_right_held_elsewhere_does_not_help_here():
    user = user_with(Role.LEADER, area="370724")
    AssignmentFactory(user=user, role=Role.STREET_CLERK, area_code="370724002")

    require(user, Permission.RECORD_PAPER, on="370724002")
    with pytest.raises(NotAllowed):
        require(user, Permission.RECORD_PAPER, on="370724001")


def test_a_city_sees_its_districts_and_a_street_its_neighbourhoods():
    require(
        UserFactory(role=Role.LEADER, role__area="3707"), Permission.VIEW_PROJECTS, on="370724001"
    )
    clerk = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    require(clerk, Permission.VIEW_REGISTER, on="370724001003")


def test_a_set_is_refused_when_one_thing_is():
    clerk = UserFactory(role=Role.STREET_CLERK, role__area="370724001")

    with pytest.raises(OutOfScope):
        require_all(clerk, Permission.RECORD_PAPER, on=["370724001", "370724002"])


def test_a_utility_sees_what_its_unit_works_on_and_nothing_else():
    user = UserFactory(role=Role.UTILITY, role__unit="370724-water")
    mine = AttachmentFactory(unit_codes=["370724-water", "370724-gas"])
    other = AttachmentFactory(unit_codes=["370724-gas"])

    assert list(Attachment.objects.visible_to(user)) == [mine]
    require(user, Permission.WORK_STEP, on=mine)
    with pytest.raises(OutOfScope):
        require(user, Permission.WORK_STEP, on=other)
    assert not Community.objects.visible_to(user).exists()


def test_lists_hold_only_rows_in_scope():
    here = CommunityFactory()
    CommunityFactory(street=AreaFactory(code="370724002", name="东城街道"))
    clerk = UserFactory(role=Role.STREET_CLERK, role__area="370724001")

    assert list(Community.objects.visible_to(clerk)) == [here]
    assert Community.objects.visible_to(UserFactory()).count() == 0


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-1, None, True), (0, 0, True), (1, None, False), (-9, -1, False)]
)
def test_an_assignment_counts_from_its_first_to_its_last_day(starts, ends, holds):
    today = real_now().date()
    user = UserFactory()
    AssignmentFactory(
        user=user,
        role=Role.LEADER,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )

    assert user.access.has(Permission.VIEW_DASHBOARD) == holds


def test_a_closed_account_can_do_nothing():
    assert not UserFactory(role=Role.LEADER, is_active=False).access.grants


def test_every_role_has_a_name():
    assert set(ROLE_LABELS) == set(GRANTS) == set(Role)


def test_the_trail_is_seen_in_scope_together_with_the_installations_own_entries():
    user, community = UserFactory(role=Role.AUDITOR), CommunityFactory()
    elsewhere = CommunityFactory(street=AreaFactory(code="330382003", name="城南街道"))
    for thing in (community, elsewhere):
        audit.record(by=user, action="登记", on=thing)
    audit.record(by=None, action="装入区划", on=community, area_code="")

    seen = AuditEntry.objects.visible_to(user)

    assert sorted(seen.values_list("chain", flat=True)) == ["370724", "system"]
