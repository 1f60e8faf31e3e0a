"""Reading one cell that holds words: free text, one of a list, a day; masked where personal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from common.names import mask_id, mask_name
from intake.rules.cells import BLANK_WORDS, fold
from intake.rules.table import Cell
from intake.rules.years import plain_years, years
from records.rules.sheets import Column

EXACT_DIGITS = 15
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"\s*[\r\n]+\s*")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMBERS = re.compile(r"[0-9A-Za-z]{7,}")
_BETWEEN = re.compile(r"([、，,;；\n/]+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell of words holds ("" for nothing), how it was read, or why it cannot be."""

    value: str = ""
    note: str = ""
    error: str = ""
    expected: str = ""


def read_entry(cell: Cell, column: Column) -> Entry:
    """The words of a cell as its column keeps them: a choice by its key, a day as ISO text."""
    if column.kind == "year":
        return _years(cell)
    if cell.kind in {"formula", "error"} or (cell.kind == "date" and column.kind != "date"):
        return Entry(error=_unfit(cell), expected=expected(column))
    if fold(cell.text) in BLANK_WORDS:
        return Entry()
    if column.kind in {"choice", "date"}:
        read = _choice if column.kind == "choice" else _day
        return read(cell.text, column)
    if column.personal and cell.kind == "number" and len(cell.text) > EXACT_DIGITS:
        return Entry(error=f"{column.label}存成了数字，末几位已经失真", expected="文本格式的号码")
    return Entry(tidy(_LINES.sub("、", cell.text.strip()) if column.several else cell.text))


def tidy(text: str) -> str:
    """Words as they are kept: half width, single blanks, none outside."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def _years(cell: Cell) -> Entry:
    """A year or a range of years; what says neither is told and left out, never guessed."""
    if fold(cell.text) in BLANK_WORDS:
        return Entry()
    found = years(cell.text) if cell.kind in {"text", "number", "date"} else None
    if found is None:
        return Entry(note=f"“{cell.text.strip()}”读不出确切年份，没有采用")
    plain = plain_years(found)
    return Entry(plain, "" if fold(cell.text) == plain else f"“{cell.text.strip()}”读作 {plain} 年")


def _unfit(cell: Cell) -> str:
    if cell.kind == "date":
        return "这一格被表格软件存成了日期"
    return "这一格是公式，文件里没有保存结果" if cell.kind == "formula" else "这一格是错误值"


def _choice(text: str, column: Column) -> Entry:
    wanted = fold(text)
    for key, spellings in column.choices.items():
        if wanted in {fold(spelling) for spelling in spellings}:
            said = f"“{text.strip()}”读作“{spellings[0]}”"
            return Entry(key, "" if wanted == fold(spellings[0]) else said)
    return Entry(error=f"{column.label}不在可选范围内", expected=expected(column))


def _day(text: str, column: Column) -> Entry:
    folded = fold(text)[:10] if "T" in text else fold(text)
    match = _DAY.match(folded) or _COMPACT.match(folded)
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return Entry(error=f"{column.label}不是日期", expected=expected(column))
    plain = day.isoformat()
    return Entry(plain, "" if folded == plain else f"“{text.strip()}”读作 {plain}")


def expected(column: Column) -> str:
    """What a cell of the column should hold, in words."""
    if column.kind == "choice":
        return "、".join(spellings[0] for spellings in column.choices.values())
    return "日期，如 2024-06-01" if column.kind == "date" else column.hint or "文字"


def masked(text: str, column: Column) -> str:
    """The text as it may be shown: personal columns name by name and number by number."""
    return masked_text(text) if column.personal else text


def masked_text(text: str) -> str:
    """Words of a cell that no column claims, beside personal ones: it may hold the same."""
    parts = _BETWEEN.split(text)
    return "".join(part if _BETWEEN.fullmatch(part) else _mask(part) for part in parts)


def _mask(part: str) -> str:
    part = "".join(part.split())
    numbers = _NUMBERS.findall(part)
    if not numbers:
        return mask_name(part.strip())
    for number in numbers:
        part = part.replace(number, mask_id(number))
    return part
