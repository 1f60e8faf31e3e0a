"""A saved view may ask for somebody, a sealed file be called by somebody: neither stays in clear."""

from typing import Any

from django.db import migrations

from accounts.maintenance import maintenance
from common.crypto import encrypt
from common.fields import EncryptedText
from records.rules.file_names import veiled_name


def veil(_apps: Any, schema_editor: Any) -> None:
    """Rows from before, in place; the guards let maintenance by."""
    with schema_editor.connection.cursor() as cursor, maintenance():
        cursor.execute("SELECT id, query FROM records_savedview")
        for key, query in cursor.fetchall():
            cursor.execute(
                "UPDATE records_savedview SET query = %s WHERE id = %s", [encrypt(query), key]
            )
        cursor.execute("SELECT id, name, label FROM records_attachment WHERE sees <> '{}'")
        for key, name, label in cursor.fetchall():
            cursor.execute(
                "UPDATE records_attachment SET name = %s WHERE id = %s",
                [veiled_name(name, label), key],
            )


class Migration(migrations.Migration):
    dependencies = [("records", "0006_answers_and_drafts_encrypted")]

    operations = [
        migrations.AlterField("savedview", "query", EncryptedText(verbose_name="条件")),
        migrations.RunPython(veil, migrations.RunPython.noop),
    ]
