"""Rows of a roll: which of them say one home together, and what is wrong between and in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from common.names import normalise
from districts.rules.numbers import blotted, mistyped, number_key
from districts.rules.owners_said import SaidOwner, owners, whole
from districts.rules.rooms import bare
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading

PLACE = ("community", "building", "entrance", "room")
OWNED = ("owners", "number", "phone", "share")
_FLOOR = re.compile(r"^(-?\d{1,3})(?:层|楼|F|f)?$")
_SHORTEST_PHONE = 7
LEAST, MOST = Decimal(10), Decimal(1000)


def place_of(row: ParsedRow) -> tuple[str, str, str]:
    """Building, entrance and room, folded."""
    return folded({key: row.text(key) for key in PLACE})


def folded(values: Mapping[str, str]) -> tuple[str, str, str]:
    """Building, entrance and room, folded, from values by column."""
    building, entrance, room = (values.get(key, "") for key in PLACE[1:])
    return bare(building), bare(entrance), bare(room)


def home_name(row: ParsedRow) -> str:
    """3号楼2单元301."""
    building, entrance, room = place_of(row)
    return f"{building}号楼" + (f"{entrance}单元" if entrance else "") + room


def owners_of(row: ParsedRow) -> tuple[SaidOwner, ...]:
    """The owners of a row, misfits left out."""
    return owners(*(row.text(key) for key in OWNED))[0]


def floor_said(text: str) -> int | None:
    """3层 → 3, -1 → -1; None for what is no floor."""
    match = _FLOOR.match(text.replace(" ", ""))
    return int(match[1]) if match else None


def gather(reading: Reading) -> Reading:
    """Rows of one home as one: the first says the home, the others its further owners.

    Refused: a second row that says another area or use, an owner twice, a row that leaves the room
    empty though it names another building.
    """
    first: dict[tuple[str, ...], ParsedRow] = {}
    together: dict[tuple[str, ...], list[ParsedRow]] = {}
    findings: list[Finding] = []
    before: tuple[str, ...] = ()
    entrance = ""
    for plain in reading.rows:
        row = _under(plain, entrance, findings)
        entrance = row.text("entrance")
        key: tuple[str, ...] = (normalise(row.text("community")), *place_of(row))
        if "room" in row.auto and before and key != before:
            findings.append(_no_room(row))
        before = key
        if key in first:
            together.setdefault(key, []).append(row)
            findings += _second(first[key], row)
        else:
            first[key] = row
    rows, joined = [], {}
    for key, row in first.items():
        more = together.get(key, [])
        rows.append(_whole(row, more) if more else row)
        if more:
            joined[row.sheet, row.number] = tuple(more)
            findings += _twice([row, *more])
    return replace(
        reading,
        rows=tuple(rows),
        findings=(*reading.findings, *findings),
        joined=joined,
    )


def _under(row: ParsedRow, entrance: str, findings: list[Finding]) -> ParsedRow:
    """A row that leaves building and entrance empty stands under the entrance above, too."""
    if row.text("entrance") or not entrance or "building" not in row.auto:
        return row
    if "entrance" not in row.cells:
        return row
    words = f"单元空着，照上一行读作“{entrance}”"
    findings.append(Finding("warn", "filled_down", words, row.sheet, row.cells["entrance"]))
    values = {**row.values, "entrance": entrance}
    return replace(row, values=values, auto=row.auto | {"entrance"})


def _no_room(row: ParsedRow) -> Finding:
    return Finding(
        "refuse",
        "no_room",
        "室号空着，楼号或单元却与上一行不同，不知是哪一户",
        row.sheet,
        row.cells["room"],
        "",
        "每户写明室号",
        "请补上室号",
    )


def _second(first: ParsedRow, row: ParsedRow) -> list[Finding]:
    found = []
    for key in ("area", "area_with_share", "kind", "area_source", "floor"):
        mine, other = row.values.get(key, ""), first.values.get(key, "")
        if mine not in ("", other):
            found.append(
                Finding(
                    "refuse",
                    "home_differs",
                    f"与第 {first.number} 行是同一户，这一项却不同",
                    row.sheet,
                    f"{first.cells[key]} {row.cells[key]}",
                    str(mine),
                    str(other),
                    "同一户的各行只写一次，或写得一样",
                )
            )
    if not row.text("owners"):
        found.append(
            Finding(
                "refuse",
                "duplicate",
                f"与第 {first.number} 行是同一户",
                row.sheet,
                row.cells["room"],
                home_name(row),
                "每户一行；另一位业主另起一行时写明姓名",
                "请删去重复的一行",
            )
        )
    return found


def _twice(rows: Sequence[ParsedRow]) -> list[Finding]:
    """An owner of equal name and number in two rows of one home."""
    seen: dict[tuple[str, str], ParsedRow] = {}
    found = []
    for row in rows:
        for owner in owners_of(row):
            key = normalise(owner.name), owner.number
            other = seen.setdefault(key, row)
            if other is not row:
                found.append(
                    Finding(
                        "refuse",
                        "owner_twice",
                        f"与第 {other.number} 行是同一户的同一位业主",
                        row.sheet,
                        row.cells["owners"],
                        "",
                        "每位业主写一次",
                        "请删去重复的一行",
                    )
                )
    return found


def _whole(row: ParsedRow, more: Sequence[ParsedRow]) -> ParsedRow:
    """The home's row with the owners of all its rows."""
    everyone = [owner for one in (row, *more) for owner in owners_of(one)]
    values = dict(row.values)
    for one in more:
        values |= {key: value for key, value in one.values.items() if not values.get(key)}
    values["owners"] = "、".join(owner.name for owner in everyone)
    for key, said in (
        ("number", [owner.number for owner in everyone]),
        ("phone", [owner.phone for owner in everyone]),
        ("share", [owner.share for owner in everyone]),
    ):
        values[key] = "、".join(part or "无" for part in said) if any(said) else ""
    return replace(row, values=values)


def findings_of(rows: Iterable[ParsedRow], here: Mapping[int, bool]) -> list[Finding]:
    """What is wrong or doubtful in single rows; `here` tells by row whether the home is known."""
    found: list[Finding] = []
    for row in rows:
        found += _cells(row)
        if not here.get(id(row)) and "area" not in row.values:
            found.append(_needs_area(row))
    return found


def _needs_area(row: ParsedRow) -> Finding:
    cell = row.cells.get("area", row.cells["room"])
    remedy = "请补上面积；只有建筑面积的，请在认列时说明它就是专有面积"
    return Finding(
        "refuse",
        "cell",
        "新登记的房屋没有专有面积",
        row.sheet,
        cell,
        "",
        "平方米，如 86.42",
        remedy,
    )


def _cells(row: ParsedRow) -> list[Finding]:
    people, misfits = owners(*(row.text(key) for key in OWNED))
    found = [
        Finding("refuse", "misfit", one.message, row.sheet, row.cells[one.column], "", one.expected)
        for one in misfits
    ]
    if not people and any(row.text(key) for key in ("number", "phone")):
        key = "number" if row.text("number") else "phone"
        found.append(_refused(row, key, "写了证件或电话，却没有业主姓名", "业主姓名"))
    text = row.text("floor")
    if text and floor_said(text) is None:
        found.append(_refused(row, "floor", "楼层看不懂", "整数，如 3；地下写 -1", text))
    return found + _people(row, people) + _areas(row)


def _people(row: ParsedRow, people: Sequence[SaidOwner]) -> list[Finding]:
    found = []
    if any(mistyped(owner.number) for owner in people):
        found.append(_doubt(row, "number", "身份证号的校验位不对，请看是否抄错一位"))
    if any(blotted(owner.number) for owner in people):
        found.append(_doubt(row, "number", "证件号有几位被遮住，不能凭它认人，按没有证件号登记"))
    phones = [owner.phone for owner in people if owner.phone]
    if any(sum(sign.isdigit() for sign in phone) < _SHORTEST_PHONE for phone in phones):
        found.append(_refused(row, "phone", "电话号码位数不够", "七位以上的号码"))
    if not whole([owner.share for owner in people]):
        share = row.text("share")
        found.append(_refused(row, "share", "各位业主的份额相加不是一", "相加为 1", share))
    return found


def _areas(row: ParsedRow) -> list[Finding]:
    found = []
    area, with_share = row.values.get("area"), row.values.get("area_with_share")
    if isinstance(area, Decimal) and isinstance(with_share, Decimal) and with_share < area:
        expected = f"不小于专有面积 {area}"
        words = "含公摊面积小于专有面积"
        found.append(_refused(row, "area_with_share", words, expected, str(with_share)))
    home = row.text("kind") in {"", "home"}
    if home and isinstance(area, Decimal) and not LEAST <= area <= MOST:
        found.append(_doubt(row, "area", f"住宅 {area} ㎡，请看面积或单位"))
    return found


def _refused(row: ParsedRow, key: str, message: str, expected: str, value: str = "") -> Finding:
    return Finding(
        "refuse", "cell", message, row.sheet, row.cells[key], value, expected, "请改正这一格"
    )


def _doubt(row: ParsedRow, key: str, message: str) -> Finding:
    return Finding("warn", "doubtful", message, row.sheet, row.cells[key])


DEFAULTS = {"kind": "用途没有写的按住宅登记", "area_source": "面积依据没有写的按产权登记"}


def defaults(reading: Reading) -> list[Finding]:
    """What is taken for granted where nothing is written, told once per sheet."""
    header = reading.header
    if header is None or not reading.rows:
        return []
    found = []
    for key, words in (
        ("kind", "用途没有写的按住宅登记"),
        ("area_source", "面积依据没有写的按产权登记"),
    ):
        empty = sum(1 for row in reading.rows if not row.text(key))
        if empty:
            found.append(
                Finding("inform", "default", f"{words}（{empty} 户，仅限新登记的）", reading.sheet)
            )
    return found


def one_person_each(rows: Iterable[ParsedRow]) -> list[Finding]:
    """A number under two names, or with two phones, in one file; never in clear."""
    first: dict[str, tuple[str, ParsedRow]] = {}
    phones: dict[str, tuple[str, ParsedRow]] = {}
    found = []
    for row in rows:
        for owner in owners_of(row):
            number = number_key(owner.number)
            if not number:
                continue
            name = normalise(owner.name)
            other, where = first.setdefault(number, (name, row))
            if other != name:
                words = f"证件号与第 {where.number} 行相同，姓名却不同"
                found.append(_refused(row, "number", words, "同一证件号是同一人"))
            if owner.phone:
                phone, at = phones.setdefault(number, (owner.phone, row))
                if phone != owner.phone:
                    words = f"同一人的电话与第 {at.number} 行不同，以本行为准"
                    found.append(_doubt(row, "phone", words))
    return found


def other_name(row: ParsedRow, mask: str) -> Finding:
    """A number that the register has under another name."""
    words = f"证件号已登记在“{mask}”名下，与所填姓名不同"
    return _refused(row, "number", words, "与台账一致的姓名")
