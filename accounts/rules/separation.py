"""Who may not be one person: the three administrators stand apart from all others."""

from __future__ import annotations

from collections.abc import Collection

from accounts.permissions import ROLE_LABELS, Role

ADMINISTRATORS: frozenset[Role] = frozenset(
    {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Administrators sign in with a password and a one-time code."""
    return not ADMINISTRATORS.isdisjoint(roles)


def clash(held: Collection[Role], wanted: Role) -> str:
    """Why `wanted` does not go with the roles held, in words; "" where it does."""
    others = [role for role in held if role != wanted]
    if wanted in ADMINISTRATORS and others:
        return f"{ROLE_LABELS[wanted]}不得兼任其他角色（现有：{_words(others)}）"
    barred = [role for role in others if role in ADMINISTRATORS]
    if barred:
        return f"{_words(barred)}不得兼任{ROLE_LABELS[wanted]}"
    return ""


def _words(roles: Collection[Role]) -> str:
    return "、".join(sorted(ROLE_LABELS[role] for role in roles))
