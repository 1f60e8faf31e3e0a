"""Numbers as people write them."""

import pytest

from districts.rules.rooms import bare, floor_of, natural_key, unit_code


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("１ 号楼", "1"),
        ("2单元", "2"),
        ("301室", "301"),
        ("3a栋", "3A"),
        ("楼", "楼"),
        ("东", "东"),
    ],
)
def test_words_and_width_fall_away(written, kept):
    assert bare(written) == kept


def test_two_comes_before_ten():
    assert sorted(["10", "2", "3A", "3"], key=natural_key) == ["2", "3", "3A", "10"]


@pytest.mark.parametrize(
    ("room", "floor"), [("301", 3), ("1102", 11), ("5", None), ("车库12", None)]
)
def test_a_room_tells_its_floor_where_it_can(room, floor):
    assert floor_of(room) == floor


def test_codes_sort_as_papers_do():
    rooms = [
        ("1", "1", "201"),
        ("1", "2", "101"),
        ("1", "10", "101"),
        ("2", "1", "101"),
        ("10", "1", "101"),
    ]

    codes = [unit_code(*room) for room in rooms]

    assert codes == sorted(codes)
    assert codes[0] == "001-01-0201"
