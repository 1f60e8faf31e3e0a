"""Last import, present state, new file: who wins, and when a person is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.rules.effects import Effect, compare_cell, compare_row, settled

small = st.integers(0, 3).map(Decimal)


@pytest.mark.parametrize(
    ("last", "now", "file", "effect"),
    [
        (70, 70, 70, Effect.SAME),
        (68, 68, 70, Effect.CHANGED),
        (68, 72, 70, Effect.CONFLICT),
        (68, 72, 68, Effect.SAME),
        (68, 72, 72, Effect.SAME),
        (None, 72, 70, Effect.CONFLICT),
        (None, 72, 72, Effect.SAME),
    ],
)
def test_three_states_of_a_figure(last, now, file, effect):
    cell = compare_cell(
        "households", None if last is None else Decimal(last), Decimal(now), Decimal(file)
    )

    assert cell.effect is effect


def test_a_correction_that_the_file_does_not_touch_is_kept_and_shown():
    cell = compare_cell("households", Decimal(68), Decimal(72), Decimal(68))

    assert cell.kept
    assert settled(cell, "") == 72


@given(st.one_of(st.none(), small), small, small)
def test_a_later_correction_is_never_overwritten_without_a_choice(last, now, file):
    cell = compare_cell("area", last, now, file)

    if last is None or now != last:
        if cell.effect is Effect.CONFLICT:
            with pytest.raises(ValueError, match="undecided"):
                settled(cell, "")
        else:
            assert settled(cell, "") == now


@given(st.one_of(st.none(), small), small, small)
def test_a_choice_decides_a_conflict(last, now, file):
    cell = compare_cell("area", last, now, file)

    if cell.effect is Effect.CONFLICT:
        assert settled(cell, "file") == file
        assert settled(cell, "keep") == now


def test_a_row_takes_the_strongest_effect_of_its_figures():
    now = {"a": Decimal(1), "b": Decimal(2), "c": Decimal(3)}
    last = {"a": Decimal(1), "b": Decimal(2), "c": Decimal(2)}
    file = {"a": Decimal(1), "b": Decimal(5), "c": Decimal(9)}

    assert compare_row(file, now, last).effect is Effect.CONFLICT
    assert compare_row({**file, "c": Decimal(3)}, now, last).effect is Effect.CHANGED
    assert compare_row(now, now, last).effect is Effect.SAME
    assert compare_row(file, None, None).effect is Effect.NEW
