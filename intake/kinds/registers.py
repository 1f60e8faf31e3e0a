"""The registers' own tables, exported, corrected in the workbook and brought back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.permissions import Permission
from districts.register_sheets import BUILDING_REGISTER, COMMUNITY_REGISTER, HOME_REGISTER
from districts.rules.editing import Value as Fact
from districts.rules.rooms import bare
from districts.selectors.last_changes import LastChange, last_changes
from districts.selectors.register_rows import TABLES, RegisterRow, by_key, community_key
from districts.services.register_entering import ENTERED
from districts.services.register_facts import FactRow, Origin, adopt_facts
from districts.services.register_undoing import undo_facts
from intake.kinds.about import About, Adopted, Handover, TakingBack
from intake.kinds.kind import Checking, Kind, Places, Seen
from intake.kinds.subjects import place
from intake.rules.claims import ROWS
from intake.rules.entries import tidy
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, LineState, SheetState, Value
from intake.rules.streets import STREETS
from intake.selectors.plan_state import streets_by_name
from records.rules.sheets import SheetSpec
from records.rules.undoing import UndoReport
from records.selectors.written import last_written


@dataclass(frozen=True, slots=True)
class Register:
    """One register as a table: the columns that name a row after its street, and how it is seen."""

    key: str
    spec: SheetSpec
    names: tuple[str, ...]
    hint: str
    page: str
    totals: Mapping[str, str]

    def identity(self, row: ParsedRow, code: str) -> Key:
        """Street's code, community, and the numbers below it, folded."""
        community, *rest = (row.text(name) for name in self.names)
        return (*community_key(code, community), *(bare(text) if text else "" for text in rest))

    def called(self, row: ParsedRow) -> str:
        """县委家属院 3 2 301."""
        return " ".join(filter(None, (row.text(name) for name in self.names)))

    def state(self, about: About) -> SheetState:
        """Everything that the register says of the place; three queries."""
        table = TABLES[self.key]
        rows = table.rows(about.area_code)
        written = last_written(table.model._meta.label_lower)
        changes = last_changes(table.model._meta.label_lower, about.area_code)
        states = {row.pk: _line(row, written.get(row.pk, {}), changes.get(row.pk)) for row in rows}
        lines = {key: states[row.pk] for key, row in by_key(rows).items()}
        hashed = hashlib.sha256()
        for row in rows:
            hashed.update(repr((row.pk, sorted(row.values.items()))).encode())
        return SheetState(lines, tuple(row.keys[0] for row in rows), hashed.hexdigest())

    def checks(self, checking: Checking) -> tuple[Finding, ...]:
        """Rows that the register has not: entered with a warning, where this table may enter them.

        A name written wrongly would enter a second thing, so somebody answers for each.
        """
        known, codes = checking.state.lines, checking.codes
        fresh = [
            (row, key)
            for row in checking.reading.rows
            if (code := codes.get(row.text("street"), ""))
            and (key := self.identity(row, code)) not in known
        ]
        if not fresh or self.key not in ENTERED:
            return tuple(self._unknown(row) for row, _ in fresh)
        if self.key == "communities":
            return tuple(self._entered(row) for row, _ in fresh)
        places = by_key(TABLES["communities"].rows(checking.about.area_code))
        return tuple(
            self._entered(row) if key[:2] in places else self._unknown(row) for row, key in fresh
        )

    def _entered(self, row: ParsedRow) -> Finding:
        return Finding(
            "warn",
            "new_row",
            f"台账里没有“{self.called(row)}”，写入时新登记",
            row.sheet,
            row.cells.get(self.spec.leads, ""),
            self.called(row),
            remedy="确是新的请接受；名称或号码写错的请改正",
        )

    def _unknown(self, row: ParsedRow) -> Finding:
        return Finding(
            "refuse",
            "unknown",
            f"台账里没有“{self.called(row)}”",
            row.sheet,
            row.cells.get(self.spec.leads, ""),
            self.called(row),
            "已登记的小区、楼号、室号",
            "请核对街道、名称和号码；新的请先登记，新的房屋用住户清单导入",
        )

    def adopt(self, call: Handover) -> Adopted:
        """Only the facts that the file brings; of a row to be entered all that it says."""
        facts = TABLES[self.key].facts
        return adopt_facts(
            by=call.by,
            on=call.on,
            at=call.at,
            register=self.key,
            area_code=call.about.area_code,
            rows=[
                FactRow(
                    self.key_of(row.code, row.values),
                    row.sheet or call.source.sheet,
                    row.row,
                    {
                        key: row.values[key]
                        for key in (facts if row.taken is None else row.taken)
                        if key in facts and key in row.values
                    },
                    row.name,
                )
                for row in call.rows
            ],
            origin=Origin(call.source.upload_id, self.spec.title),
        )

    def key_of(self, code: str, values: Mapping[str, Value]) -> Key:
        """The same identity from staged values."""
        community, *rest = (str(values.get(name, "")) for name in self.names)
        return (*community_key(code, community), *(bare(text) if text else "" for text in rest))

    def undo(self, call: TakingBack) -> UndoReport:
        """Cell by cell, where nobody has changed it since."""
        return undo_facts(
            by=call.by,
            register=self.key,
            area_code=call.about.area_code,
            upload_id=call.upload_id,
            reason=call.reason,
            rehearse=call.rehearse,
        )

    def kind(self) -> Kind:
        """As the intake takes it in."""
        return Kind(
            spec=self.spec,
            hint=self.hint,
            subject=place("district", "street", said="六位县（市、区）或九位街道代码"),
            permission=Permission.EDIT_REGISTER,
            state=self.state,
            identity=self.identity,
            adopt=self.adopt,
            seen=Seen("查看台账", self.page, ""),
            totals=self.totals,
            places=Places("street", STREETS, _streets),
            checks=self.checks,
            compared=TABLES[self.key].facts,
            called=self.called,
            undo=self.undo,
        )


def _streets(about: About) -> dict[str, str]:
    return {name: area.code for name, area in streets_by_name(about.area_code).items()}


def _line(row: RegisterRow, last: Mapping[str, str | None], change: LastChange | None) -> LineState:
    """A fact that no import brought, and that stands here, is asked about before it changes.

    Unless the table is an export of ours, which knows what it said (`services.as_exported`).
    """
    now = {name: _value(value) for name, value in row.values.items()}
    return LineState(
        name=row.name,
        street=row.street,
        now=now,
        last={
            name: _again(last[name], value) if name in last else value
            for name, value in now.items()
            if name in last or value == ""
        },
        changed_at=change.at if change else None,
        changed_by=change.by if change else "",
        reason=change.reason if change else "",
    )


def _value(fact: Fact) -> Value:
    """Numbers exact, words as a sheet is read, nothing as no words."""
    if fact is None:
        return ""
    return tidy(fact) if isinstance(fact, str) else Decimal(fact)


def _again(text: str | None, like: Value) -> Value:
    """What was written once, as a value of the same sort."""
    if not text:
        return ""
    return Decimal(text) if isinstance(like, Decimal) else text


COMMUNITIES = Register(
    "communities",
    COMMUNITY_REGISTER,
    ("name",),
    "每行一个小区：年份、依据、物业、坐落",
    "districts:community_list",
    {
        ROWS: "communities",
        "buildings": "buildings",
        "units": "units",
        "homes": "homes",
        "area": "area_m2",
        "floor_area": "floor_area_m2",
    },
).kind()
BUILDINGS = Register(
    "buildings",
    BUILDING_REGISTER,
    ("community", "number"),
    "每行一栋：结构、层数、年份、面积、户数",
    "districts:building_list",
    {
        ROWS: "buildings",
        "households": "households",
        "floor_area": "floor_area_m2",
        "units": "units",
        "homes": "homes",
        "area": "area_m2",
    },
).kind()
HOMES = Register(
    "homes",
    HOME_REGISTER,
    ("community", "building", "entrance", "room"),
    "每行一套已登记的房屋：类别、面积、依据",
    "districts:home_list",
    {ROWS: "units", "area": "area_m2", "area_with_share": "registered_area_m2"},
).kind()
