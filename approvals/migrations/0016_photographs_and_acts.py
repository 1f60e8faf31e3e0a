"""Photographs with their time, every act about an objection; what is recorded is carried over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

from accounts.append_only import append_only

IN_ORDER = """
CREATE OR REPLACE FUNCTION approvals_objection_act_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM approvals_objection o
               WHERE o.id = NEW.objection_id AND NEW."on" < o.received_on) THEN
        RAISE EXCEPTION '异议办理日早于收到日' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM approvals_objectionact a
               WHERE a.objection_id = NEW.objection_id AND a.stage = 'settled') THEN
        RAISE EXCEPTION '异议已经办结，不能再登记' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_objection_act_order BEFORE INSERT ON approvals_objectionact
    FOR EACH ROW EXECUTE FUNCTION approvals_objection_act_order();
"""
CARRIED = """
INSERT INTO approvals_noticephotograph (notice_id, file_id, taken_at, source)
SELECT n.id, a.id, a.added_at, 'upload'
FROM records_attachment a JOIN approvals_notice n ON a.subject_id = n.id::text
WHERE a.subject_kind = 'approvals.notice';
INSERT INTO approvals_objectionact
    (objection_id, stage, "on", person, words, recorded_at, recorded_by_id)
SELECT id, 'received', received_on, raised_by, matter, received_at, received_by_id
FROM approvals_objection ORDER BY id;
INSERT INTO approvals_objectionact
    (objection_id, stage, "on", person, words, recorded_at, recorded_by_id)
SELECT o.id, 'answered', o.settled_on, COALESCE(NULLIF(u.display_name, ''), u.username), o.reply, o.settled_at, o.settled_by_id
FROM approvals_objection o JOIN accounts_user u ON u.id = o.settled_by_id
WHERE o.settled_at IS NOT NULL AND o.reply <> '' ORDER BY o.id;
INSERT INTO approvals_objectionact
    (objection_id, stage, "on", person, words, recorded_at, recorded_by_id)
SELECT o.id, 'settled', o.settled_on, COALESCE(NULLIF(u.display_name, ''), u.username), '', o.settled_at, o.settled_by_id
FROM approvals_objection o JOIN accounts_user u ON u.id = o.settled_by_id
WHERE o.settled_at IS NOT NULL ORDER BY o.id;
"""
BACK = """
DROP TRIGGER IF EXISTS approvals_objection_act_order ON approvals_objectionact;
DROP FUNCTION IF EXISTS approvals_objection_act_order();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0015_clusters"),
        ("records", "0005_attachment_sees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticePhotograph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="拍摄时间")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("camera", "相机记录"),
                            ("stated", "人工填写"),
                            ("upload", "上传时间"),
                        ],
                        max_length=6,
                        verbose_name="时间来源",
                    ),
                ),
                (
                    "camera_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="相机记录的时间"),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.attachment",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="approvals.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示照片",
                "verbose_name_plural": "公示照片",
                "ordering": ["notice", "taken_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["camera", "stated", "upload"])),
                        name="notice_photograph_source_choice",
                        violation_error_message="取值不在可选范围内",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "camera"), _negated=True),
                            ("camera_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_photograph_camera_time",
                        violation_error_message="相机记录的时间没有存下",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectionAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "收到"),
                            ("mediated", "协调"),
                            ("answered", "答复"),
                            ("settled", "办结"),
                        ],
                        max_length=8,
                        verbose_name="环节",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("person", models.CharField(max_length=80, verbose_name="人")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="内容")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="approvals.objection",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "异议办理记录",
                "verbose_name_plural": "异议办理记录",
                "ordering": ["objection", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["received", "mediated", "answered", "settled"])
                        ),
                        name="objection_act_stage_choice",
                        violation_error_message="取值不在可选范围内",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ["received", "settled"])),
                        fields=("objection", "stage"),
                        name="objection_act_once",
                        violation_error_message="收到、办结各只登记一次",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", ""), _negated=True),
                        name="objection_act_person",
                        violation_error_message="须写明是谁",
                    ),
                ],
            },
        ),
        append_only("approvals_noticephotograph", "公示照片登记后不能修改、删除或清空"),
        append_only("approvals_objectionact", "异议办理记录不能修改、删除或清空"),
        RunSQL(IN_ORDER, BACK),
        RunSQL(CARRIED, RunSQL.noop),
    ]
