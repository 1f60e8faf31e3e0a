"""The page about rights says what the code does."""

from pathlib import Path

from django.conf import settings

from accounts.management.commands.permissions_table import table
from accounts.permission_words import WORDS
from accounts.permissions import Permission


def test_docs_permissions_is_what_the_code_grants():
    written = Path(settings.BASE_DIR, "docs", "permissions.md").read_text(encoding="utf-8")

    assert written == table()


def test_every_right_is_worded():
    assert set(WORDS) == set(Permission)
