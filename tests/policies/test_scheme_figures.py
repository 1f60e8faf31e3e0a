"""Figures of the five schemes that several rules, or both readings of one, give together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from policies.loading.calendars import library_calendar
from policies.rules.consent import Counts, evaluate
from policies.rules.consent_model import ConsentTest
from policies.rules.evaluating import evaluate as ask
from policies.rules.outline import outline
from tests.factories.policies import parsed

XINXIANG = parsed("xinxiang-2020").policy
TWO_THIRDS, THREE_QUARTERS = Fraction(2, 3), Fraction(3, 4)
INPUTS = {"410703": "216722000.00", "410702": "360870000.00", "410711": "183322000.00"}


def stated(key):
    (figure,) = [one for one in XINXIANG.figures if one.key == key]
    return figure.stated


def test_xinxiangs_eight_rows_have_a_plausible_mean():
    area = stated("area") * 10_000
    assert round(stated("investment") * 10_000 / area, 2) == Decimal("208.11")
    assert round(area / stated("households"), 2) == Decimal("96.52")


@pytest.mark.parametrize(
    ("on", "events", "reward", "at_stake"),
    [
        (date(2020, 12, 31), {}, "0.00", "228274200.00"),
        (date(2020, 12, 31), {"completed": date(2020, 12, 31)}, "228274200.00", "0.00"),
        (date(2021, 1, 1), {"completed": date(2021, 1, 1)}, "0.00", "0.00"),
    ],
)
def test_three_central_districts_have_two_hundred_million_at_stake(on, events, reward, at_stake):
    totals = {"reward": Decimal(0), "reward_at_stake": Decimal(0)}
    for code, amount in INPUTS.items():
        facts = {
            "area_code": code,
            "inputs": {"district": Decimal(amount)},
            "events": events,
            "on": on,
        }
        outcome = ask(XINXIANG, "government", facts, library_calendar()).outcome
        totals = {name: before + Decimal(outcome[name]) for name, before in totals.items()}
    assert totals == {"reward": Decimal(reward), "reward_at_stake": Decimal(at_stake)}


def by_heads_and_area(numerator, population, share):
    return tuple(
        ConsentTest(numerator, population, measure, ">=", share) for measure in ("heads", "area")
    )


@pytest.mark.parametrize(
    ("population", "share", "passed"),
    [
        ("participants", THREE_QUARTERS, False),
        ("participants", TWO_THIRDS, True),
        ("all", TWO_THIRDS, False),
    ],
    ids=["the body", "the chart, of those taking part", "the chart, of all"],
)
def test_x0_body_and_chart_part_over_sixty_two_of_ninety(population, share, passed):
    (design,) = [one for one in parsed("yueqing-2023").policy.rounds if one.key == "design"]
    (matter,) = design.matters
    agreeing = by_heads_and_area("agree", population, share)
    read = replace(matter, tests=by_heads_and_area("participate", "all", TWO_THIRDS) + agreeing)
    counts = Counts(120, Decimal(9600), 90, Decimal(7100), 62, Decimal(4900))
    outcome = evaluate(read, counts)
    assert (outcome.valid, outcome.passed) == (True, passed)
    if population == "participants" and share == THREE_QUARTERS:
        assert evaluate(matter, counts).passed is passed


def test_x24_the_street_carries_out_and_the_district_answers():
    policy = parsed("xinxiang-2020").policy
    carried = [step for step in policy.procedure.steps if step.lead == "street"]

    assert len(carried) == 8
    assert {step.responsible for step in carried} == {"government"}
    shown = repr(outline(policy))
    assert "牵头 街道办事处（乡、镇）" in shown
    assert "责任 县（市、区）政府、管委会" in shown
