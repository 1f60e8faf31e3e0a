"""Money over REST: the same services, the same refusals, writes that may be repeated."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.permissions import Role
from funding.models import LedgerEntry
from tests.factories import funding as make
from tests.factories.funding import WAN

pytestmark = pytest.mark.django_db
URL = "/api/v1"


def client(role, area="370724"):
    """A client signed in as that role."""
    api = APIClient()
    api.force_authenticate(make.person(role, area))
    return api


@pytest.fixture
def project():
    return make.money_project()


def test_a_determination_is_made_read_and_confirmed(project):
    handler, reviewer = client(Role.BUREAU_HANDLER), client(Role.BUREAU_REVIEWER)
    body = {"project": project.pk, "stage": "estimate", "social": "500000.00"}

    made = handler.post(f"{URL}/determinations/", body)
    confirmed = reviewer.post(f"{URL}/determinations/{made.data['id']}/confirm/")
    listed = handler.get(f"{URL}/determinations/", {"project": project.pk})
    shares = handler.get(f"{URL}/determinations/{made.data['id']}/shares/")

    assert made.status_code == 201
    assert made.data["residents"] == "1800000.00"
    assert made.data["lines"][0]["explanation"]["result"] == "1,800,000.00"
    assert confirmed.data["confirmed_at"]
    assert listed.data["count"] == 1
    assert sum(Decimal(row["amount"]) for row in shares.data["results"]) == 180 * WAN


def test_what_the_rule_cannot_decide_is_refused_in_words(project):
    make.content(project, "x", "unknown", 1)

    answer = client(Role.BUREAU_HANDLER).post(
        f"{URL}/determinations/", {"project": project.pk, "stage": "estimate"}
    )

    assert answer.status_code == 422
    assert "由谁出资尚不能判定" in answer.data["errors"][0]["detail"]


def test_a_payment_is_booked_once_however_often_it_is_sent(project):
    make.due(project)
    clerk = client(Role.STREET_CLERK, "370724001")
    body = {
        "project": project.pk,
        "unit": make.units_of(project)[0].pk,
        "amount": "500000.00",
        "voucher": "PZ-1",
        "paid_on": "2024-06-20",
    }

    first = clerk.post(f"{URL}/ledger/", body, headers={"Idempotency-Key": "k1"})
    again = clerk.post(f"{URL}/ledger/", body, headers={"Idempotency-Key": "k1"})
    other = clerk.post(f"{URL}/ledger/", body, headers={"Idempotency-Key": "k2"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.data["id"] == first.data["id"]
    assert LedgerEntry.objects.count() == 1


def test_many_payments_answer_row_by_row_and_are_reversed(project):
    make.due(project)
    clerk = client(Role.STREET_CLERK, "370724001")
    unit, other, *_ = make.units_of(project)
    rows = [
        {"unit": unit.pk, "amount": "1.00", "voucher": "A", "paid_on": "2024-06-20"},
        {"unit": other.pk, "amount": "1.00", "voucher": "A", "paid_on": "2024-06-20"},
        {"unit": 0, "amount": "1.00", "voucher": "B", "paid_on": "2024-06-20"},
    ]

    answer = clerk.post(f"{URL}/ledger/bulk/", {"project": project.pk, "payments": rows})
    entry = answer.data[0]["entry"]
    gone = clerk.post(f"{URL}/ledger/{entry['id']}/reverse/", {"reason": "退票"})

    assert [row["booked"] for row in answer.data] == [True, False, False]
    assert [row["problems"][0]["code"] for row in answer.data[1:]] == [
        "voucher_used",
        "foreign_unit",
    ]
    assert gone.data["reverses"] == entry["id"]


def test_money_by_source_is_booked_and_summed(project):
    finance = client(Role.FINANCE)
    common = {"project": project.pk, "source": "province"}

    given = finance.post(
        f"{URL}/allocations/",
        {**common, "amount": "100.00", "document_no": "文1", "allocated_on": "2024-06-01"},
    )
    came = finance.post(
        f"{URL}/receipts/",
        {**common, "amount": "60.00", "voucher": "D1", "received_on": "2024-06-02"},
    )
    went = finance.post(
        f"{URL}/payments/",
        {
            **common,
            "amount": "60.01",
            "voucher": "Z1",
            "paid_on": "2024-06-02",
            "purpose": "works",
            "payee": "某公司",
        },
    )
    sums = finance.get(f"{URL}/money/by-source/", {"year": 2024})
    gone = finance.post(f"{URL}/receipts/{came.data['id']}/reverse/", {"reason": "录错"})

    assert (given.status_code, came.status_code, went.status_code) == (201, 201, 400)
    assert went.data["errors"][0]["attr"] == "amount"
    assert dict(sums.data[0]) == {
        "key": "province",
        "name": "省级补助",
        "planned": "100.00",
        "received": "60.00",
        "paid": "0.00",
        "missing": "40.00",
        "kept": "60.00",
        "received_share": "3/5",
        "paid_share": "0",
    }
    assert gone.status_code == 201
    assert len(finance.get(f"{URL}/money/by-project/").data) == 1


def test_outside_scope_it_is_not_there_and_without_the_right_it_is_refused(project):
    row = make.estimate(project)
    body = {"project": project.pk, "stage": "estimate"}
    unknown = {"project": 0, "stage": "estimate"}
    stranger = client(Role.BUREAU_HANDLER, "330382")

    assert stranger.get(f"{URL}/determinations/{row.pk}/").status_code == 404
    assert stranger.post(f"{URL}/determinations/", body).status_code == 404
    assert stranger.post(f"{URL}/determinations/", unknown).status_code == 404
    assert client(Role.STREET_CLERK).post(f"{URL}/determinations/", body).status_code == 403
    assert client(Role.UTILITY).get(f"{URL}/ledger/").status_code == 403
    assert APIClient().get(f"{URL}/ledger/").status_code == 401
