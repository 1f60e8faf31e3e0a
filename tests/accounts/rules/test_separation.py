"""Three administrators, no overlap."""

import pytest

from accounts.permissions import GRANTS, Permission, Role
from accounts.rules.separation import ADMINISTRATORS, clash, needs_second_factor


@pytest.mark.parametrize("admin", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(set(Role)))
def test_an_administrator_holds_no_other_role(admin, other):
    assert bool(clash({other}, admin)) == (admin != other)
    assert bool(clash({admin}, other)) == (admin != other)


def test_business_roles_go_together():
    assert clash({Role.STREET_CLERK}, Role.BUREAU_HANDLER) == ""


def test_only_administrators_need_a_second_factor():
    assert {role for role in Role if needs_second_factor({role})} == ADMINISTRATORS


def test_administrators_have_no_right_of_business_and_share_none():
    business = {Permission.MANAGE_USERS, Permission.MANAGE_SECURITY, Permission.VIEW_AUDIT}
    held = [GRANTS[role] for role in ADMINISTRATORS]

    assert all(rights <= business for rights in held)
    assert sum(len(rights) for rights in held) == len(frozenset().union(*held))


def test_whoever_makes_a_thing_is_not_the_one_who_checks_it():
    pairs = [
        (Permission.CLOSE_ROUND, Permission.CONFIRM_TALLY),
        (Permission.DETERMINE_SHARES, Permission.CONFIRM_SHARES),
        (Permission.EDIT_POLICY, Permission.CHECK_POLICY),
    ]
    for maker, checker in pairs:
        assert not [role for role in Role if {maker, checker} <= GRANTS[role]]
