"""A simulation tells who becomes eligible, and who no longer is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("renovation", "0012_plan_baseline_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="simulationrow",
            name="simulation_row_kind_choice",
        ),
        migrations.AlterField(
            model_name="simulationrow",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deadline", "期限"),
                    ("gate", "关口"),
                    ("document", "要件"),
                    ("step", "步骤"),
                    ("share", "出资"),
                    ("result", "表决结果"),
                    ("eligible", "改造范围"),
                ],
                max_length=10,
                verbose_name="类别",
            ),
        ),
        migrations.AddConstraint(
            model_name="simulationrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["deadline", "gate", "document", "step", "share", "result", "eligible"],
                    )
                ),
                name="simulation_row_kind_choice",
                violation_error_message="取值不在可选范围内",
            ),
        ),
    ]
