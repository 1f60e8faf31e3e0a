"""Approvals are merged or waived, never skipped, and never by a fact that is missing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.fact_values import FactValue
from policies.rules.model import Discharge, Obligation, Premise, Procedure, Step, Terms, Waiver
from policies.rules.obligations import settle
from policies.rules.premises import Known
from policies.rules.steps_taken import takes
from policies.rules.vocabulary import MilestoneKind, StepKind

TEN, TWENTY = "10000000", "20000000"


def up_to(limit):
    return (Premise("money.estimate", operator="<=", values=(limit,)),)


OBLIGATIONS = (
    Obligation(
        "proposal",
        "项目建议书",
        (Discharge("a", "study", up_to(TWENTY)), Discharge("a", "proposal")),
    ),
    Obligation("study", "可研报告", (Discharge("a", "study"),)),
    Obligation(
        "design", "初步设计", (Discharge("a", "study", up_to(TEN)), Discharge("b", "design"))
    ),
    Obligation(
        "permit",
        "规划许可",
        (Discharge("b", "permit"),),
        (Waiver("agreed", (Premise("review.agreed", scope="r", values=("true",)),), ("opinion",)),),
    ),
)
STEPS = (
    Step("a", "立项", "p", StepKind.PLAIN, "u", reaches=MilestoneKind.APPROVED),
    Step("b", "另报", "p", StepKind.PLAIN, "u", after=("a",)),
)
PROCEDURE = Procedure((), STEPS, obligations=OBLIGATIONS)
money = st.integers(0, 3_000_000_000).map(lambda n: Decimal(n) / 100)


def known(cost=None, agreed=None):
    facts = {}
    if cost is not None:
        facts["money.estimate", ""] = FactValue("money.estimate", "", Decimal(cost))
    if agreed is not None:
        facts["review.agreed", "r"] = FactValue("review.agreed", "r", agreed)
    return Known(facts)


def found(cost=None, agreed=None):
    return settle(OBLIGATIONS, known(cost, agreed), Terms())


@pytest.mark.parametrize(
    ("cost", "carried"),
    [("10000000.00", 3), ("10000000.01", 2), ("20000000.00", 2), ("20000000.01", 1)],
)
def test_equality_still_merges_and_one_fen_more_does_not(cost, carried):
    filings = found(cost, agreed=True).filings("a")
    assert len(filings["study"]) == carried


@given(money, st.booleans())
def test_agrees_with_the_text_read_aloud(cost, agreed):
    result = found(cost, agreed)
    cents = int(cost * 100)
    together = 3 if cents <= 1_000_000_000 else 2 if cents <= 2_000_000_000 else 1
    assert len(result.filings("a")["study"]) == together
    assert (result.row("design").step == "b") is (cents > 1_000_000_000)
    assert result.row("permit").status == ("waived" if agreed else "discharged")
    assert result.instead == (frozenset({"opinion"}) if agreed else frozenset())


@given(money, st.booleans())
def test_every_obligation_is_met_once(cost, agreed):
    result = found(cost, agreed)
    met = [row.obligation.key for step in "ab" for row in result.at(step)]
    waived = [row.obligation.key for row in result.rows if row.status == "waived"]
    assert sorted(met + waived) == sorted(one.key for one in OBLIGATIONS)


@given(money, money)
def test_a_dearer_project_never_files_fewer_papers(one, other):
    low, high = sorted((one, other))
    filings = [sum(len(found(cost, agreed=True).filings(s)) for s in "ab") for cost in (low, high)]
    assert filings[0] <= filings[1]


def test_what_is_not_known_leaves_it_open_and_says_so():
    result = found(agreed=True)
    assert result.row("study").status == "discharged"
    assert result.row("design").status == "undecided"
    assert result.row("design").missing == ("总投资概算",)


def test_a_step_with_nothing_to_discharge_is_not_taken_and_says_where_it_went():
    step = PROCEDURE.step("b")
    taken = takes(step, PROCEDURE, known(TEN, agreed=True))
    assert taken.taken is False
    assert taken.why == "初步设计并入“立项”；规划许可免办"
    assert takes(step, PROCEDURE, known(TEN, agreed=False)).taken is True
    assert takes(step, PROCEDURE, known(agreed=True)).taken is None


def test_an_indispensable_step_is_always_taken():
    assert takes(PROCEDURE.step("a"), PROCEDURE, known()).taken is True


def test_a_step_with_conditions_of_its_own_waits_for_them():
    step = replace(PROCEDURE.step("b"), when=up_to(TEN))
    assert takes(step, PROCEDURE, known()).why == "尚不能判定：需要“总投资概算”"
    assert takes(step, PROCEDURE, known(TWENTY)).taken is False
