"""Streets by name, and the figures that choices lead to."""

from decimal import Decimal

import pytest

from intake.kinds import KINDS
from intake.rules.claims import CheckedClaim
from intake.rules.decisions import DecidedRow, recomputed, totals
from intake.rules.effects import compare_cell
from intake.rules.place_sums import by_place, sums
from intake.rules.rows import read_rows
from intake.rules.streets import match, resolve
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, ROWS, table

TOTALS = KINDS["community_plan"].totals
KNOWN = {"城关街道": "370724001", "东城街道": "370724002", "五井镇": "370724101"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("城关街道", "370724001"),
        ("城关", "370724001"),
        ("城 关街道", "370724001"),
        ("城关街道办事处", "370724001"),
        ("五井", "370724101"),
        ("西城街道", ""),
        ("", ""),
    ],
)
def test_a_street_is_found_with_or_without_its_ending(name, code):
    assert match(name, KNOWN) == code


def test_an_unknown_street_is_refused_once_or_announced_as_new():
    reading = read_rows(
        table([HEAD, *ROWS, [4, "丁", "西城街道", 1, 10, 900], [5, "戊", "西城街道", 1, 10, 901]]),
        COMMUNITY_PLAN,
    )

    codes, refused = resolve(reading, KNOWN, create=False)
    _, announced = resolve(reading, KNOWN, create=True)

    assert codes == {"城关街道": "370724001", "东城街道": "370724002", "西城街道": ""}
    assert [(f.severity, f.cell) for f in refused] == [("refuse", "C5")]
    assert [(f.severity, f.cell) for f in announced] == [("inform", "C5")]


def test_streets_add_up_to_the_whole():
    reading = read_rows(table([HEAD, *ROWS]), COMMUNITY_PLAN)

    parts = by_place(reading, KNOWN, "street", TOTALS)

    assert [part["area_m2"] for part in parts] == ["4700.50", "5000.25"]
    assert sums(reading.rows, TOTALS)["area_m2"] == "9700.75"


def test_open_conflicts_count_as_the_file_until_somebody_chooses():
    cell = compare_cell("households", Decimal(68), Decimal(72), Decimal(70))
    file = {"households": Decimal(70)}

    undecided = DecidedRow(file, (cell,), {})
    kept = DecidedRow(file, (cell,), {"households": "keep"})

    assert totals([undecided, undecided])["households"] == 140
    assert totals([kept, undecided])["households"] == 142
    assert undecided.undecided() == (cell,)
    assert kept.undecided() == ()


def test_a_claim_follows_the_figures_that_would_be_written():
    claim = CheckedClaim("万㎡", Decimal("13.85"), Decimal("13.847932"), "万㎡", "floor_area")

    (moved,) = recomputed((claim,), {"floor_area": Decimal("138600")}, COMMUNITY_PLAN)

    assert (moved.computed, moved.ties) == (Decimal("13.86"), False)
