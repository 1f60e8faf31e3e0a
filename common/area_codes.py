"""Administrative codes as text: 2, 4, 6, 9 or 12 digits, and who lies within whom by prefix."""

from __future__ import annotations

import re

LENGTHS = (2, 4, 6, 9, 12)
LEVELS = {2: "province", 4: "city", 6: "district", 9: "street", 12: "neighbourhood"}
# Local codes (where no official one is known) carry letters after the district: 370724L01.
_CODE = re.compile(r"^[0-9]{2,6}[0-9A-Z]*$")


def is_area_code(code: str) -> bool:
    """Whether the text has the shape of a code; says nothing about its existence."""
    return len(code) in LENGTHS and bool(_CODE.match(code))


def level_of(code: str) -> str:
    """province, city, district, street or neighbourhood; ValueError for any other length."""
    if len(code) not in LEVELS:
        raise ValueError(f"区划代码“{code}”应为 2、4、6、9 或 12 位")
    return LEVELS[len(code)]


def within(code: str, scope: str) -> bool:
    """Whether `code` lies in `scope` (a place lies within itself)."""
    return bool(scope) and code.startswith(scope)


def ancestors(code: str) -> tuple[str, ...]:
    """The code itself and every place around it, the widest first."""
    return tuple(code[:length] for length in LENGTHS if length <= len(code))


def district_of(code: str) -> str:
    """The six digits of the county or district, or the code itself where it is wider."""
    return code[:6]
