"""A tidy table made untidy in the ways of people imports to the same result.

The ways are those of real plans: titles and blank rows above, heads in two rows and merged, units
in the head, in a row of their own or in a line, numbers as text, sums before, after and between,
places merged downwards, notes below, columns in any order.
"""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.rules.rows import read_rows
from intake.rules.table import address
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import table

NAMES = ["电力局家属院", "沂山嘉苑", "一中 家属院", "化肥厂宿舍", "县委家属院", "粮食局小区"]
STREETS = ["城关街道", "东城街道"]
WORDS = {
    "index": ["序号", "编号"],
    "name": ["小区名称", "项目名称", "小区\n名称"],
    "street": ["街道", "坐落街\n道名称", "镇（街道）"],
    "buildings": ["楼栋数", "幢数", "改造楼栋\n数"],
    "households": ["户数", "居民户数"],
    "floor_area": ["建筑面积", "改造面积"],
}
UNITS = {"buildings": "栋", "households": "户", "floor_area": "㎡"}
KEYS = list(WORDS)
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@st.composite
def communities(draw):
    """Rows by street, each (name, street, buildings, households, area)."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    cut = draw(st.integers(0, len(names)))
    return [
        (
            name,
            STREETS[position >= cut],
            draw(st.integers(1, 40)),
            draw(st.integers(1, 2000)),
            Decimal(draw(st.integers(100, 9_999_999))) / 100,
        )
        for position, name in enumerate(names)
    ]


def written(draw, key, value, unit):
    """A figure as somebody types it."""
    ways = [
        lambda text: text,
        lambda _: f"{value:,}",
        lambda text: text.translate(FULL_WIDTH),
        lambda text: f" {text}　",
        lambda text: f"{text}{unit}",
    ]
    text = format(value, "f")
    if draw(st.booleans()):
        return int(value) if key != "floor_area" else value
    return draw(st.sampled_from(ways))(text)


class Sheet:
    """Rows as they are put down, one under the other, beginning at some column."""

    def __init__(self, order, margin):
        self.order, self.margin = order, margin
        self.rows, self.merges = [], []

    def put(self, **cells):
        self.rows.append([None] * self.margin + [cells.get(key) for key in self.order])
        return len(self.rows)

    def column(self, key):
        return self.margin + self.order.index(key) + 1


@st.composite
def untidy(draw):
    """(table, tidy rows, addresses of the figures by row and key)."""
    tidy = draw(communities())
    sheet = Sheet(draw(st.permutations(KEYS)), draw(st.integers(0, 2)))
    for _ in range(draw(st.integers(0, 3))):
        sheet.put(**{sheet.order[0]: draw(st.sampled_from([None, "附件3", "某县 2024 年计划"]))})
    _head(draw, sheet)
    if draw(st.booleans()):
        _sum(draw, sheet, "全县合计：", tidy)
    where = {}
    for street in STREETS:
        own = [row for row in tidy if row[1] == street]
        if own:
            _street(draw, sheet, street, own, where)
    if draw(st.booleans()):
        _sum(draw, sheet, "总计", tidy)
    if draw(st.booleans()):
        sheet.put()
        sheet.put(**{sheet.order[0]: "注：面积以测绘为准。"})
    return table(sheet.rows, sheet.merges), tidy, where


def _head(draw, sheet):
    words = {key: draw(st.sampled_from(WORDS[key])) for key in KEYS}
    way = draw(st.sampled_from(["bracket", "row", "line"]))
    if way == "line":
        sheet.put(**{sheet.order[-1]: "单位：栋、户、平方米"})
    if way == "bracket":
        words |= {key: f"{words[key]}（{unit}）" for key, unit in UNITS.items()}
    line = sheet.put(**words)
    if way == "row":
        sheet.put(**UNITS)
        for key in ("index", "name", "street"):
            column = sheet.column(key)
            sheet.merges.append((line, column, line + 1, column))


def _street(draw, sheet, street, own, where):
    place = draw(st.sampled_from(["each", "merged"]))
    sums = draw(st.sampled_from(["none", "before", "after", "part"]))
    if sums == "before":
        _sum(draw, sheet, f"{street}小计", own)
    if sums == "part":
        _sum(draw, sheet, f"其中：1.{street}", own)
    first = len(sheet.rows) + 1
    for number, (name, _, *figures) in enumerate(own, 1):
        said = dict(zip(UNITS, figures, strict=True))
        cells = {key: written(draw, key, value, UNITS[key]) for key, value in said.items()}
        inside = draw(st.booleans())
        shown = street if place == "each" or number == 1 else None
        title = f"{number}.{name}" if inside else name
        line = sheet.put(index=None if inside else number, name=title, street=shown, **cells)
        where[name] = {key: (line, sheet.column(key)) for key in UNITS}
    if place == "merged" and len(own) > 1:
        column = sheet.column("street")
        sheet.merges.append((first, column, len(sheet.rows), column))
    if sums == "after":
        _sum(draw, sheet, f"{street}小计", own)


def _sum(draw, sheet, label, rows):
    totals = [sum(row[2 + place] for row in rows) for place in range(3)]
    said = dict(zip(UNITS, totals, strict=True))
    sheet.put(
        name=label,
        **{key: written(draw, key, value, UNITS[key]) for key, value in said.items()},
    )


def said(reading):
    return [
        (row.text("name"), row.text("street"), *(row.values[key] for key in UNITS))
        for row in reading.rows
    ]


@settings(max_examples=120)
@given(untidy())
def test_however_untidy_the_rows_are_the_same(made):
    sheet, tidy, _ = made

    reading = read_rows(sheet, COMMUNITY_PLAN)

    assert [f for f in reading.findings if f.severity == "refuse"] == []
    assert said(reading) == [(name.replace(" ", ""), *rest) for name, *rest in tidy]
    assert all(total.ties for total in reading.totals)


JUNK = st.sampled_from(["约三", "二十", "3 4", "-5", "1,23", "1.2.3", "待定"])


@settings(max_examples=60)
@given(untidy(), JUNK, st.data())
def test_a_wrong_cell_is_always_reported_at_its_own_address(made, junk, data):
    sheet, tidy, where = made
    name = data.draw(st.sampled_from([row[0] for row in tidy]))
    row, column = where[name][data.draw(st.sampled_from(list(UNITS)))]
    lists = {one.number: dict(one.cells) for one in sheet.rows}
    lists[row][column] = junk
    width = sheet.width
    broken = table(
        [
            [_text(lists.get(number, {}).get(place)) for place in range(1, width + 1)]
            for number in range(1, max(lists) + 1)
        ],
        [(one.top, one.left, one.bottom, one.right) for one in sheet.merges],
    )

    reading = read_rows(broken, COMMUNITY_PLAN)
    cells = [f.cell for f in reading.findings if f.code == "cell"]

    assert cells == [address(row, column)]


def _text(cell):
    if cell is None or isinstance(cell, str):
        return cell
    return Decimal(cell.text) if cell.kind == "number" else cell.text
