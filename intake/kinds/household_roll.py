"""The household and owner roll: each row a home, or a further owner of the home above."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.permissions import Permission
from common.names import normalise
from districts.models import Community
from districts.owner_data import name_digest, number_digest
from districts.rules.owners_said import owners
from districts.rules.roll_rows import RollRow
from districts.selectors.roll_state import said
from districts.services.roll import adopt_roll, hold_register
from districts.services.roll_owners import owners_by_number
from districts.services.roll_undoing import undo_roll
from districts.sheets import HOUSEHOLD_ROLL
from intake.kinds.about import About, Adopted, HandedRow, Handover, TakingBack
from intake.kinds.kind import Checking, Kind, Places, Seen
from intake.kinds.subjects import COMMUNITY_OR_PLACE
from intake.rules import homes
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, Value
from intake.rules.streets import PlaceWords
from intake.selectors.roll_state import roll_state
from records.rules.undoing import UndoReport

AMBIGUOUS = ""


def _communities(about: About) -> QuerySet[Community]:
    if about.thing is not None:
        return Community.objects.filter(pk=about.thing.pk)
    return Community.objects.within(about.area_code)


def _known(about: About) -> dict[str, str]:
    """Codes by name and alias; a name that two streets have means neither."""
    found: dict[str, str] = {}
    for code, name, aliases in _communities(about).values_list("code", "name", "aliases"):
        for known in {normalise(name), *map(normalise, aliases)}:
            found[known] = code if found.get(known, code) == code else AMBIGUOUS
    return found


def _identity(row: ParsedRow, code: str) -> Key:
    return code, *homes.place_of(row)


def _blind(row: ParsedRow) -> dict[str, Value]:
    """Owners by digests, as far as the row says them; the floor as a number."""
    people, _ = owners(*(row.text(key) for key in homes.OWNED))
    told: dict[str, Value] = {key: text for key, text in said(people).items() if text}
    floor = homes.floor_said(row.text("floor"))
    return told | ({} if floor is None else {"floor": str(floor)})


def _checks(checking: Checking) -> tuple[Finding, ...]:
    rows = checking.reading.rows
    here = {id(row): _identity(row, _code(checking, row)) in checking.state.lines for row in rows}
    known = owners_by_number(owner.number for row in rows for owner in homes.owners_of(row))
    told = {digest: (owner.name_digest, owner.name_masked) for digest, owner in known.items()}
    return (
        *homes.findings_of(rows, here),
        *homes.one_person_each(rows),
        *(found for row in rows for found in _strangers(row, told)),
        *(_nowhere(row) for row in rows if not row.text("community") and not _code(checking, row)),
        *(found for one in checking.readings for found in homes.defaults(one)),
    )


def _code(checking: Checking, row: ParsedRow) -> str:
    return checking.codes.get(row.text("community"), "")


def _strangers(row: ParsedRow, told: Mapping[str, tuple[str, str]]) -> list[Finding]:
    found = []
    for owner in homes.owners_of(row):
        there = told.get(number_digest(owner.number)) if owner.number else None
        if there and there[0] != name_digest(owner.name):
            found.append(homes.other_name(row, there[1]))
    return found


def _nowhere(row: ParsedRow) -> Finding:
    words = "没有写明是哪个小区"
    remedy = "请补上“小区名称”列，或按一个小区导入"
    return Finding("refuse", "cell", words, row.sheet, row.cells["room"], "", "小区名称", remedy)


def _adopt(call: Handover) -> Adopted:
    return adopt_roll(
        by=call.by,
        at=call.at,
        on=call.on,
        rows=[_row(row) for row in call.rows],
        upload_id=call.source.upload_id,
        title=call.title,
    )


def _row(row: HandedRow) -> RollRow:
    values, file = _texts(row.values), _texts(row.stated)
    people, _ = owners(*(file.get(key, "") for key in homes.OWNED))
    stated = {key: str(value) for key, value in _facts(file).items()}
    stated |= {key: text for key, text in said(people).items() if text}
    place = homes.folded(values)
    return RollRow(row.code, place, _facts(values), people, stated, row.row, row.sheet, row.taken)


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def _facts(values: Mapping[str, str]) -> dict[str, Any]:
    """The home's own columns, as far as something stands there."""
    found: dict[str, Any] = {
        key: Decimal(values[key]) for key in ("area", "area_with_share") if values.get(key)
    }
    found |= {key: values[key] for key in ("kind", "area_source") if values.get(key)}
    floor = homes.floor_said(values.get("floor", ""))
    return found | ({} if floor is None else {"floor": floor})


def _undo(call: TakingBack) -> UndoReport:
    return undo_roll(
        by=call.by,
        on=call.on,
        communities=_communities(call.about),
        upload_id=call.upload_id,
        reason=call.reason,
        rehearse=call.rehearse,
    )


ROLL = Kind(
    spec=HOUSEHOLD_ROLL,
    hint="每行一套房屋，或同户的又一位业主",
    subject=COMMUNITY_OR_PLACE,
    permission=Permission.EDIT_REGISTER,
    state=lambda about: roll_state(_communities(about)),
    identity=_identity,
    adopt=_adopt,
    seen=Seen("查看楼栋住户", "districts:community", "community_id"),
    totals={ROWS: "homes", "area": "area_m2"},
    places=Places(
        "community",
        PlaceWords("小区", ("小区", "家属院", "花园", "社区")),
        _known,
        blank=lambda about: about.code,
    ),
    gather=homes.gather,
    checks=_checks,
    compared=("kind", "area", "area_with_share", "area_source"),
    blind=_blind,
    called=homes.home_name,
    hold=lambda about: hold_register(_communities(about)),
    partly=True,
    undo=_undo,
    absent="台账中已有、本表没有：{names}；导入后仍保留",
    counts={"owners": "新登记业主", "left": "退出业主", "buildings": "新登记楼栋"},
)
