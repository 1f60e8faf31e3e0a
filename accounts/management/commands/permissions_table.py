"""Print docs/permissions.md from the code: `manage.py permissions_table > docs/permissions.md`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.permission_words import WORDS
from accounts.permissions import GRANTS, ROLE_LABELS, UNIT_BOUND, Permission, Role
from accounts.rules.separation import ADMINISTRATORS

HEAD = """# Who may do what

Written from `accounts/permissions.py` by `manage.py permissions_table`; a test holds the two
together. A right counts within the place of its assignment: outside it a thing does not exist
(404), inside it without the right the answer is 403. Roles marked ※ see only projects on which
their unit leads or supports a step. Roles marked △ are administrators: a second factor, and no
other role beside.

A job that only reads (a recount, a print, an export) asks for the right to see its subject and no
more, so that leaders and auditors may start one: whoever may read a figure may have it computed
again. It writes nothing but itself, who asked, and what it found.
"""


class Command(BaseCommand):
    """Markdown on standard output."""

    help = "按代码生成角色权限表"

    def handle(self, *args: Any, **options: Any) -> None:
        """One row a right, one column a role."""
        self.stdout.write(table(), ending="")


def table() -> str:
    """The whole document."""
    heads = [f"{ROLE_LABELS[role]}{_mark(role)}" for role in Role]
    lines = [
        HEAD,
        f"| 权限 | 代码 | {' | '.join(heads)} |",
        f"|---|---|{':-:|' * len(heads)}",
        *(
            f"| {WORDS[permission]} | `{permission.value}` | "
            + " | ".join("●" if permission in GRANTS[role] else "" for role in Role)
            + " |"
            for permission in Permission
        ),
    ]
    return "\n".join(lines) + "\n"


def _mark(role: Role) -> str:
    if role in UNIT_BOUND:
        return "※"
    return "△" if role in ADMINISTRATORS else ""
