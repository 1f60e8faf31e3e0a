"""Where a draft came from; closed with the rest once published."""

from typing import ClassVar

from django.db import migrations, models

_CLOSED = """
CREATE TRIGGER policies_policyversion_origin BEFORE UPDATE ON policies_policyversion
    FOR EACH ROW WHEN (
        OLD.status IN ('published', 'retired') AND OLD.origin IS DISTINCT FROM NEW.origin
    ) EXECUTE FUNCTION refuse_change('已发布的政策版本不可修改，请另起新版');
"""
_UNDO = "DROP TRIGGER IF EXISTS policies_policyversion_origin ON policies_policyversion;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("policies", "0005_remove_policyversion_policy_version_no_overlap_and_more"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="policyversion",
            name="origin",
            field=models.JSONField(blank=True, default=dict, verbose_name="来历"),
        ),
        migrations.RunSQL(_CLOSED, _UNDO),
    ]
