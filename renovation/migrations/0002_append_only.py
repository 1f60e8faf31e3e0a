"""What has happened to a project stays: moves, extensions, reminders, reports, milestones, pins."""

from django.db import migrations

from accounts.append_only import append_only, immutable_when


class Migration(migrations.Migration):
    dependencies = [("renovation", "0001_initial"), ("accounts", "0002_audit_append_only")]
    operations = [
        append_only("renovation_stagechange", "状态变更不能修改、删除或清空，更正请另行办理"),
        append_only("renovation_deadlineextension", "延期记录不能修改、删除或清空，更正请另行延期"),
        append_only("renovation_reminder", "催办记录不能修改、删除或清空"),
        append_only("renovation_worksreport", "进度填报不能修改、删除或清空，更正请另行填报"),
        immutable_when(
            "renovation_milestone",
            "(to_jsonb(OLD) - 'revoked') IS DISTINCT FROM (to_jsonb(NEW) - 'revoked')"
            " OR (OLD.revoked AND NOT NEW.revoked)",
            "里程碑只能撤销，不能修改",
        ),
        immutable_when(
            "renovation_rulepin",
            "(to_jsonb(OLD) - 'superseded') IS DISTINCT FROM (to_jsonb(NEW) - 'superseded')"
            " OR (OLD.superseded AND NOT NEW.superseded)",
            "规则版本一经确定不能修改，变更请另行记录",
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER renovation_milestone_kept BEFORE DELETE ON renovation_milestone
                FOR EACH ROW EXECUTE FUNCTION refuse_change('里程碑不能删除，只能撤销');
            CREATE TRIGGER renovation_rulepin_kept BEFORE DELETE ON renovation_rulepin
                FOR EACH ROW EXECUTE FUNCTION refuse_change('规则版本记录不能删除');
            """,
            """
            DROP TRIGGER IF EXISTS renovation_milestone_kept ON renovation_milestone;
            DROP TRIGGER IF EXISTS renovation_rulepin_kept ON renovation_rulepin;
            """,
        ),
    ]
