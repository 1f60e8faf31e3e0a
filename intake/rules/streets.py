"""Which street of the register a table means, and the sums per street."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from common.names import normalise
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading

CENT = Decimal("0.01")
ENDINGS = ("街道", "街道办事处", "镇", "乡")


def match(name: str, known: Mapping[str, str]) -> str:
    """The code of the street of that name, with or without its ending; "" when there is none."""
    folded = normalise(name)
    if folded in known:
        return known[folded]
    bare = folded.removesuffix("办事处")
    candidates = {known[bare + ending] for ending in ("", *ENDINGS) if bare + ending in known}
    return candidates.pop() if len(candidates) == 1 else ""


def resolve(
    reading: Reading, known: Mapping[str, str], *, create: bool
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Codes by street name as written ("" for one to be created), and what is to be said of it."""
    codes: dict[str, str] = {}
    findings = []
    for row in reading.rows:
        name = row.text("street")
        if not name or name in codes:
            continue
        codes[name] = match(name, known)
        if not codes[name]:
            findings.append(_created(reading, row) if create else _unknown(reading, row, known))
    return codes, tuple(findings)


def _created(reading: Reading, row: ParsedRow) -> Finding:
    return Finding(
        "inform",
        "new_street",
        f"街道“{row.text('street')}”将按本地代码新建",
        reading.sheet,
        row.cells["street"],
        row.text("street"),
    )


def _unknown(reading: Reading, row: ParsedRow, known: Mapping[str, str]) -> Finding:
    return Finding(
        "refuse",
        "unknown_street",
        f"本地区划中没有街道“{row.text('street')}”",
        reading.sheet,
        row.cells["street"],
        row.text("street"),
        "、".join(sorted(known)[:12]) or "已登记的街道",
        "请改正街道名称，或勾选“没有的街道按本地代码新建”",
    )


def sums(rows: Sequence[ParsedRow]) -> dict[str, str]:
    """Count and sums of rows, exact as text: communities, buildings, households, area_m2."""
    total = {
        key: sum((row.amount(key) for row in rows), Decimal(0))
        for key in ("buildings", "households", "floor_area")
    }
    return {
        "communities": str(len(rows)),
        "buildings": format(total["buildings"], "f"),
        "households": format(total["households"], "f"),
        "area_m2": format(total["floor_area"].quantize(CENT), "f"),
    }


def by_street(reading: Reading, codes: Mapping[str, str]) -> list[dict[str, str]]:
    """The sums of every street in the order of the table."""
    groups: dict[str, list[ParsedRow]] = {}
    for row in reading.rows:
        groups.setdefault(row.text("street"), []).append(row)
    return [
        {"street": name, "code": codes.get(name, ""), **sums(rows)} for name, rows in groups.items()
    ]
