"""Standards are checked item by item; what was seen stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("renovation", "0009_plan_targets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checklist", models.CharField(max_length=40, verbose_name="清单")),
                ("item", models.CharField(max_length=60, verbose_name="项")),
                ("met", models.BooleanField(verbose_name="达标")),
                ("seen_on", models.DateField(verbose_name="检查日")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("marked_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist_marks",
                        to="renovation.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "达标检查",
                "verbose_name_plural": "达标检查",
                "ordering": ["project", "pk"],
                "indexes": [
                    models.Index(fields=["project", "checklist", "item", "-id"], name="mark_latest")
                ],
            },
        ),
        append_only("renovation_checklistmark", "检查结果不能修改、删除或清空，更正请另行检查"),
    ]
