"""The fronts of the buildings: every home once, the top floor first, nothing of any answer."""

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.facades import Window, facades


def front(*homes):
    return facades(Window(*home) for home in homes)


def test_a_building_is_drawn_from_the_top_down_one_entrance_beside_the_other():
    [one] = front(
        ("3", "1", "101", "in"),
        ("3", "1", "102", "tonight"),
        ("3", "1", "201", "out"),
        ("3", "2", "101", "in"),
    )
    assert (one.building, one.missing, one.tonight) == ("3", 2, 1)
    assert [stair.entrance for stair in one.stairs] == ["1", "2"]
    floors = [[home.room for home in floor] for floor in one.stairs[0].floors]
    assert floors == [["201"], ["101", "102"]]


def test_a_room_that_tells_no_floor_stands_at_the_bottom():
    [one] = front(("3", "", "车库甲", "out"), ("3", "", "201", "in"))
    assert [floor[0].room for floor in one.stairs[0].floors] == ["201", "车库甲"]


rooms = st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 30), st.integers(1, 4))


@given(st.sets(rooms, max_size=40), st.sampled_from(["in", "tonight", "out"]))
def test_every_home_is_one_window(homes, light):
    walked = [Window(str(b), str(e), f"{f}0{r}", light) for b, e, f, r in sorted(homes)]
    found = facades(walked)
    drawn = [
        home for one in found for stair in one.stairs for floor in stair.floors for home in floor
    ]
    assert sorted(map(repr, drawn)) == sorted(map(repr, walked))
    assert sum(one.missing for one in found) == (0 if light == "in" else len(walked))
