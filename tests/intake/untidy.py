"""A tidy table made untidy in the ways of people, with the address of every figure.

The ways are those of real plans: titles merged over all columns, annexes and blank rows above,
heads in one to three rows and merged, units in the head, in a row of their own or in a line,
columns that nobody knows or that are numbered, numbers as text, index numbers that restart, sums
before, after and between, places merged downwards, heads repeated on the next page, hidden rows and
columns, notes below.
"""

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
from hypothesis import strategies as st

from intake.rules.table import Merge, address
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
    "built_year": ["建成年份", "建成\n年代"],
}
FIGURES = ("buildings", "households", "floor_area")
GROUP = "改造规模"
STRANGE = "开工情况"
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
YEARS = {
    "1998": ["1998", "1998年", "１９９８", " 1998 年建成", "1998-05-01"],
    "1995-1998": ["1995-1998", "1995年至1998年"],
    "1990-1999": ["90年代", "上世纪90年代", "1990年代"],
    "": ["", "2000年前", "不详", "—"],
}


@dataclass
class Untidy:
    """Rows put down one under the other: `tidy` is what they mean, `where` each figure stands."""

    tidy: list
    order: list
    margin: int
    rows: list = field(default_factory=list)
    merges: list = field(default_factory=list)
    hidden: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    where: dict = field(default_factory=dict)
    area_unit: str = "㎡"

    def put(self, **cells):
        self.rows.append([None] * self.margin + [cells.get(key) for key in self.order])
        return len(self.rows)

    def column(self, key):
        return self.margin + self.order.index(key) + 1

    def merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def break_cell(self, draw, junk):
        """Put another text into the cell of some figure; its address."""
        places = draw(st.sampled_from(list(self.where.values())))
        row, column = places[draw(st.sampled_from(FIGURES))]
        self.rows[row - 1][column - 1] = junk
        return address(row, column)

    def table(self):
        """As a reader would give it."""
        return table(self.rows, self.merges, hidden=self.hidden, hidden_columns=self.hidden_columns)

    def workbook(self):
        """As the bytes of an .xlsx file."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "计划"
        for number, values in enumerate(self.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(number, column, value)
        for block in self.merges:
            sheet.merge_cells(Merge(*block).address)
        for number in self.hidden:
            sheet.row_dimensions[number].hidden = True
        for column in self.hidden_columns:
            letters = openpyxl.utils.get_column_letter(column)
            sheet.column_dimensions[letters].hidden = True
        book.create_sheet("Sheet2")
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def delimited(self, encoding, delimiter):
        """As delimited text, which knows no merged and no hidden cells."""
        stream = StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows(self.rows)
        return stream.getvalue().encode(encoding)


@st.composite
def communities(draw):
    """Rows by street, each (name, street, buildings, households, area, years)."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    cut = draw(st.integers(0, len(names)))
    return [
        (
            name,
            STREETS[position >= cut],
            draw(st.integers(0, 40)),
            draw(st.integers(1, 2000)),
            Decimal(draw(st.integers(100, 9_999_999))) / 100,
            draw(st.sampled_from(list(YEARS))),
        )
        for position, name in enumerate(names)
    ]


@st.composite
def untidy(draw, tidy=None):
    """Random communities, or these, as people would put them down."""
    optional = [key for key in ("built_year", STRANGE) if draw(st.booleans())]
    order = draw(st.permutations([*(key for key in WORDS if key != "built_year"), *optional]))
    sheet = Untidy(tidy or draw(communities()), order, draw(st.integers(0, 2)))
    _above(draw, sheet)
    head = _head(draw, sheet)
    if draw(st.booleans()):
        _sum(draw, sheet, draw(st.sampled_from(["全县合计：", "合计"])), sheet.tidy)
    if draw(st.booleans()):
        places = range(1, len(sheet.order) + 1)
        sheet.put(**dict(zip(sheet.order, places, strict=True)))
    for street in STREETS:
        own = [row for row in sheet.tidy if row[1] == street]
        if own:
            _street(draw, sheet, street, own)
        if own and head and draw(st.booleans()):
            sheet.rows.append(list(head))
    if draw(st.booleans()):
        _sum(draw, sheet, draw(st.sampled_from(["总计", "合  计", "全市小计:"])), sheet.tidy)
    if draw(st.booleans()):
        sheet.put()
        sheet.put(
            **{sheet.order[0]: draw(st.sampled_from(["注：面积以测绘为准。", "填表人：李某"]))}
        )
    if draw(st.booleans()):
        sheet.hidden.add(draw(st.sampled_from(list(sheet.where.values())))["households"][0])
        sheet.hidden_columns.add(sheet.column(draw(st.sampled_from(FIGURES))))
    return sheet


def _above(draw, sheet):
    titles = [None, "附件3", "某县 2024 年城镇老旧小区改造计划", "填报单位：某县住房和城乡建设局"]
    for title in draw(st.lists(st.sampled_from(titles), max_size=3)):
        line = sheet.put(**{sheet.order[0]: title})
        if title and draw(st.booleans()):
            sheet.merge(line, sheet.margin + 1, line, sheet.margin + len(sheet.order))


def _head(draw, sheet):
    """The head in one to three rows; its row where it is but one."""
    words = {key: draw(st.sampled_from(WORDS[key])) for key in sheet.order if key in WORDS}
    words |= {STRANGE: STRANGE} if STRANGE in sheet.order else {}
    sheet.area_unit = draw(st.sampled_from(["㎡", "平方米", "m2", "万㎡", "万平方米"]))
    units = {"buildings": "栋", "households": "户", "floor_area": sheet.area_unit}
    way = draw(st.sampled_from(["bracket", "row", "line"]))
    if way == "line":
        said = draw(
            st.sampled_from(["单位：{}", "单位:{}", "（单位：{}）", "填报单位：某局 单位：{}"])
        )
        mark = draw(st.sampled_from("、，,"))
        sheet.put(**{sheet.order[-1]: said.format(mark.join(units.values()))})
    if way == "bracket":
        left, right = draw(st.sampled_from([("（", "）"), ("(", ")"), ("【", "】"), ("\n", "")]))
        words |= {key: f"{words[key]}{left}{unit}{right}" for key, unit in units.items()}
    grouped = draw(st.booleans())
    top = len(sheet.rows) + 1
    if grouped:
        _grouped(sheet, words, top)
    else:
        sheet.put(**words)
    if way == "row":
        bare = draw(st.booleans())
        sheet.put(**{key: unit if bare else f"({unit})" for key, unit in units.items()})
    last = len(sheet.rows)
    for key in sheet.order:
        if key not in FIGURES:
            sheet.merge(top, sheet.column(key), last, sheet.column(key))
    return None if last > top else sheet.rows[-1]


def _grouped(sheet, words, top):
    """“改造规模” over the figures where they stand side by side, else over each."""
    numbers = sorted(sheet.column(key) for key in FIGURES)
    together = numbers[-1] - numbers[0] == len(FIGURES) - 1
    first = {key: GROUP for key in FIGURES if not together or sheet.column(key) == numbers[0]}
    sheet.put(**{key: words.get(key) for key in sheet.order if key not in FIGURES} | first)
    sheet.put(**{key: words[key] for key in FIGURES})
    if together:
        sheet.merge(top, numbers[0], top, numbers[-1])


def _street(draw, sheet, street, own):
    place = draw(st.sampled_from(["each", "merged", "blank"]))
    sums = draw(st.sampled_from(["none", "before", "after", "part"]))
    if sums == "before":
        _sum(draw, sheet, f"{street}小计", own)
    if sums == "part":
        _sum(draw, sheet, f"其中：1.{street}", own)
    first = len(sheet.rows) + 1
    numbered = draw(st.sampled_from(["restart", "inside", "missing"]))
    for number, row in enumerate(own, 1):
        shown = street if place == "each" or number == 1 else None
        title = f"{number}.{row[0]}" if numbered == "inside" else row[0]
        line = sheet.put(
            index=number if numbered == "restart" else None,
            name=draw(st.sampled_from([title, f" {title}　", f"{title}\n"])),
            street=shown,
            built_year=draw(st.sampled_from(YEARS[row[5]])),
            **{STRANGE: draw(st.sampled_from(["全部开工", "50%", 0.5, None]))},
            **_figures(draw, sheet, row),
        )
        sheet.where[row[0]] = {key: (line, sheet.column(key)) for key in FIGURES}
    if place == "merged":
        sheet.merge(first, sheet.column("street"), len(sheet.rows), sheet.column("street"))
    if sums == "after":
        _sum(draw, sheet, f"{street}小计", own)


def _figures(draw, sheet, row):
    said = dict(zip(FIGURES, row[2:5], strict=True))
    return {key: _written(draw, sheet, key, value) for key, value in said.items()}


def _written(draw, sheet, key, value):
    """A figure as somebody types it, in the unit of its column."""
    unit = {"buildings": "栋", "households": "户"}.get(key, sheet.area_unit)
    if unit.startswith("万"):
        value /= 10_000
    text = format(value, "f")
    ways = [
        text,
        f"{value:,f}" if key == "floor_area" else f"{value:,}",
        text.translate(FULL_WIDTH),
        f" {text}　",
        f"{text}{unit}",
        f"{text}0" if "." in text else text,
    ]
    if key == "buildings" and value == 0:
        ways += ["—", "/", "无"]
    if draw(st.booleans()):
        return int(value) if key != "floor_area" else value
    return draw(st.sampled_from(ways))


def _sum(draw, sheet, label, rows):
    totals = (label, "", *(sum(row[place] for row in rows) for place in (2, 3, 4)))
    sheet.put(name=label, **_figures(draw, sheet, totals))


def meant(sheet):
    """What a true reading says: rows of name, street, figures, years where they are a column."""
    years = "built_year" in sheet.order
    return [
        (name.replace(" ", ""), street, *figures, year if years else "")
        for name, street, *figures, year in sheet.tidy
    ]


def said(reading):
    """The same of a reading."""
    return [
        (
            row.text("name"),
            row.text("street"),
            *(row.values.get(key) for key in FIGURES),
            row.text("built_year"),
        )
        for row in reading.rows
    ]
