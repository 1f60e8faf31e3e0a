"""Whose homes a group of owners holds, as somebody wrote it: rooms, stairs or whole buildings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from approvals.rules.words import WITHIN
from districts.rules.rooms import bare, unit_code

_WRITTEN = re.compile(
    r"^(?P<building>.+?)(?:号楼|号栋|楼|栋|幢)(?:(?P<entrance>.+?)单元)?(?P<room>.*)$"
)


def code_of(text: str) -> str:
    """The code of a home, or the beginning that the homes of a stair or building share.

    3-2-301, 3号楼2单元301室 → 003-02-0301; 3-2 → 003-02; 3号楼 → 003; "" for nothing. In a
    cluster the community stands before it: 安乐东·3-2 → 安乐东·003-02.
    """
    place, dot, text = text.rpartition(WITHIN)
    own = _own_code(text)
    return f"{place}{dot}{own}" if own else ""


def _own_code(text: str) -> str:
    folded = bare(text) if "-" in text else re.sub(r"\s+", "", text)
    written = _WRITTEN.match(folded)
    if written:
        parts = [written["building"], written["entrance"] or "", bare(written["room"] or "")]
    else:
        parts = [*folded.split("-"), "", ""][:3]
    building, entrance, room = parts
    if not building:
        return ""
    whole = unit_code(bare(building), bare(entrance) if entrance else "", room or "0").split("-")
    return "-".join(whole[: 3 if room else (2 if entrance else 1)])


def named(texts: Iterable[str], codes: Mapping[str, int]) -> tuple[set[int], list[str]]:
    """The units that these words name, and the words that name none; `codes`: code → unit."""
    found: set[int] = set()
    unknown = []
    for text in texts:
        code = code_of(text.strip())
        those = {unit for key, unit in codes.items() if code and _begins(key, code)}
        found |= those
        if not those:
            unknown.append(text.strip())
    return found, unknown


def spoken(text: str) -> Sequence[str]:
    """The single words of a field in which homes are written one after the other."""
    return [word for word in re.split(r"[\s,，、;；]+", text) if word]


def _begins(code: str, wanted: str) -> bool:
    return code == wanted or code.startswith(f"{wanted}-")
