"""Who heard an answer and who took copies out lie encrypted; what is shown of a witness is masked."""

from typing import Any

from django.db import migrations, models

from accounts.maintenance import maintenance
from common.crypto import encrypt
from common.fields import EncryptedText
from common.names import mask_name


def encrypt_names(_apps: Any, schema_editor: Any) -> None:
    """Rows from before, in place; the guards let maintenance by."""
    with schema_editor.connection.cursor() as cursor, maintenance():
        cursor.execute("SELECT id, witness FROM approvals_paper WHERE witness <> ''")
        for key, name in cursor.fetchall():
            cursor.execute(
                "UPDATE approvals_paper SET witness = %s, witness_masked = %s WHERE id = %s",
                [encrypt(name), mask_name(name), key],
            )
        cursor.execute("SELECT id, collector FROM approvals_copy")
        for key, name in cursor.fetchall():
            cursor.execute(
                "UPDATE approvals_copy SET collector = %s WHERE id = %s", [encrypt(name), key]
            )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0018_basis_of_mandates")]

    operations = [
        migrations.RemoveConstraint("paper", "paper_telephone_witness"),
        migrations.AlterField(
            "paper", "witness", EncryptedText(blank=True, default="", verbose_name="见证人")
        ),
        migrations.AddField(
            "paper",
            "witness_masked",
            models.CharField(blank=True, default="", max_length=60, verbose_name="见证人（掩码）"),
            preserve_default=False,
        ),
        migrations.AlterField("copy", "collector", EncryptedText(verbose_name="领表人")),
        migrations.RunPython(encrypt_names, migrations.RunPython.noop),
    ]
