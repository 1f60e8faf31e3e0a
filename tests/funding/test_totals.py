"""Money by source and by project: one statement each, exact, within scope."""

from decimal import Decimal

import pytest

from accounts.permissions import Role
from funding.selectors.accounts import accounts
from funding.selectors.money_rows import total_of
from funding.selectors.totals import by_project, by_source, paid_by_purpose
from funding.services.arrivals import allocate, receive
from funding.services.flow_values import NewAllocation, NewReceipt, NewSpending
from funding.services.reversals import reverse
from funding.services.sources import ensure_sources, source_of
from funding.services.spending import pay
from tests.factories import funding as make
from tests.factories.funding import WAN
from tests.factories.renovation import NOW, OTHER_STREET, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return make.person(Role.LEADER)


def fund(project, kind, wan, received=None, paid=None):
    by, source = make.person(Role.FINANCE), source_of("370724", kind)
    common = {"by": by, "at": NOW, "project": project}
    allocate(**common, money=NewAllocation(source, wan * WAN, f"文{kind}", TODAY))
    if received:
        receive(**common, money=NewReceipt(source, received * WAN, f"DW{kind}", TODAY))
    if paid:
        pay(**common, money=NewSpending(source, "works", "某公司", paid * WAN, f"ZF{kind}", TODAY))


def shown(rows):
    return {row.key: (row.planned / WAN, row.received / WAN, row.paid / WAN) for row in rows}


def test_the_county_bears_the_rest_and_residents_money_comes_from_their_ledger(leader):
    project = make.money_project()
    make.due(project, social=50 * WAN)
    fund(project, "central_fiscal", 300, received=300, paid=100)
    fund(project, "province", 100)
    make.in_full(project, but={make.units_of(project)[0].pk})

    rows = by_source("370724", 2024, leader)

    assert shown(rows) == {
        "central_fiscal": (300, 300, 100),
        "province": (100, 0, 0),
        "district": (170, 0, 0),
        "residents": (180, 135, 0),
        "social": (50, 0, 0),
    }
    assert total_of(rows).planned == 800 * WAN
    assert paid_by_purpose("370724", 2024, leader) == {"works": 100 * WAN}


def test_an_estimate_plans_until_something_better_is_confirmed(leader):
    project = make.money_project(area="25000.00")
    make.due(project)
    assert shown(by_source("370724", 2024, leader))["residents"][0] == 180

    make.final(project, {"basic": 475, "improved": 190, "upgraded": 95})
    assert shown(by_source("370724", 2024, leader))["residents"][0] == 171


def test_reversed_bookings_count_nothing(leader):
    project = make.money_project()
    fund(project, "province", 100, received=50, paid=20)
    for rows in (project.payments, project.receipts, project.allocations):
        reverse(by=make.person(Role.FINANCE), at=NOW, entry=rows.get(), reason="录错")

    assert by_source("370724", 2024, leader) == []


def test_projects_are_summed_apart_and_only_in_scope(leader):
    first, second = make.money_project(), make.money_project(street_code=OTHER_STREET)
    make.due(first)
    fund(first, "province", 1, received=1)

    whole = by_project("370724", 2024, leader)
    street = by_project("370724", 2024, make.person(Role.STREET_CLERK, OTHER_STREET))

    assert whole[first.pk].received == WAN
    assert whole[second.pk].planned == 0
    assert set(street) == {second.pk}
    assert by_project("370724", 2023, leader) == {}


def test_the_statement_and_the_accounts_agree_by_two_paths(leader):
    project = make.money_project()
    make.due(project)
    fund(project, "province", 100, received=50, paid=20)
    make.in_full(project)
    listed = {row.key: row for row in by_source("370724", None, leader)}

    for source in ensure_sources("370724"):
        account = accounts(project, [source])[source.pk]
        row = listed.get(source.kind)
        assert account.received == (row.received if row else Decimal(0))
        assert account.paid == (row.paid if row else Decimal(0))


def test_one_statement_whatever_the_number(leader, django_assert_num_queries):
    make.due(make.money_project())
    leader.access  # noqa: B018  read by the login before

    with django_assert_num_queries(1):
        by_source("370724", 2024, leader)
    with django_assert_num_queries(1):
        by_project("370724", 2024, leader)
