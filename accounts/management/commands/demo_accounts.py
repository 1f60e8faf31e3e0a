"""Print one demo account per role: `manage.py demo_accounts [--json]`."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from accounts.permissions import ROLE_LABELS, Role


class Command(BaseCommand):
    """Accounts whose name begins with `demo`, as the demo's builder made them."""

    help = "列出演示账号"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for machines."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Role, name, account; the first account of each role in the order of roles."""
        people = User.objects.filter(username__startswith="demo", is_active=True)
        by_role: dict[str, User] = {}
        for user in people.prefetch_related("assignments"):
            for row in user.assignments.all():
                by_role.setdefault(row.role, user)
        rows = [
            {
                "role": role.value,
                "label": ROLE_LABELS[role],
                "username": by_role[role].username,
                "name": by_role[role].display_name,
            }
            for role in Role
            if role in by_role
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        if password := getattr(settings, "DEMO_PASSWORD", ""):
            self.stdout.write(f"  演示账号（密码均为 {password}）：")
        for shown in rows:
            self.stdout.write(f"  {shown['username']:<22}{shown['label']}　{shown['name']}")
