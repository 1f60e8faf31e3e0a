"""Three ways per cell, for any triples of last import, present state and new file."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from intake.rules.decisions import DecidedRow
from intake.rules.effects import Effect, compare_row

KEYS = ("buildings", "households", "floor_area")
figures = st.fixed_dictionaries({key: st.integers(0, 3).map(Decimal) for key in KEYS})
lasts = st.one_of(st.none(), figures)


def merged(last, now, file, answer=""):
    row = compare_row(file, now, last)
    asked = {cell.key: answer for cell in row.conflicts()} if answer else {}
    return row, DecidedRow(file, row.cells, asked)


@given(last=lasts, now=figures, file=figures)
def test_what_a_person_changed_is_never_overwritten_unasked(last, now, file):
    row, decided = merged(last, now, file)
    open_ = {cell.key for cell in decided.undecided()}

    for key in KEYS:
        corrected = last is None or now[key] != last[key]
        if corrected and file[key] != now[key]:
            repeats = last is not None and file[key] == last[key]
            assert key in open_ or (repeats and decided.figures(open_as="file")[key] == now[key])
    assert bool(open_) == (row.effect is Effect.CONFLICT)


@given(last=figures, now=figures, file=figures)
def test_a_figure_that_nobody_touched_follows_the_file(last, now, file):
    _, decided = merged(last, now, file)
    written = decided.figures(open_as="keep")

    for key in KEYS:
        if now[key] == last[key]:
            assert written[key] == file[key]


@given(last=lasts, now=figures, file=figures, answer=st.sampled_from(["file", "keep"]))
def test_the_answer_decides_and_the_same_file_then_changes_nothing(last, now, file, answer):
    row, decided = merged(last, now, file, answer)
    written = decided.figures()
    for cell in row.conflicts():
        assert written[cell.key] == (file if answer == "file" else now)[cell.key]

    again = compare_row(file, written, file)

    assert again.effect is Effect.SAME


@given(now=figures, file=figures)
def test_without_an_earlier_import_every_difference_is_asked(now, file):
    row, _ = merged(None, now, file)

    assert {cell.key for cell in row.conflicts()} == {k for k in KEYS if now[k] != file[k]}
