"""D6, D7, D25: what a source may pay for in this place; a booking against it is refused."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Refused
from funding.models import Allocation, Payment
from funding.models.sources import KINDS
from funding.services.arrivals import allocate, receive
from funding.services.flow_values import NewAllocation, NewReceipt, NewSpending
from funding.services.sources import source_of
from funding.services.spending import pay
from policies.rules.vocabulary import SOURCES
from tests.factories import funding as make
from tests.factories.renovation import NOW, TODAY

pytestmark = pytest.mark.django_db

RULED = "says: 测试, clause: [测试 五]"
STREAMS = f"""streams:
  - {{key: budget, name: 中央预算内投资, source: central_budget, at_most: "90%", {RULED}}}
  - key: fiscal
    name: 中央财政资金
    source: central_fiscal
    uses: [building]
    years: {{first: 2019, last: 2021}}
    says: 用于楼体
    clause: [测试 五]
  - {{key: county, name: 县级补助, source: district, areas: ["370724002"], {RULED}}}
"""


def with_streams(text):
    return make.yueqing(text).replace("reviews:\n", f"{STREAMS}reviews:\n", 1)


@pytest.fixture
def project():
    return make.money_project(change=with_streams)


@pytest.fixture
def finance():
    return make.person(Role.FINANCE)


def give(project, finance, kind, amount, number="文 1 号"):
    money = NewAllocation(source_of("370724", kind), Decimal(amount), number, TODAY)
    return allocate(by=finance, at=NOW, project=project, money=money)


def spend(project, finance, kind, purpose):
    source = source_of("370724", kind)
    give(project, finance, kind, 100)
    arrived = NewReceipt(source, Decimal(100), "DW-1", TODAY)
    receive(by=finance, at=NOW, project=project, money=arrived)
    left = NewSpending(source, purpose, "某公司", Decimal(100), "ZF-1", TODAY)
    return pay(by=finance, at=NOW, project=project, money=left)


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_d6_a_stream_gives_nine_tenths_of_the_total_in_all(project, finance):
    make.due(project)  # 8,000,000.00 元 in all
    give(project, finance, "central_budget", "7000000.00")
    with pytest.raises(Refused) as refusal:
        give(project, finance, "central_budget", "200000.01", "文 2 号")
    assert codes(refusal) == ["stream_limit"]
    (problem,) = refusal.value.problems
    assert problem.expected == "不超过 200,000.00 元"
    assert "测试 五" in problem.remedy
    give(project, finance, "central_budget", "200000.00", "文 2 号")
    assert Allocation.objects.count() == 2


def test_d6_without_a_total_the_share_is_not_decided(project, finance):
    with pytest.raises(Refused) as refusal:
        give(project, finance, "central_budget", 1)
    assert codes(refusal) == ["total_missing"]


def test_d7_preliminary_costs_are_not_paid_from_money_for_buildings(project, finance):
    with pytest.raises(Refused) as refusal:
        spend(project, finance, "central_fiscal", "preliminary")
    assert codes(refusal) == ["stream_use"]
    assert "测试 五" in refusal.value.problems[0].remedy
    assert not Payment.objects.exists()


def test_d7_works_of_unsaid_kind_and_other_sources_are_free(project, finance):
    spend(project, finance, "central_fiscal", "works")
    assert Payment.objects.count() == 1
    give(project, finance, "province", 10)


def test_d14_county_money_stays_in_the_places_named(project, finance):
    with pytest.raises(Refused) as refusal:
        give(project, finance, "district", 1)
    assert codes(refusal) == ["stream_area"]


def test_d25_money_outside_its_years_is_booked_and_flagged_in_the_trail(project, finance):
    give(project, finance, "central_fiscal", 10)
    assert date(2021, 12, 31) < TODAY
    entry = AuditEntry.objects.filter(action="money.allocation").latest("pk")
    assert "实施期限为 2019 至 2021 年" in entry.summary


def test_every_source_that_is_booked_is_a_word_of_the_policies():
    assert KINDS.keys() <= SOURCES.keys()
