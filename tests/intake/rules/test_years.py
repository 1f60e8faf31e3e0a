"""Years of building as plan tables have them."""

import pytest

from intake.rules.entries import read_entry
from intake.rules.years import years
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import cell


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1998", (1998, 1998)),
        ("１９９８年", (1998, 1998)),
        ("1998年建成", (1998, 1998)),
        ("1998-05-01", (1998, 1998)),
        ("1998年5月", (1998, 1998)),
        ("1995-1998", (1995, 1998)),
        ("1995年至1998年", (1995, 1998)),
        ("90年代", (1990, 1999)),
        ("上世纪80年代", (1980, 1989)),
        ("1990年代", (1990, 1999)),
        ("2000年前", None),
        ("1998-1995", None),
        ("约1998", None),
        ("3998", None),
        ("", None),
    ],
)
def test_a_year_is_read_exactly_or_not_at_all(written, meant):
    assert years(written) == meant


def test_what_is_no_year_is_told_and_left_out():
    column = COMMUNITY_PLAN.column("built_year")

    assert read_entry(cell("2000年前"), column).note == "“2000年前”读不出确切年份，没有采用"
    assert read_entry(cell("90年代"), column).value == "1990-1999"
    assert read_entry(cell(1998), column).note == ""
