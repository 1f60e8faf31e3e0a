"""Summaries tell what single buildings said: those issued before are for who counts, too."""

from typing import Any

from django.db import migrations

from accounts.maintenance import maintenance


def tighten(_apps: Any, schema_editor: Any) -> None:
    """The right alone; bytes, number and hash stay."""
    with schema_editor.connection.cursor() as cursor, maintenance():
        cursor.execute(
            "UPDATE records_issuedpaper SET sees = 'view_answers' WHERE kind = 'consent_summary'"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0022_salt_of_a_seal"),
        ("records", "0006_answers_and_drafts_encrypted"),
    ]

    operations = [migrations.RunPython(tighten, migrations.RunPython.noop)]
