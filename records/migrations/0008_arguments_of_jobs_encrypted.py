"""What a job was asked with may be somebody's name that a list was searched for."""

from typing import Any

from django.db import migrations

from common.crypto import encrypt
from common.fields import EncryptedJSON


def encrypt_rows(_apps: Any, schema_editor: Any) -> None:
    """Rows from before, in place."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, arguments FROM records_job")
        for key, said in cursor.fetchall():
            cursor.execute(
                "UPDATE records_job SET arguments = %s WHERE id = %s", [encrypt(said), key]
            )


class Migration(migrations.Migration):
    dependencies = [("records", "0007_names_within_addresses_and_files")]

    operations = [
        migrations.AlterField("job", "arguments", EncryptedJSON(default=dict, verbose_name="参数")),
        migrations.RunPython(encrypt_rows, migrations.RunPython.noop),
    ]
