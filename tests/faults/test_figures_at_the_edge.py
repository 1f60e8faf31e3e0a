"""What stands right at a threshold or at midnight is shown as it is judged."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from common.shares import percent_under
from policies.rules.gates import FactValue, Gate, evaluate
from renovation.models import ProjectFact
from renovation.selectors.situations import fact_value
from reports.selectors.dossier import dossier_values
from tests.factories.approvals import open_round_for, project_with_homes
from tests.factories.renovation import TODAY


@pytest.mark.parametrize(
    ("share", "limit", "shown"),
    [
        (Fraction(134999999, 135000000), Fraction(1), "99.9%"),
        (Fraction(66666, 100000), Fraction(2, 3), "66.6%"),
        (Fraction(685, 1000), Fraction(3, 4), "68.5%"),
        (Fraction(89996, 100000), Fraction(9, 10), "89.9%"),
        (Fraction(0), Fraction(1), "0.0%"),
    ],
)
def test_a_share_that_misses_its_limit_never_looks_reached(share, limit, shown):
    assert percent_under(share, limit) == shown


def test_a_gate_one_fen_short_does_not_say_100_percent_is_less_than_100_percent():
    gate = Gate(
        key="paid",
        fact="money.residents_share",
        scope="",
        operator=">=",
        value="1",
        says="居民资金到位",
        owed_by="",
    )
    key = ("money.residents_share", "")
    facts = {key: FactValue(*key, Fraction(134999999, 135000000))}

    outcome = evaluate(gate, facts, TODAY)

    assert not outcome.met
    assert "99.9%，未到 100.0%" in outcome.gap
    assert "100.0% ≥" not in outcome.explanation.lines[0].expression


def test_a_fact_of_the_small_hours_belongs_to_the_day_in_shanghai():
    row = ProjectFact(
        key="contents.items", value="3", as_of=datetime(2024, 6, 20, 16, 30, tzinfo=UTC)
    )

    assert fact_value(row).as_of == TODAY


@pytest.mark.django_db
def test_the_dossier_prints_the_period_as_the_paper_does():
    round_ = open_round_for(project_with_homes())
    type(round_).objects.filter(pk=round_.pk).update(
        opens_at=datetime(2024, 6, 12, 16, 30, tzinfo=UTC),
        closes_at=datetime(2024, 6, 24, 16, 30, tzinfo=UTC),
    )

    values = dossier_values(round_.project)

    assert values["rounds"][0]["period"] == "2024-06-13 至 2024-06-25"
