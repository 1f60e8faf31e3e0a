"""Money by source: nothing is received beyond its allocation, nothing paid beyond what came."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.permissions import Role
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from funding.models import Allocation, Payment
from funding.services.arrivals import allocate, receive
from funding.services.flow_values import NewAllocation, NewReceipt, NewSpending
from funding.services.reversals import reverse
from funding.services.sources import ensure_sources, source_of
from funding.services.spending import pay
from tests.factories import funding as make
from tests.factories.renovation import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make.money_project()


@pytest.fixture
def finance():
    return make.person(Role.FINANCE)


@pytest.fixture
def central():
    return source_of("370724", "central_fiscal")


def give(project, finance, source, amount, number="鲁财〔2024〕1号"):
    money = NewAllocation(source, Decimal(amount), number, TODAY)
    return allocate(by=finance, at=NOW, project=project, money=money)


def bring(project, finance, source, amount, voucher="DW-1"):
    money = NewReceipt(source, Decimal(amount), voucher, TODAY)
    return receive(by=finance, at=NOW, project=project, money=money)


def spend(project, finance, source, amount, voucher="ZF-1", **fields):
    money = NewSpending(
        source,
        fields.get("purpose", "works"),
        fields.get("payee", "某公司"),
        Decimal(amount),
        voucher,
        fields.get("day", TODAY),
    )
    return pay(by=finance, at=NOW, project=project, money=money)


def test_the_list_of_sources_is_the_same_everywhere_and_made_once():
    first = ensure_sources("370724001")

    assert [row.pk for row in first] == [row.pk for row in ensure_sources("370724")]
    assert {row.area_code for row in first} == {"370724"}


def test_money_is_allocated_received_and_paid(project, finance, central):
    give(project, finance, central, 100)
    bring(project, finance, central, 60)
    spend(project, finance, central, 60)

    assert Payment.objects.get().amount == 60


def test_receipts_stay_within_the_allocation(project, finance, central):
    give(project, finance, central, 100)
    bring(project, finance, central, 60)

    with pytest.raises(Refused, match="还可到位 40"):
        bring(project, finance, central, "40.01", "DW-2")


def test_social_money_needs_no_allocation(project, finance):
    assert bring(project, finance, source_of("370724", "social"), 5).amount == 5


def test_payments_stay_within_receipts_of_their_source(project, finance, central):
    give(project, finance, central, 100)
    bring(project, finance, central, 100)
    province = source_of("370724", "province")

    with pytest.raises(Refused, match="还差 "):
        spend(project, finance, central, "100.01")
    with pytest.raises(Refused, match="可用 0"):
        spend(project, finance, province, 1)


def test_all_that_is_wrong_is_said_at_once(project, finance, central):
    with pytest.raises(Refused) as refused:
        spend(project, finance, central, "-1", "", purpose="gift", payee=" ", day=date(2024, 7, 1))

    assert {problem.field for problem in refused.value.problems} == {
        "amount",
        "voucher",
        "purpose",
        "payee",
        "paid_on",
    }


def test_residents_money_is_not_booked_past_their_ledger(project, finance):
    with pytest.raises(Refused, match="居民出资按户登记"):
        bring(project, finance, source_of("370724", "residents"), 5)


def test_a_source_of_another_district_is_refused(project, finance):
    with pytest.raises(Refused, match="不属于项目所在"):
        give(project, finance, source_of("330382", "province"), 5)


def test_a_document_is_booked_once_until_it_is_reversed(project, finance, central):
    row = give(project, finance, central, 100)
    with pytest.raises(Conflict, match="已经登记"):
        give(project, finance, central, 90)

    reverse(by=finance, at=NOW, entry=row, reason="金额录错")

    assert give(project, finance, central, 90).repeat == 1


def test_a_reversal_does_not_pull_the_ground_away(project, finance, central):
    allocation = give(project, finance, central, 100)
    receipt = bring(project, finance, central, 100)
    payment = spend(project, finance, central, 100)

    with pytest.raises(Refused, match="少于已到位"):
        reverse(by=finance, at=NOW, entry=allocation, reason="录错")
    with pytest.raises(Refused, match="少于已支付"):
        reverse(by=finance, at=NOW, entry=receipt, reason="录错")
    for row in (payment, receipt, allocation):
        reverse(by=finance, at=NOW, entry=row, reason="录错")
    with pytest.raises(Refused, match="已经冲正"):
        reverse(by=finance, at=NOW, entry=allocation, reason="录错")

    assert Allocation.objects.filter(reverses__isnull=False).count() == 1


def test_scope_comes_before_right(project, central):
    with pytest.raises(OutOfScope):
        give(project, make.person(Role.FINANCE, "330382"), central, 1)
    with pytest.raises(NotAllowed):
        give(project, make.person(Role.BUREAU_HANDLER), central, 1)


def test_the_database_keeps_bookings(project, finance, central):
    row = give(project, finance, central, 100)

    with pytest.raises(IntegrityError, match="冲正"), transaction.atomic():
        Allocation.objects.filter(pk=row.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="冲正"), transaction.atomic():
        row.delete()
