"""What people decided about an import stands once it is over; heads are kept per sheet."""

from typing import Any

from django.db import migrations

GUARDED = {
    "intake_mend": "导入已经结束，改正的格不能再动",
    "intake_acceptance": "导入已经结束，接受的提示不能再动",
}
_FUNCTION = """
CREATE FUNCTION intake_only_while_staged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state_now text;
BEGIN
    SELECT state INTO state_now FROM intake_upload
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.upload_id ELSE NEW.upload_id END;
    IF state_now IS NOT NULL AND state_now <> 'staged' THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def per_sheet(apps: Any, _editor: Any) -> None:
    """{columns, …} of the one sheet becomes {sheet: {columns, …}}; rows name their sheet."""
    upload = apps.get_model("intake", "Upload")
    for row in upload.objects.all():
        if "labels" in row.head:
            head = {"first_row": row.head["last_row"], "ignored": [], "remembered": [], **row.head}
            row.head = {row.sheet: head}
            row.save(update_fields=["head"])
        row.rows.update(sheet=row.sheet)


def trigger(table: str, message: str) -> migrations.RunSQL:
    """One guard and its removal."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_staged BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION intake_only_while_staged('{message}');",
        f"DROP TRIGGER IF EXISTS {table}_staged ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_mending")]
    operations = [
        migrations.RunPython(per_sheet, migrations.RunPython.noop),
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION IF EXISTS intake_only_while_staged();"),
        *(trigger(table, message) for table, message in GUARDED.items()),
    ]
