"""An issued plan is frozen; what happened to it since is only ever added to."""

from django.db import migrations

from accounts.append_only import append_only, immutable_when

ISSUED = (
    "(OLD.issued_buildings, OLD.issued_households, OLD.issued_floor_area) IS DISTINCT FROM"
    " (NEW.issued_buildings, NEW.issued_households, NEW.issued_floor_area)"
)


class Migration(migrations.Migration):
    dependencies = [("renovation", "0011_plan_baseline"), ("accounts", "0002_audit_append_only")]
    operations = [
        append_only("renovation_planentry", "计划调整记录不能修改、删除或清空，更正请另行登记"),
        append_only("renovation_planentryline", "计划调整记录不能修改、删除或清空，更正请另行登记"),
        append_only("renovation_plancarry", "结转记录不能修改、删除或清空"),
        immutable_when(
            "renovation_planline",
            f"OLD.issued_buildings IS NOT NULL AND {ISSUED}",
            "计划已经印发，印发数不能修改，请登记调整",
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER renovation_planline_issued_kept BEFORE DELETE ON renovation_planline
                FOR EACH ROW WHEN (OLD.issued_buildings IS NOT NULL)
                EXECUTE FUNCTION refuse_change('计划已经印发，不能删除其中的行，请登记退出');
            """,
            "DROP TRIGGER IF EXISTS renovation_planline_issued_kept ON renovation_planline;",
        ),
    ]
