"""Free text made fit for a board in the yard: numbers and rooms that point to a person are hidden.

Names cannot be told from other words; forms ask not to write them.
"""

from __future__ import annotations

import re

HIDDEN = "＊＊"
_ROOM_SIGN = r"[-－—–]"
_PERSONAL = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)"  # identity number
    r"|(?<!\d)1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # landline
    rf"|(?<!\d)\d{{1,3}}{_ROOM_SIGN}\d{{1,2}}{_ROOM_SIGN}\d{{2,4}}(?!\d)"  # 2-3-501
    r"|\d{1,3}\s*[号栋幢]楼?\s*(?:\d{1,2}\s*单元)?\s*\d{3,4}\s*[室号户]?"  # 3 号楼 2 单元 501 室
    r"|\d{1,2}\s*单元\s*\d{2,4}\s*[室号户]?"
    r"|(?<!\d)\d{3,4}\s*[室户](?!\d)"
)


_PRIVATE = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)"
    rf"|(?<!\d)\d{{1,3}}{_ROOM_SIGN}\d{{1,2}}{_ROOM_SIGN}\d{{3,4}}(?!\d)"
    r"|(?:\d{1,3}\s*[号栋幢]楼?\s*)?\d{1,2}\s*单元\s*\d{2,4}\s*[室号户]"
    r"|\d{1,3}\s*[号栋幢]楼?\s*\d{3,4}\s*[室号](?!楼)"
)


def private_parts(text: str) -> list[str]:
    """Identity numbers and rooms in a text that an office writes itself.

    Its own telephone may stand there; a room or an identity number has no place on a board.
    """
    return _PRIVATE.findall(text)


def without_persons(text: str) -> str:
    """The text with phone and identity numbers and rooms hidden."""
    return _PERSONAL.sub(HIDDEN, text)
