"""What hangs in the yard tells of no few households how they chose, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.published_rows import LEAST, Choices, published_rows


def building(name, took_part, agree=None, all_=None):
    agree = took_part if agree is None else agree
    return Choices(name, all_ or took_part, took_part, agree, took_part - agree, 0)


def shown(rows):
    return [(row.name, row.took_part, row.agree) for row in rows.rows]


def test_buildings_with_three_or_more_stand_alone():
    made = published_rows([building("1 号楼", 3), building("2 号楼", 16, 15)])
    assert shown(made) == [("1 号楼", 3, 3), ("2 号楼", 16, 15)]
    assert made.joined == ()


def test_small_buildings_are_one_line():
    rows = [building("1 号楼", 2, 1), building("2 号楼", 9), building("3 号楼", 1)]
    made = published_rows(rows)
    assert shown(made) == [("2 号楼", 9, 9), ("其他 2 栋（含参与不足三户的）", 3, 2)]
    assert made.joined == ("1 号楼", "3 号楼")


def test_one_alone_is_joined_by_the_smallest_other():
    rows = [building("1 号楼", 9), building("2 号楼", 1), building("3 号楼", 5, 4)]
    made = published_rows(rows)
    assert shown(made) == [("1 号楼", 9, 9), ("其他 2 栋（含参与不足三户的）", 6, 5)]
    assert made.joined == ("2 号楼", "3 号楼")


def test_two_that_together_are_still_too_few_take_a_third():
    rows = [
        building("1 号楼", 1),
        building("2 号楼", 1),
        building("3 号楼", 4),
        building("4 号楼", 8),
    ]
    assert [row.name for row in published_rows(rows).rows] == [
        "4 号楼",
        "其他 3 栋（含参与不足三户的）",
    ]


def test_where_only_the_total_may_be_told_no_building_is():
    assert published_rows([building("1 号楼", 2)]).rows == ()
    assert published_rows([building("1 号楼", 2), building("2 号楼", 9)]).rows == ()


COUNTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9
)


@given(COUNTS)
def test_every_line_and_every_difference_is_of_enough_households(counts):
    rows = [
        Choices(f"{n} 号楼", sum(said) + n, sum(said), *said) for n, said in enumerate(counts, 1)
    ]
    made = published_rows(rows)

    assert all(row.took_part >= LEAST for row in made.rows)
    for figure in ("all", "took_part", "agree", "against", "abstain"):
        told = sum(getattr(row, figure) for row in made.rows)
        assert told in {0, sum(getattr(row, figure) for row in rows)}
    single = {row.name for row in made.rows} - {made.rows[-1].name if made.joined else ""}
    hidden = [row for row in rows if row.name not in single]
    assert len(hidden) != 1 or len(rows) == 1
    assert all(row in hidden for row in rows if row.took_part < LEAST)
