"""Models and migrations say the same, and every migration knows the way back."""

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from tests.architecture.house import ROOMS

ONE_WAY: dict[str, str] = {}
"""`app.name` of migrations that cannot be undone, each with its reason."""


@pytest.mark.django_db
def test_no_model_change_waits_for_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_migration_can_be_undone_or_says_why_not():
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations

    one_way = [
        f"{app}.{name}"
        for (app, name), migration in sorted(disk.items())
        if app in ROOMS
        and any(
            isinstance(operation, RunPython | RunSQL) and not operation.reversible
            for operation in migration.operations
        )
    ]

    assert one_way == sorted(ONE_WAY)
