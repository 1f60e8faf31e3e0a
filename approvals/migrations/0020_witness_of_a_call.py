"""What is said by telephone has a witness: apart, for no table is altered with updates pending."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0019_witnesses_and_collectors")]

    operations = [
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(channel="telephone") | ~Q(witness_masked=""),
                name="paper_telephone_witness",
                violation_error_message="电话征询须写明见证人",
            ),
        ),
    ]
