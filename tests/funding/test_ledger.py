"""The residents' ledger: what comes in, what goes back, and what the gate reads of it."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from funding.models import LedgerEntry
from funding.rules.bookings import NewPayment
from funding.selectors.accounts import paid_by_unit, received_from_residents
from funding.services.flow_values import NewSpending
from funding.services.ledger import record_payment, record_payments
from funding.services.refunds import NewRefund, refund
from funding.services.sources import source_of
from funding.services.spending import pay
from funding.services.taking_back import reverse_entry
from renovation.models import Milestone, ProjectFact
from renovation.selectors.situations import decide
from tests.factories import funding as make
from tests.factories.funding import WAN
from tests.factories.renovation import NOW, TODAY

pytestmark = pytest.mark.django_db
SHARE = Decimal("500000.00")  # 200 万元 over four equal homes


@pytest.fixture
def project():
    project = make.money_project()
    make.due(project)
    return project


@pytest.fixture
def clerk():
    return make.person(Role.STREET_CLERK, "370724001")


def book(project, clerk, unit, amount=SHARE, voucher="PZ-1", **fields):
    return record_payment(
        by=clerk, at=NOW, project=project, payment=make.payment(unit, amount, voucher, **fields)
    )


def fact(project, key):
    return ProjectFact.objects.get(project=project, key=f"money.residents_{key}").value


def test_a_payment_is_booked_masked_and_reported(project, clerk):
    unit = make.units_of(project)[0]

    entry = book(project, clerk, unit, payer="赵小平")

    assert entry.payer == "赵*平"
    assert paid_by_unit(project) == {unit.pk: SHARE}
    assert Decimal(fact(project, "received")) == SHARE
    assert fact(project, "share") == "1/4"
    assert "赵小平" not in str(AuditEntry.objects.get(action="ledger.pay").__dict__)


def test_the_gate_opens_at_the_last_fen(project, clerk):
    *_others, last = make.units_of(project)
    make.in_full(project, but={last.pk})
    book(project, clerk, last, SHARE - Decimal("0.01"))
    step = project.steps.get(key="money")

    assert [line.gap for line in decide(step, TODAY).blockers if "0.01" in line.gap] == [
        "居民已缴还差 0.01 元"
    ]
    assert not Milestone.objects.filter(project=project, kind="funded").exists()

    book(project, clerk, last, Decimal("0.01"), "PZ-2")

    assert Milestone.objects.filter(project=project, kind="funded", revoked=False).exists()
    assert not [line for line in decide(step, TODAY).blockers if "元" in line.gap]


def test_a_reversal_breaks_the_milestone(project, clerk):
    entry = make.in_full(project)[0].entry

    row = reverse_entry(by=clerk, at=NOW, entry=entry, reason="退票")

    assert (row.direction, row.amount) == (-1, entry.amount)
    assert fact(project, "share") == "3/4"
    assert not Milestone.objects.filter(project=project, kind="funded", revoked=False).exists()


def test_a_reversed_voucher_may_be_booked_again(project, clerk):
    unit = make.units_of(project)[0]
    wrong = book(project, clerk, unit, 300)
    reverse_entry(by=clerk, at=NOW, entry=wrong, reason="金额录错")

    again = book(project, clerk, unit, 400)

    assert again.repeat == 1
    assert received_from_residents(project) == 400


def test_what_is_too_much_is_refused_with_the_numbers(project, clerk):
    unit = make.units_of(project)[0]

    with pytest.raises(Refused) as refused:
        book(project, clerk, unit, SHARE + Decimal("0.01"))

    (problem,) = refused.value.problems
    assert problem.field == "amount"
    assert "会多收 0.01 元" in problem.message


def test_everything_wrong_with_a_payment_is_said_at_once(project, clerk):
    unit = make.units_of(project)[0]

    with pytest.raises(Refused) as refused:
        book(project, clerk, unit, "-1.005", " ", channel="shell", paid_on=date(2024, 6, 22))

    assert {problem.field for problem in refused.value.problems} == {
        "amount",
        "voucher",
        "channel",
        "paid_on",
    }


def test_a_household_of_another_project_is_refused(project, clerk):
    stranger = make.units_of(make.money_project())[0]

    with pytest.raises(Refused, match="不在本项目的应缴名册"):
        book(project, clerk, stranger)


def test_nothing_is_collected_before_the_due_sum_is_confirmed(clerk):
    project = make.money_project()
    make.estimate(project)

    with pytest.raises(Refused, match="应缴数还没有经复核"):
        book(project, clerk, make.units_of(project)[0], 1)


def test_a_voucher_counts_once_unless_it_pays_for_several_homes(project, clerk):
    first, second, *_ = make.units_of(project)
    book(project, clerk, first)

    with pytest.raises(Conflict, match="已经登记在1号楼"):
        book(project, clerk, second)
    book(project, clerk, second, joint=True)
    with pytest.raises(Conflict, match="已经登记在这一户"):
        book(project, clerk, second, Decimal(1), joint=True)

    assert received_from_residents(project) == 2 * SHARE


def test_many_payments_each_get_their_answer(project, clerk):
    first, second, third, _ = make.units_of(project)
    rows = [
        make.payment(first, SHARE, "A"),
        make.payment(second, SHARE, "A"),
        make.payment(first, 1, "B"),
        make.payment(third, SHARE, "C"),
    ]

    results = record_payments(by=clerk, at=NOW, project=project, payments=rows)

    assert [bool(result.entry) for result in results] == [True, False, False, True]
    assert [result.problems[0].code for result in results if result.problems] == [
        "voucher_used",
        "overpaid",
    ]
    assert received_from_residents(project) == 2 * SHARE
    assert AuditEntry.objects.get(action="ledger.pay_many").payload["rows"] == 2


def test_a_payment_costs_the_same_whatever_the_size(project, clerk, django_assert_max_num_queries):
    unit = make.units_of(project)[0]
    clerk.access  # noqa: B018  read by the login before

    with django_assert_max_num_queries(30):
        book(project, clerk, unit)


def test_a_refund_needs_the_final_account(project, clerk):
    unit = make.units_of(project)[0]
    make.in_full(project)
    money = NewRefund(unit, Decimal("22500.00"), "TK-1", "bank", TODAY, "决算退款")

    with pytest.raises(Refused, match="可退 0"):
        refund(by=clerk, at=NOW, project=project, money=money)


def test_d18_after_the_final_account_each_household_gets_its_part_back(clerk):
    project = make.money_project(area="25000.00")
    make.due(project)
    make.in_full(project)
    make.final(project, {"basic": 475, "improved": 190, "upgraded": 95})
    unit = make.units_of(project)[0]

    refund(
        by=clerk,
        at=NOW,
        project=project,
        money=NewRefund(unit, Decimal("22500.00"), "TK-1", "bank", TODAY, "决算退款"),
    )

    assert paid_by_unit(project)[unit.pk] == Decimal("427500.00")
    assert Milestone.objects.filter(project=project, kind="funded", revoked=False).exists()
    assert fact(project, "share") == "1/1"


def test_money_already_spent_cannot_be_reversed(project, clerk):
    entries = make.in_full(project)
    spending = NewSpending(
        source_of("370724", "residents"), "works", "某施工单位", 200 * WAN, "ZF-1", TODAY
    )
    pay(by=make.person(Role.FINANCE), at=NOW, project=project, money=spending)

    with pytest.raises(Refused, match="少于已支付"):
        reverse_entry(by=clerk, at=NOW, entry=entries[0].entry, reason="退票")


def test_a_reversal_needs_a_reason_and_happens_once(project, clerk):
    entry = book(project, clerk, make.units_of(project)[0])
    with pytest.raises(Refused, match="事由"):
        reverse_entry(by=clerk, at=NOW, entry=entry, reason=" ")
    row = reverse_entry(by=clerk, at=NOW, entry=entry, reason="退票")

    with pytest.raises(Refused, match="已经冲正"):
        reverse_entry(by=clerk, at=NOW, entry=entry, reason="退票")
    with pytest.raises(Refused, match="不能再冲正"):
        reverse_entry(by=clerk, at=NOW, entry=row, reason="退票")


def test_scope_comes_before_right(project):
    unit = make.units_of(project)[0]

    with pytest.raises(OutOfScope):
        book(project, make.person(Role.STREET_CLERK, "370724002"), unit)
    with pytest.raises(NotAllowed):
        book(project, make.person(Role.LEADER), unit)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_entries(project, clerk, verb):
    entry = book(project, clerk, make.units_of(project)[0])
    rows = LedgerEntry.objects.filter(pk=entry.pk)

    with pytest.raises(IntegrityError, match="冲正"), transaction.atomic():
        rows.update(amount=1) if verb == "update" else rows.delete()


def test_the_database_refuses_a_reversal_of_another_amount(project, clerk):
    entry = book(project, clerk, make.units_of(project)[0])

    with pytest.raises(IntegrityError, match="相同"), transaction.atomic():
        LedgerEntry.objects.create(
            project=project,
            unit=entry.unit,
            kind="reversal",
            direction=-1,
            channel="bank",
            amount=1,
            paid_on=TODAY,
            voucher=entry.voucher,
            reverses=entry,
            reason="x",
            booked_at=NOW,
            booked_by=clerk,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_with_the_same_voucher_one_books_and_the_other_is_told():
    project = make.money_project()
    make.due(project)
    unit = make.units_of(project)[0]
    clerks = [make.person(Role.STREET_CLERK, "370724001") for _ in range(2)]
    barrier, told = threading.Barrier(2), []

    def work(clerk):
        barrier.wait()
        try:
            record_payment(
                by=clerk,
                at=NOW,
                project=project,
                payment=NewPayment(unit, Decimal(100), "PZ-9", paid_on=TODAY),
            )
        except Conflict as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert LedgerEntry.objects.filter(voucher="PZ-9").count() == 1
    assert len(told) == 1
    assert "已经登记在这一户" in told[0]


def test_settled_homes_and_the_day_all_was_paid_follow_the_ledger(project, clerk):
    def told(key):
        row = ProjectFact.objects.filter(project=project, key=f"money.{key}").first()
        return row.value if row else None

    units = make.units_of(project)
    book(project, clerk, units[0])
    assert (told("due_homes"), told("paid_homes"), told("full_on")) == ("4", "1", None)

    for number, unit in enumerate(units[1:], 2):
        last = book(project, clerk, unit, voucher=f"PZ-{number}", paid_on=TODAY)

    assert (told("paid_homes"), told("full_on")) == ("4", TODAY.isoformat())
    why = ProjectFact.objects.get(project=project, key="money.paid_homes").explanation
    assert (why["result"], why["lines"][0]["expression"]) == ("4", "4 − 4")

    reverse_entry(by=clerk, at=NOW, entry=last, reason="退票")
    assert (told("paid_homes"), told("full_on")) == ("3", None)
