"""Days on which a notice was down; of a row only the restoring may follow, none overlap."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

ONLY_RESTORED = """
CREATE OR REPLACE FUNCTION approvals_interruption_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('renovation.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' AND OLD.restored_on IS NULL AND NEW.restored_on IS NOT NULL THEN
        OLD.restored_on := NEW.restored_on; OLD.restored_at := NEW.restored_at;
        OLD.restored_by_id := NEW.restored_by_id;
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '公示中断登记后不能改动，只能登记恢复' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER approvals_interruption_append_only BEFORE UPDATE OR DELETE ON approvals_interruption
    FOR EACH ROW EXECUTE FUNCTION approvals_interruption_change();
CREATE TRIGGER approvals_interruption_no_truncate BEFORE TRUNCATE ON approvals_interruption
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('公示中断登记不能清空');
CREATE OR REPLACE FUNCTION approvals_interruption_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM approvals_notice n WHERE n.id = NEW.notice_id AND NEW.down_on < n.posted_on) THEN
        RAISE EXCEPTION '中断日早于张贴日' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM approvals_interruption o
        WHERE o.notice_id = NEW.notice_id AND o.id <> NEW.id
          AND daterange(o.down_on, o.restored_on) && daterange(NEW.down_on, NEW.restored_on)
    ) THEN
        RAISE EXCEPTION '与已登记的公示中断重叠' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_interruption_apart BEFORE INSERT OR UPDATE ON approvals_interruption
    FOR EACH ROW EXECUTE FUNCTION approvals_interruption_apart();
"""
BACK = """
DROP TRIGGER IF EXISTS approvals_interruption_append_only ON approvals_interruption;
DROP TRIGGER IF EXISTS approvals_interruption_no_truncate ON approvals_interruption;
DROP TRIGGER IF EXISTS approvals_interruption_apart ON approvals_interruption;
DROP FUNCTION IF EXISTS approvals_interruption_change();
DROP FUNCTION IF EXISTS approvals_interruption_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0012_surveys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="last_day",
            field=models.DateField(blank=True, null=True, verbose_name="期满日"),
        ),
        migrations.CreateModel(
            name="Interruption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("down_on", models.DateField(verbose_name="中断日")),
                ("reason", models.CharField(max_length=200, verbose_name="中断原因")),
                ("seen_by", models.CharField(max_length=80, verbose_name="发现人（掩码）")),
                ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                ("restored_on", models.DateField(blank=True, null=True, verbose_name="恢复张贴日")),
                (
                    "restored_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="恢复登记时间"),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interruptions",
                        to="approvals.notice",
                    ),
                ),
                (
                    "restored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "公示中断",
                "verbose_name_plural": "公示中断",
                "ordering": ["notice", "down_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("restored_on__isnull", True)),
                        fields=("notice",),
                        name="interruption_open",
                        violation_error_message="这份公示已登记中断，恢复张贴后再登记",
                    ),
                    models.UniqueConstraint(
                        fields=("notice", "down_on"),
                        name="interruption_day",
                        violation_error_message="这一天的中断已登记过",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("restored_at__isnull", True),
                                ("restored_by__isnull", True),
                                ("restored_on__isnull", True),
                            ),
                            models.Q(
                                ("restored_at__isnull", False),
                                ("restored_by__isnull", False),
                                ("restored_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="interruption_restored_at_pair",
                        violation_error_message="时间与经办人须同时填写",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("down_on__isnull", True),
                            ("restored_on__isnull", True),
                            ("down_on__lte", models.F("restored_on")),
                            _connector="OR",
                        ),
                        name="interruption_down_on_before_restored_on",
                        violation_error_message="日期先后颠倒",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("seen_by", ""), _negated=True),
                        ),
                        name="interruption_said",
                        violation_error_message="中断须写明原因和发现人",
                    ),
                ],
            },
        ),
        RunSQL(ONLY_RESTORED, BACK),
    ]
