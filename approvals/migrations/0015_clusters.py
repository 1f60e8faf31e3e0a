"""Rounds over several communities: their buildings carry the community's name on the roll."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0014_grounds_of_papers")]

    operations = [
        migrations.AddField(
            "round",
            "members",
            ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                size=None,
                verbose_name="组团内项目",
            ),
        ),
        migrations.AddField(
            "round", "cluster", models.CharField(blank=True, max_length=100, verbose_name="组团")
        ),
        migrations.AddField(
            "round",
            "place",
            models.CharField(blank=True, max_length=12, verbose_name="组团所在地"),
        ),
        migrations.AlterField(
            "batch", "building", models.CharField(max_length=140, verbose_name="楼栋")
        ),
        migrations.AlterField(
            "headunit", "building", models.CharField(max_length=140, verbose_name="楼栋")
        ),
        migrations.AlterField(
            "runningtally",
            "building",
            models.CharField(blank=True, max_length=140, verbose_name="楼栋"),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=Q(place="", members=[]) | ~Q(place="") & ~Q(members=[]) & Q(places=[]),
                name="round_cluster",
                violation_error_message="组团征询须写明各项目和所在地",
            ),
        ),
    ]
