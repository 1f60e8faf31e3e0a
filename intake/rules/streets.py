"""Which place of the register a row means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.names import normalise
from intake.rules.findings import Finding
from intake.rules.reading import Reading


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
    create: bool | None,
    column: str = "street",
    words: PlaceWords = STREETS,
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Codes by place name as written ("" for one to be created), and what is to be said of it.

    `create` is None for things that a table cannot bring into being.
    """
    remedy = "请改正名称"
    if create is not None:
        remedy += f"，或勾选“没有的{words.called}按本地代码新建”"
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
                    f"{'' if create is None else '本地区划中'}没有{words.called}“{name}”",
                    reading.sheet,
                    row.cells[column],
                    name,
                    "、".join(sorted(known)[:12]) or f"已登记的{words.called}",
                    remedy,
                )
            )
    return codes, tuple(findings)
