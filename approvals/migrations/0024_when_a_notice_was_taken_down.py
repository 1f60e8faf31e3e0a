"""When a notice was taken down: days that it hung do not count for another text."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0023_right_of_summaries")]

    operations = [
        migrations.AddField(
            "notice",
            "cancelled_at",
            models.DateTimeField(blank=True, null=True, verbose_name="撤下登记时间"),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(state="cancelled") | Q(cancelled_at__isnull=True),
                name="notice_cancelled_when_down",
                violation_error_message="张贴着的公示没有撤下时间",
            ),
        ),
    ]
