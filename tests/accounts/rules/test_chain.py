"""A chain holds, or it breaks exactly where somebody touched it."""

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.chain import FIELDS, GENESIS, entry_hash, first_break


def chain_of(summaries):
    rows, previous = [], GENESIS
    for number, summary in enumerate(summaries, 1):
        row = dict.fromkeys(FIELDS, "")
        row |= {"sequence": number, "summary": summary, "payload": {}, "previous_hash": previous}
        row["hash"] = previous = entry_hash(row)
        rows.append(row)
    return rows


@given(st.lists(st.text(max_size=5), max_size=8))
def test_an_untouched_chain_holds(summaries):
    assert first_break(chain_of(summaries)) is None


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8), st.data())
def test_a_changed_entry_breaks_it_there(summaries, data):
    rows = chain_of(summaries)
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at]["summary"] += "x"

    assert first_break(rows) == at + 1


@given(st.lists(st.text(max_size=5), min_size=2, max_size=8), st.data())
def test_a_missing_entry_breaks_it_there(summaries, data):
    rows = chain_of(summaries)
    at = data.draw(st.integers(0, len(rows) - 2))
    del rows[at]

    assert first_break(rows) == at + 1


def test_an_entry_recomputed_to_hide_a_change_breaks_the_next():
    rows = chain_of(["a", "b", "c"])
    rows[1]["summary"] = "forged"
    rows[1]["hash"] = entry_hash(rows[1])

    assert first_break(rows) == 3
