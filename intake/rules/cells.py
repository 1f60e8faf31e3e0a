"""Reading one cell exactly: what people type as a number or a name, and what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from intake.rules.table import Cell
from records.rules.sheets import Column, Unit

# What offices write for "nothing here".
BLANK_WORDS = frozenset({"", "-", "--", "—", "——", "–", "/", "\\", "无", "空", "N/A", "n/a"})
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"^[+]?\d+(?:\.\d+)?$", re.ASCII)
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$", re.ASCII)
_TWO_NUMBERS = re.compile(r"\d\s+[\d.,]")
_HEAD = re.compile(r"^([+-]?[\d,.]+)(.*)$")
_INDEX = re.compile(
    r"^(?:其中[:：]?\s*)?[（(]?\d{1,3}[.．、)）]\s*(?=[^\d号栋幢期区])|^其中[:：]\s*"
)
_NUMBERED = re.compile(r"^[\d#号~—–至、,-]*[#号]楼?$")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number in base units, or why there is none; `note` says what was converted on the way."""

    value: Decimal | None = None
    note: str = ""
    error: str = ""
    expected: str = ""

    @property
    def blank(self) -> bool:
        return self.value is None and not self.error


def fold(text: str) -> str:
    """Full width to half width, all blanks out: for comparing and for reading numbers."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def plain(value: Decimal) -> str:
    """Exact digits without exponent and without trailing zeros: 13.85, 2500, 0."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_name(text: str) -> tuple[str, str]:
    """The name without outer blanks, line breaks and a leading index; and what was dropped."""
    folded = unicodedata.normalize("NFC", text)
    tidy = _SPACES.sub(" ", folded).strip()
    tidy = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", tidy)
    without = _INDEX.sub("", tidy)
    return without, f"“{text.strip()}”读作“{without}”" if without != text else ""


def read_number(cell: Cell, column: Column, unit: Unit | None) -> NumberReading:
    """The exact number of a cell in base units of its column.

    `unit` is the one that the head states; one written behind the number goes before it. Counts are
    whole, nothing is negative, and no more decimals are accepted than the column keeps.
    """
    expected = expectation(column)
    if cell.kind == "formula":
        return NumberReading(
            error="这一格是公式，文件里没有保存计算结果",
            expected="数值，或先在 Excel 中打开并保存一次",
        )
    if cell.kind in {"date", "error"}:
        return NumberReading(error="这一格不是数", expected=expected)
    text = fold(cell.text)
    if cell.kind == "blank" or text in BLANK_WORDS:
        return NumberReading()
    return _read(text, cell, column, unit, expected)


def _read(text: str, cell: Cell, column: Column, unit: Unit | None, expected: str) -> NumberReading:
    match = _HEAD.match(text)
    if match is None or _TWO_NUMBERS.search(cell.text.strip()):
        return NumberReading(error=f"{column.label}应填数字", expected=expected)
    digits, tail = match[1], match[2]
    value = _decimal(digits)
    written = unit_named(tail, column.units) if tail else unit
    if value is None or (tail and written is None):
        return NumberReading(error=_unreadable(digits, tail, column), expected=expected)
    value *= written.factor if written else Decimal(1)
    if error := _unfit(value, column):
        return NumberReading(error=error, expected=expected)
    shown = f"{value:,f}" if column.kind == "decimal" else plain(value)
    helped = cell.kind == "text" and _converted(cell.text)
    return NumberReading(value, f"“{cell.text.strip()}”读作 {shown}" if helped else "")


def _unreadable(digits: str, tail: str, column: Column) -> str:
    if digits.startswith("-"):
        return f"{column.label}不能小于零"
    if _NUMBERED.match(tail):
        return f"这是号码，不是{column.label}"
    if _decimal(digits) is None:
        return "数字的写法看不懂"
    return f"数字后面的“{tail}”不认识"


def _unfit(value: Decimal, column: Column) -> str:
    if column.kind == "count" and value != value.to_integral_value():
        return f"{column.label}应是整数"
    if value != round(value, column.places):
        return f"小数超过 {column.places} 位"
    return "" if value < column.most else "数字太大，请看是否多打了几位"


def _converted(text: str) -> bool:
    """Whether more than plain ASCII digits had to be understood."""
    return not _PLAIN.match(text)


def _decimal(digits: str) -> Decimal | None:
    if not (_PLAIN.match(digits) or _GROUPED.match(digits)):
        return None
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


def unit_named(text: str, units: Sequence[Unit]) -> Unit | None:
    """The unit whose spelling the text is (㎡ and m2 fold to the same letters)."""
    wanted = fold(text).lower()
    for unit in units:
        if any(fold(spelling).lower() == wanted for spelling in unit.spellings):
            return unit
    return None


def expectation(column: Column) -> str:
    """What a cell of the column should hold, in words."""
    unit = f"（{column.base_unit}）" if column.base_unit else ""
    if column.kind == "count":
        return f"不小于零的整数{unit}，如 68"
    if column.kind == "decimal":
        return f"不小于零的数，至多 {column.places} 位小数{unit}，如 2500.00"
    return "文字"
