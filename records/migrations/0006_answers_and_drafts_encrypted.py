"""What was answered to a key, and what a person had typed, may name somebody: both lie encrypted."""

from typing import Any

from django.db import migrations

from common.crypto import encrypt
from common.fields import EncryptedJSON


def encrypt_rows(_apps: Any, schema_editor: Any) -> None:
    """Rows from before, in place."""
    tables = ("records_idempotencykey", "response"), ("records_draft", "values")
    with schema_editor.connection.cursor() as cursor:
        for table, column in tables:
            cursor.execute(f'SELECT id, "{column}" FROM {table} WHERE "{column}" IS NOT NULL')  # noqa: S608
            for key, said in cursor.fetchall():
                cursor.execute(
                    f'UPDATE {table} SET "{column}" = %s WHERE id = %s',  # noqa: S608
                    [encrypt(said), key],
                )


class Migration(migrations.Migration):
    dependencies = [("records", "0005_attachment_sees")]

    operations = [
        migrations.AlterField("idempotencykey", "response", EncryptedJSON(null=True)),
        migrations.AlterField("draft", "values", EncryptedJSON(default=dict, verbose_name="内容")),
        migrations.RunPython(encrypt_rows, migrations.RunPython.noop),
    ]
