"""Which paper a scanned page is: from the codes on it, the roll, and what is there already."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from common.errors import Problem

Finding = Literal["matched", "no_code", "elsewhere", "foreign", "several", "double", "broken"]
FINDINGS: dict[Finding, str] = {
    "matched": "已对上",
    "no_code": "看不出二维码",
    "elsewhere": "是别的小区或别的轮次的表",
    "foreign": "二维码不是本系统的",
    "several": "一页上有几张表的码",
    "double": "这一户的这一页已经有扫描件",
    "broken": "这一页打不开",
}
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")
ADDRESS = re.compile(r"^(?:.*/)?v/")
"""What stands before the token on a paper's code; nothing but v/ where a scanner lost the slash."""
MOST_FILES = 100
MOST_BYTES = 300 * 1024 * 1024
"""Of one upload: some 500 pages at 200 dpi."""


MOST_LEAVES = 20
"""Pages of one paper; a code that says more was not printed here."""
PAGE = re.compile(r"p=(?P<leaf>[0-9]{1,2})-(?P<leaves>[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says: whose paper, which page of how many; of a paper of one page nothing."""

    token: str
    leaf: int | None = None
    leaves: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is. `unit`: the home that its code names, also where a person must decide.

    `leaf` of `leaves`: which page of that home's paper; how many is None where no code said it.
    """

    finding: Finding
    unit: int | None = None
    leaf: int | None = None
    leaves: int | None = None


def said_by(text: str) -> Code:
    """Token and page in what a code says, be it the whole address or the token itself."""
    token, _, rest = ADDRESS.sub("", text.strip()).partition("?")
    place = PAGE.fullmatch(rest)
    leaf, leaves = (int(place["leaf"]), int(place["leaves"])) if place else (0, 0)
    told = 0 < leaf <= leaves <= MOST_LEAVES
    return Code(token.strip("/"), *((leaf, leaves) if told else (None, None)))


def code_of(text: str) -> str:
    """The token in what a code says."""
    return said_by(text).token


def judge(
    codes: Sequence[str],
    roll: Mapping[str, int],
    elsewhere: Collection[str],
    taken: Collection[tuple[int, int]],
) -> Verdict:
    """The page with these codes, of a round with this roll (token → unit).

    `elsewhere`: which of the codes belong to papers of other rounds; `taken`: pages of units that
    have a scan. One code of this roll beside foreign ones (a delivery slip on the desk) still
    counts. A code that says no page is of a paper of one page, or of one printed before pages were
    told apart: it is page 1 while that is free, else a person decides.
    """
    said = [said_by(text) for text in codes]
    own = {(roll[one.token], one.leaf or 1, one.leaves) for one in said if one.token in roll}
    if len(own) > 1:
        return Verdict("several")
    for unit, leaf, leaves in own:
        return Verdict("double" if (unit, leaf) in taken else "matched", unit, leaf, leaves)
    if not said:
        return Verdict("no_code")
    return Verdict("elsewhere" if any(one.token in elsewhere for one in said) else "foreign")


def missing(leaves: Collection[tuple[int, int | None]]) -> tuple[int, ...]:
    """Which pages of a paper have no scan: from each scan's page and how many it says there are."""
    have = {leaf for leaf, _ in leaves}
    total = max((max(leaf, of or 0) for leaf, of in leaves), default=0)
    return tuple(leaf for leaf in range(1, total + 1) if leaf not in have)


def missing_words(leaves: Sequence[int]) -> str:
    """缺第 2 页; nothing where none is missing."""
    return f"缺第 {'、'.join(map(str, leaves))} 页" if leaves else ""


def leaf_problems(leaf: int, leaves: int | None) -> list[Problem]:
    """Why a person cannot have said that this is page `leaf` of `leaves`."""
    if 0 < leaf <= (MOST_LEAVES if leaves is None else leaves) <= MOST_LEAVES:
        return []
    said = f"第 {leaf} 页" + ("" if leaves is None else f"，共 {leaves} 页")
    expected = f"1 至 {MOST_LEAVES}，页码不大于总页数"
    remedy = "照表上右下角印的“第几页 共几页”填"
    return [Problem("页码不对", "leaf", "leaf", said, expected, remedy)]


def upload_problems(files: Sequence[tuple[str, int]]) -> list[Problem]:
    """What is wrong with an upload as a whole: names and sizes (bytes) of its files."""
    found = []
    if not files:
        found.append(Problem("请选择扫描件", code="empty", field="files"))
    if len(files) > MOST_FILES:
        limit, remedy = f"一次不超过 {MOST_FILES} 个文件", "多的请扫成一个 PDF，或分几次上传"
        found.append(Problem("文件太多", "too_many", "files", str(len(files)), limit, remedy))
    total = sum(size for _, size in files)
    if total > MOST_BYTES:
        limit = f"一次不超过 {MOST_BYTES // 1024 // 1024} MB"
        found.append(Problem("文件加起来太大", "too_large", "files", f"{total:,} 字节", limit))
    return found + [
        Problem(f"“{name}”不是扫描件", "type", "files", name, "PDF、JPG 或 PNG")
        for name, _ in files
        if not name.lower().endswith(SUFFIXES)
    ]
