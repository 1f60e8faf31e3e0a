"""The digest of the papers in a seal is salted; seals from before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0021_leaves_of_papers")]

    operations = [
        migrations.AddField(
            "seal",
            "salt",
            models.CharField(blank=True, max_length=32, verbose_name="意见表校验盐"),
        ),
    ]
