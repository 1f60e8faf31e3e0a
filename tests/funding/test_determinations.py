"""Who pays what: the worked cases of the schemes, through the services."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Conflict, NotAllowed, OutOfScope, Refused, Undecidable
from funding.models import Determination, DeterminationLine, HouseholdShare
from funding.services.basis import Basis
from funding.services.determinations import confirm_shares, determine_shares
from renovation.models import ProjectFact
from tests.factories import funding as make
from tests.factories.funding import WAN
from tests.factories.renovation import NOW

pytestmark = pytest.mark.django_db


def determine(project, stage="estimate", by=None, **basis):
    by = by or make.person(Role.BUREAU_HANDLER)
    return determine_shares(by=by, at=NOW, project=project, stage=stage, basis=Basis(**basis))


def in_wan(row):
    return row.government / WAN, row.residents / WAN, row.other / WAN


@pytest.mark.parametrize(
    ("area", "expected"),
    [("20000.00", (600, 200, 0)), ("25000.00", (620, 180, 0))],
)
def test_d1_residents_pay_ten_thirty_seventy_and_what_lies_above_the_cap(area, expected):
    row = determine(make.money_project(area=area))

    assert in_wan(row) == expected
    assert row.total == 800 * WAN


def test_d1_social_capital_lowers_the_government_part_alone():
    row = determine(make.money_project(), social=50 * WAN, social_source="充电设施运营协议")

    assert in_wan(row) == (570, 180, 50)


def test_d1_a_garage_counts_where_the_new_design_counts_it():
    project = make.money_project()

    assert in_wan(determine(project, garage_area=Decimal("700.00"))) == (620, 180, 0)
    assert in_wan(determine(project)) == (600, 200, 0)


def test_d1_lifts_stay_outside():
    project = make.money_project()
    make.content(project, "lift", "upgraded", 180, "lift")

    assert in_wan(determine(project, garage_area=Decimal("700.00"))) == (620, 180, 0)


def test_d1_other_costs_and_reserve_are_spread_by_weight():
    project = make.money_project(costs=(400, 160, 80), area="25000.00")
    make.content(project, "other", "", 96, "other_cost")
    make.content(project, "reserve", "", 64, "reserve")

    row = determine(project)

    assert row.total == 800 * WAN
    assert row.residents == 180 * WAN


def test_d18_the_final_account_gives_money_back():
    project = make.money_project(area="25000.00")
    make.due(project)
    make.in_full(project)

    row = make.final(project, {"basic": 475, "improved": 190, "upgraded": 95})

    assert in_wan(row) == (589, 171, 0)
    assert sum(share.amount for share in row.shares.all()) == 171 * WAN
    received = ProjectFact.objects.get(project=project, key="money.residents_received")
    assert Decimal(received.value) - row.residents == 9 * WAN


def test_households_shares_add_up_to_the_fen_and_ties_go_by_code():
    project = make.money_project(costs=("0.0001", 0, 0), homes=3, area="240.00")
    row = determine(project)

    shares = list(row.shares.order_by("unit_code").values_list("amount", flat=True))

    assert row.residents == Decimal("0.10")
    assert shares == [Decimal("0.04"), Decimal("0.03"), Decimal("0.03")]


def test_a_result_keeps_its_account_per_payer_with_version_and_trigger():
    row = determine(make.money_project())

    line = row.lines.get(payer="government")

    assert row.provisional
    assert line.explanation["result"] == "6,000,000.00"
    assert line.explanation["trigger"]["event"] == "开工日"
    assert line.explanation["version"]["sequence"] == 1
    assert "5,000,000.00 × 10%" in str(line.explanation)


def test_once_works_have_started_the_version_of_that_day_is_no_longer_provisional():
    project = make.money_project()
    make.reach(project, "started")

    assert not determine(project).provisional


def test_a_new_result_supersedes_the_former_and_nothing_is_changed():
    project = make.money_project()
    first = determine(project)
    second = determine(project, social=10 * WAN)

    first.refresh_from_db()
    assert not first.live
    assert second.supersedes == first
    assert Determination.objects.get(project=project, live=True) == second


def test_contents_that_no_rule_covers_are_named_all_at_once():
    project = make.money_project()
    make.content(project, "a", "unknown", 1)
    make.content(project, "b", "unknown", 1)

    with pytest.raises(Undecidable) as refused:
        determine(project)

    assert len(refused.value.problems) == 2
    assert not Determination.objects.exists()


def test_without_contents_there_is_nothing_to_determine():
    with pytest.raises(Refused, match="还没有改造内容"):
        determine(make.money_project(costs=(0, 0, 0)))


def test_the_due_sum_waits_for_the_confirmed_estimate_and_the_vote():
    project = make.money_project()
    determine(project)

    with pytest.raises(Refused) as refused:
        determine(project, "due", social=Decimal(1))

    assert {problem.code for problem in refused.value.problems} == {
        "no_estimate",
        "basis_given",
        "not_consented",
    }


def test_the_due_sum_follows_the_design_that_was_voted_on():
    project = make.money_project()
    make.estimate(project)
    make.reach(project, "consented")
    project.contents.filter(key="basic").update(estimate=900 * WAN)

    assert determine(project, "due").residents == 200 * WAN


def test_the_final_account_is_refused_with_every_missing_figure():
    project = make.money_project()
    make.due(project)
    make.reach(project, "completed")

    with pytest.raises(Refused) as refused:
        determine(project, "final", final_costs={"basic": WAN, "nothing": WAN})

    assert {problem.code for problem in refused.value.problems} == {
        "final_missing",
        "final_unknown",
        "document_missing",
    }
    assert {problem.field for problem in refused.value.problems} == {
        "improved",
        "upgraded",
        "nothing",
        "document_no",
    }


def test_the_final_account_waits_for_the_end_of_works():
    project = make.money_project()
    make.due(project)

    with pytest.raises(Refused, match="工程尚未完工"):
        determine(project, "final", final_costs={}, document_no="决字1号")


def test_whoever_determines_does_not_confirm():
    both = make.user_with_both()
    row = determine(make.money_project(), by=both)

    with pytest.raises(Refused, match="两人"):
        confirm_shares(by=both, at=NOW, determination=row)


def test_a_superseded_or_confirmed_result_is_not_confirmed_again():
    project = make.money_project()
    old = determine(project)
    row = make.confirmed(project, "estimate")
    reviewer = make.person(Role.BUREAU_REVIEWER)

    with pytest.raises(Conflict, match="替代"):
        confirm_shares(by=reviewer, at=NOW, determination=old)
    with pytest.raises(Conflict, match="已经复核"):
        confirm_shares(by=reviewer, at=NOW, determination=row)


def test_only_a_confirmed_due_sum_becomes_a_fact():
    project = make.money_project()
    make.estimate(project)
    make.reach(project, "consented")
    row = determine(project, "due")
    assert not ProjectFact.objects.filter(project=project, key="money.residents_due").exists()

    confirm_shares(by=make.person(Role.BUREAU_REVIEWER), at=NOW, determination=row)

    fact = ProjectFact.objects.get(project=project, key="money.residents_due")
    assert Decimal(fact.value) == 200 * WAN
    assert fact.explanation["result"] == "2,000,000.00"


def test_scope_comes_before_right():
    project = make.money_project()

    with pytest.raises(OutOfScope):
        determine(project, by=make.person(Role.BUREAU_HANDLER, "330382"))
    with pytest.raises(NotAllowed):
        determine(project, by=make.person(Role.STREET_CLERK, "370724001"))
    row = determine(project)
    with pytest.raises(NotAllowed):
        confirm_shares(by=make.person(Role.BUREAU_HANDLER), at=NOW, determination=row)


def test_every_determination_leaves_its_trace():
    row = determine(make.money_project())

    entry = AuditEntry.objects.get(action="shares.determine")

    assert entry.project_id == row.project_id
    assert entry.payload["residents"] == "2000000.00"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Determination.objects.filter(pk=row.pk).update(residents=row.residents + 1),
        lambda row: Determination.objects.filter(pk=row.pk).delete(),
        lambda row: Determination.objects.filter(pk=row.supersedes_id).update(live=True),
        lambda row: Determination.objects.filter(pk=row.pk).update(
            confirmed_at=None, confirmed_by=None
        ),
        lambda row: DeterminationLine.objects.filter(determination=row).update(amount=1),
        lambda row: HouseholdShare.objects.filter(determination=row).delete(),
    ],
)
def test_the_database_refuses_to_change_a_result(change):
    project = make.money_project()
    determine(project)
    row = make.estimate(project)

    with pytest.raises(IntegrityError, match="测算"), transaction.atomic():
        change(row)


@pytest.mark.parametrize(
    "table",
    [
        "funding_determination",
        "funding_determinationline",
        "funding_householdshare",
        "funding_ledgerentry",
        "funding_allocation",
        "funding_receipt",
        "funding_payment",
    ],
)
def test_the_database_refuses_to_empty_a_book(table):
    with (
        pytest.raises(IntegrityError, match="清空"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
