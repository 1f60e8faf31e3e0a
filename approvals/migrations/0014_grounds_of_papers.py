"""What a paper rests on besides itself; papers from before it was kept stay as they are."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0013_interruptions"), ("records", "0005_attachment_sees")]

    operations = [
        migrations.AddField(
            "paper",
            "mandate",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="approvals.mandate",
                verbose_name="委托书",
            ),
        ),
        migrations.AddField(
            "paper", "witness", models.CharField(blank=True, max_length=40, verbose_name="见证人")
        ),
        migrations.AddField(
            "paper",
            "evidence",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.attachment",
                verbose_name="凭据",
            ),
        ),
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(channel="telephone") | ~Q(witness=""),
                name="paper_telephone_witness",
                violation_error_message="电话征询须写明见证人",
            ),
        ),
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(channel="online") | Q(evidence__isnull=False),
                name="paper_online_evidence",
                violation_error_message="线上答复须有凭据",
            ),
        ),
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=Q(live=False) | Q(proxy="") | Q(mandate__isnull=False),
                name="paper_proxy_mandate",
                violation_error_message="受托人签的须有登记的委托书",
            ),
        ),
    ]
