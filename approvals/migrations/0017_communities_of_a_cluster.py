"""Each community of a cluster is counted by itself too; the roll says where a home lies."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0016_photographs_and_acts")]

    operations = [
        migrations.AddField(
            "round",
            "communities",
            ArrayField(
                base_field=models.CharField(max_length=120),
                default=list,
                size=None,
                verbose_name="组团内小区名称",
            ),
        ),
        migrations.AddField(
            "headunit",
            "community",
            models.CharField(blank=True, default="", max_length=120, verbose_name="组团内小区"),
            preserve_default=False,
        ),
        migrations.AddField(
            "runningtally",
            "community",
            models.CharField(blank=True, default="", max_length=120, verbose_name="组团内小区"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("runningtally", "running_scope"),
        migrations.AddConstraint(
            "runningtally",
            models.UniqueConstraint(
                fields=["round", "matter", "community", "building", "entrance", "group"],
                name="running_scope",
            ),
        ),
        migrations.AddConstraint(
            "runningtally",
            models.CheckConstraint(
                condition=Q(community="") | Q(building="", group="owners"),
                name="running_community_whole",
                violation_error_message="小区一行不分楼栋、不分业主",
            ),
        ),
    ]
