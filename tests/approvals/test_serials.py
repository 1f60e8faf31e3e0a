"""A serial leads to one paper: no other project of the district prints the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.serials import prefix, serial

YEARS, NUMBERS = st.integers(2010, 2099), st.integers(1, 9999)


@given(YEARS, NUMBERS, YEARS, NUMBERS)
def test_two_projects_of_a_district_share_no_serial(year, number, other_year, other):
    one, another = (f"370724-{y}-{n:04d}" for y, n in ((year, number), (other_year, other)))
    assert (prefix(2, 1, one) == prefix(2, 1, another)) == (one == another)


def test_a_serial_tells_round_attempt_project_and_place_on_the_roll():
    assert serial(prefix(2, 1, "330382-2024-0001"), 115) == "ZQ2-240001-115"
    assert prefix(2, 2, "330382-2024-0001") == "ZQ2B-240001"
    assert prefix(1, 1, "T-7") == "ZQ1-7"


@pytest.mark.parametrize(("round_number", "attempt"), [(0, 1), (1, 0), (1, 27)])
def test_beyond_the_alphabet_there_is_no_serial(round_number, attempt):
    with pytest.raises(ValueError, match="attempt"):
        prefix(round_number, attempt, "T-7")
