"""Which place of the register a row means, and the sums per place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.names import normalise
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading

CENT = Decimal("0.01")
MEASURED = frozenset({"area_m2", "investment_yuan"})


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """How places are called in a kind of table, and the endings that people leave out."""

    called: str
    endings: tuple[str, ...]


STREETS = PlaceWords("街道", ("街道", "街道办事处", "镇", "乡"))


def match(name: str, known: Mapping[str, str], words: PlaceWords = STREETS) -> str:
    """The code of the place of that name, with or without its ending; "" when there is none."""
    folded = normalise(name)
    if folded in known:
        return known[folded]
    bare = folded.removesuffix("办事处")
    candidates = {known[bare + ending] for ending in ("", *words.endings) if bare + ending in known}
    return candidates.pop() if len(candidates) == 1 else ""


def resolve(
    reading: Reading,
    known: Mapping[str, str],
    *,
    create: bool,
    column: str = "street",
    words: PlaceWords = STREETS,
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Codes by place name as written ("" for one to be created), and what is to be said of it."""
    codes: dict[str, str] = {}
    findings = []
    for row in reading.rows:
        name = row.text(column)
        if not name or name in codes:
            continue
        codes[name] = match(name, known, words)
        if not codes[name]:
            findings.append(
                Finding(
                    "inform",
                    "new_street",
                    f"{words.called}“{name}”将按本地代码新建",
                    reading.sheet,
                    row.cells[column],
                    name,
                )
                if create
                else Finding(
                    "refuse",
                    "unknown_street",
                    f"本地区划中没有{words.called}“{name}”",
                    reading.sheet,
                    row.cells[column],
                    name,
                    "、".join(sorted(known)[:12]) or f"已登记的{words.called}",
                    f"请改正名称，或勾选“没有的{words.called}按本地代码新建”",
                )
            )
    return codes, tuple(findings)


def sums(rows: Sequence[ParsedRow], names: Mapping[str, str]) -> dict[str, str]:
    """Count and sums of rows, exact as text; `names` gives each sum's name by column key."""
    return {
        name: str(len(rows))
        if key == ROWS
        else _text(sum((row.amount(key) for row in rows), Decimal(0)), name)
        for key, name in names.items()
    }


def _text(value: Decimal, name: str) -> str:
    return format(value.quantize(CENT) if name in MEASURED else value, "f")


def by_place(
    reading: Reading, codes: Mapping[str, str], column: str, names: Mapping[str, str]
) -> list[dict[str, str]]:
    """The sums of every place in the order of the table."""
    groups: dict[str, list[ParsedRow]] = {}
    for row in reading.rows:
        groups.setdefault(row.text(column), []).append(row)
    return [
        {"street": name, "code": codes.get(name, ""), **sums(rows, names)}
        for name, rows in groups.items()
    ]
