"""What an import wrote, held against what stands now: every cell lands in exactly one list."""

from hypothesis import given
from hypothesis import strategies as st

from records.rules.undoing import BACK, CHANGED, GONE, WHOLE, Written, together, weigh

KEYS = ("buildings", "households")
values = st.fixed_dictionaries({key: st.sampled_from(["1", "2", "3", None]) for key in KEYS})


def line(before, after, object_id=1):
    return Written("renovation.planline", object_id, "甲小区", before, after, "计划", 4)


@given(before=values, after=values, now=values)
def test_a_cell_goes_back_only_while_it_is_what_the_import_wrote(before, after, now):
    done = weigh([line(before, after)], {1: now})

    for key in KEYS:
        back = {item.key: item for item in done.report.reversed}
        kept = {item.key: item for item in done.report.kept}
        touched = before[key] != after[key]
        assert (key in back) == (touched and now[key] == after[key])
        assert (key in kept) == (touched and now[key] != after[key])
        if key in back:
            assert done.restores[1][key] == before[key]
        else:
            assert key not in done.restores[1]
    assert not done.report.failed


@given(after=values, now=values)
def test_an_entered_row_goes_as_a_whole_or_stays_as_a_whole(after, now):
    done = weigh([line(None, after)], {1: now})

    assert bool(done.removals) == (after == now)
    assert {item.key for item in done.report.kept} == {k for k in KEYS if after[k] != now[k]}
    assert all(item.why == WHOLE for item in done.report.kept)


def test_what_is_gone_busy_or_belongs_to_something_is_said_and_left():
    rows = [line(None, {"households": "1"}, number) for number in (1, 2, 3)]
    standing = {2: {"households": "1"}, 3: {"households": "1"}}

    done = weigh(rows, standing, {2: "已有付款"}, {3: "小区还有项目"})

    assert not done.removals
    assert [(item.object_id, item.why) for item in done.report.kept] == [
        (1, GONE),
        (3, "小区还有项目"),
    ]
    assert [(item.object_id, item.why) for item in done.report.failed] == [(2, "已有付款")]


def test_a_value_that_a_person_put_back_is_told_from_another_change():
    before, after = dict.fromkeys(KEYS, "1"), dict.fromkeys(KEYS, "2")

    done = weigh([line(before, after)], {1: {"buildings": "1", "households": "7"}})

    assert [(item.key, item.why) for item in done.report.kept] == [
        ("buildings", BACK),
        ("households", CHANGED),
    ]


def test_reports_of_several_tables_are_read_as_one():
    one = weigh([line(None, {"households": "1"})], {1: {"households": "1"}}).report
    other = weigh([line(None, {"households": "1"})], {}).report

    assert together([one, other]).counts() == {"failed": 0, "kept": 1, "reversed": 1}
