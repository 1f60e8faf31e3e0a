"""Where a round stands on its way from the frozen roll to the announced result, and what is next.

Nothing here keeps a round from going on: services refuse what may not be done. This says in the
order of the work what is done, what is short and by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Pace = Literal["done", "now", "open"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a round: owners and units of its roll, then numbers of homes or copies.

    `issued` are the copies that are out, `kept` says whether any was ever written down; `twice`
    of the papers were read by two people, None where the rule asks nobody; `written` papers came
    on paper, `scanned` of them have every page scanned; `due`: is the closing instant past?
    """

    state: str
    heads: int
    units: int
    returned: int
    issued: int = 0
    kept: bool = False
    twice: int | None = None
    differing: int = 0
    written: int = 0
    scanned: int = 0
    due: bool = False
    drawn: int = 0
    rechecked: int = 0
    photographs: int = 0
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """One part of the work: how far it is, in words with the numbers."""

    key: str
    name: str
    words: str
    pace: Pace


def course(counted: Counted) -> tuple[Station, ...]:
    """All stations in their order; at most one is to be done now."""
    found = (*_coming_in(counted), *_counting(counted))
    left = {one.key for one in found if one.pace != "done"}
    current = next((key for key in _order(counted) if key in left), "")
    return tuple(replace(one, pace="now") if one.key == current else one for one in found)


def _order(counted: Counted) -> tuple[str, ...]:
    """What may come next: the papers while they come in, then one thing after another."""
    if counted.state == "closed":
        return ("second", "confirm")
    if counted.state == "confirmed":
        return ("recheck", "announce")
    if counted.due:
        return ("second", "close")
    return ("papers", "second", "close") if counted.returned else ("issue", "papers")


def _coming_in(counted: Counted) -> Iterator[Station]:
    units, returned = counted.units, counted.returned
    yield _station("roll", "冻结名册", f"{counted.heads} 人、{units} 套", done=True)
    out = f"{counted.issued}/{units} 份" if counted.kept else "没有登记"
    yield _station("issue", "登记发放", out, done=counted.kept and counted.issued >= units)
    all_in = returned == units or counted.state != "open"
    yield _station("papers", "收回录入", f"{returned}/{units} 户", done=all_in)
    if counted.twice is not None:
        words = f"{counted.twice}/{returned} 份"
        words += f"，{counted.differing} 份待核定" if counted.differing else ""
        yield _station("second", "第二遍录入", words, done=0 < returned == counted.twice)
    words = f"{counted.scanned}/{counted.written} 份"
    yield _station("scans", "扫描归档", words, done=0 < counted.written <= counted.scanned)


def _counting(counted: Counted) -> Iterator[Station]:
    is_open, is_sealed = counted.state == "open", counted.state == "confirmed"
    due = "已到截止时间" if counted.due and is_open else ""
    yield _station("close", "截止计票", due, done=not is_open)
    yield _station("confirm", "复核确认", "" if is_sealed else "由另一人办理", done=is_sealed)
    words = f"抽查 {counted.rechecked}/{counted.drawn} 份，签字表 {counted.photographs} 张"
    checked = counted.rechecked >= counted.drawn and counted.photographs > 0
    yield _station(
        "recheck", "抽查和签字表", words if is_sealed else "", done=is_sealed and checked
    )
    said = "已印发" if counted.announced else "未印发" if is_sealed else ""
    yield _station("announce", "结果公告", said, done=counted.announced)


def _station(key: str, name: str, words: str, *, done: bool) -> Station:
    return Station(key, name, words, "done" if done else "open")
