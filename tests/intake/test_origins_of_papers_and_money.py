"""A paper typed elsewhere and a sum of a funding table lead to their row, on page and round."""

import pytest
from django.urls import reverse

from approvals.models import Paper, Round
from funding.models import Receipt
from tests.factories.renovation import handler
from tests.intake.test_undo_of_every_kind import funds, papers

pytestmark = pytest.mark.django_db


def row_address(upload, row):
    return reverse("intake:row", args=[upload.pk, row])


def test_a_paper_leads_to_its_row_and_the_round_to_the_import(client):
    by, upload, _ = papers()
    paper = Paper.objects.order_by("pk").first()
    client.force_login(by)

    page = client.get(reverse("approvals:paper", args=[paper.unit_id])).content.decode()
    tab = client.get(reverse("approvals:rounds", args=[Round.objects.get().project_id]))

    assert row_address(upload, 2) in page
    assert reverse("intake:result", args=[upload.pk]) in tab.content.decode()


def test_a_sum_leads_to_its_row(client):
    _, upload, _ = funds()
    client.force_login(handler())
    address = reverse("funding:flows", args=[Receipt.objects.first().project_id])

    assert row_address(upload, 2) in client.get(address).content.decode()
