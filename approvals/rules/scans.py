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
    "double": "这一户已经有扫描件",
    "broken": "这一页打不开",
}
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")
ADDRESS = re.compile(r"^(?:.*/)?v/")
"""What stands before the token on a paper's code; nothing but v/ where a scanner lost the slash."""
MOST_FILES = 100
MOST_BYTES = 300 * 1024 * 1024
"""Of one upload: some 500 pages at 200 dpi."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is. `unit`: the home that its code names, also where a person must decide."""

    finding: Finding
    unit: int | None = None


def code_of(text: str) -> str:
    """The token in what a code says, be it the whole address or the token itself."""
    return ADDRESS.sub("", text.strip()).strip("/")


def judge(
    codes: Sequence[str],
    roll: Mapping[str, int],
    elsewhere: Collection[str],
    taken: Collection[int],
) -> Verdict:
    """The page with these codes, of a round with this roll (token → unit).

    `elsewhere`: which of the codes belong to papers of other rounds; `taken`: units that have a
    scan. One code of this roll beside foreign ones (a delivery slip on the desk) still counts.
    """
    tokens = list(dict.fromkeys(code_of(text) for text in codes))
    own = list(dict.fromkeys(roll[token] for token in tokens if token in roll))
    if len(own) > 1:
        return Verdict("several")
    if own:
        return Verdict("double" if own[0] in taken else "matched", own[0])
    if not tokens:
        return Verdict("no_code")
    return Verdict("elsewhere" if any(token in elsewhere for token in tokens) else "foreign")


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
