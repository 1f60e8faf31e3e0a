"""A scan is one page of its home's paper: pages scanned before are page 1 where a home is named."""

from django.db import migrations, models
from django.db.migrations import RunSQL
from django.db.models import F, Q

CHANGE = """
CREATE OR REPLACE FUNCTION approvals_scan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('renovation.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' THEN
        OLD.unit_id := NEW.unit_id; OLD.aside := NEW.aside;%s
        OLD.settled_at := NEW.settled_at; OLD.settled_by_id := NEW.settled_by_id;
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '扫描件不能改动或删除，只能改对应的户或注明不用' USING ERRCODE = 'check_violation';
END $$;
"""
WITH_LEAVES = CHANGE % " OLD.leaf := NEW.leaf; OLD.leaves := NEW.leaves;"
WITHOUT = CHANGE % ""
FIRST = """
UPDATE approvals_scan SET leaf = 1 WHERE unit_id IS NOT NULL OR named_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0020_witness_of_a_call")]

    operations = [
        migrations.AddField(
            "scan",
            "leaf",
            models.PositiveSmallIntegerField("表的第几页", null=True, blank=True),
        ),
        migrations.AddField(
            "scan",
            "leaves",
            models.PositiveSmallIntegerField("表共几页", null=True, blank=True),
        ),
        RunSQL(WITH_LEAVES, WITHOUT),
        RunSQL(FIRST, RunSQL.noop),
        migrations.RemoveConstraint("scan", "scan_unit"),
        migrations.AddConstraint(
            "scan",
            models.UniqueConstraint(
                fields=["unit", "leaf"],
                condition=Q(unit__isnull=False),
                name="scan_unit_leaf",
                violation_error_message="这一户的这一页已经有扫描件",
            ),
        ),
        migrations.AddConstraint(
            "scan",
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(leaf__isnull=False),
                name="scan_of_a_leaf",
                violation_error_message="对应到户须说明是表的第几页",
            ),
        ),
        migrations.AddConstraint(
            "scan",
            models.CheckConstraint(
                condition=(Q(leaf__isnull=True) | Q(leaf__range=(1, 20)))
                & (Q(leaves__isnull=True) | Q(leaves__range=(F("leaf"), 20))),
                name="scan_leaf_of_leaves",
                violation_error_message="页码不大于总页数",
            ),
        ),
        migrations.AlterField(
            "scan",
            "finding",
            models.CharField(
                choices=[
                    ("matched", "已对上"),
                    ("no_code", "看不出二维码"),
                    ("elsewhere", "是别的小区或别的轮次的表"),
                    ("foreign", "二维码不是本系统的"),
                    ("several", "一页上有几张表的码"),
                    ("double", "这一户的这一页已经有扫描件"),
                    ("broken", "这一页打不开"),
                ],
                max_length=10,
                verbose_name="识别结果",
            ),
        ),
    ]
