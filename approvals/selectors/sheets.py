"""Sheet mode: one building in the paper's order, entrances side by side, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from approvals.models import Batch, HeadUnit, Paper, Round, Scan, SecondEntry
from approvals.rules.papers import WORDS
from approvals.rules.tally import CHOICES
from approvals.rules.words import building_words, entrance_words, room_words
from approvals.selectors.rules import matters_of, method_of
from approvals.selectors.seeing import homes_seen
from policies.rules.model import Matter


@dataclass(slots=True)
class Line:
    """One unit's row: who, how large, what its paper said (matter → choice).

    `scans`: its scanned pages with their pictures, in the paper's order.
    """

    unit: HeadUnit
    label: str
    choices: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    paper: int | None = None
    batch: int | None = None
    undelivered: bool = False
    scans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether its paper is in."""
        return self.paper is not None

    @property
    def words(self) -> str:
        """3 号楼 4 单元 301."""
        return room_words(self.unit.building, self.unit.entrance, self.unit.room)

    @property
    def floor(self) -> str:
        """What stands before the last two digits of the room: rows of one floor belong together."""
        return self.unit.room[:-2]

    @property
    def by_matter(self) -> list[tuple[str, str]]:
        """Matter and answer, "" where there is none, in the paper's order."""
        return [(key, self.choices.get(key, "")) for key in self.unit.round.items]


@dataclass(slots=True)
class Column:
    """One entrance."""

    key: str
    name: str
    lines: list[Line]

    @property
    def done(self) -> int:
        """Rows whose paper is in."""
        return sum(line.answered for line in self.lines)

    @property
    def area(self) -> Decimal:
        """㎡ of the papers that are in."""
        zero = Decimal("0.00")
        return sum((line.unit.area for line in self.lines if line.answered), zero)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One building of a round."""

    round: Round
    building: str
    buildings: list[tuple[str, str]]
    columns: list[Column]
    matters: tuple[Matter, ...]
    batch: Batch | None

    @property
    def name(self) -> str:
        """3 号楼."""
        return building_words(self.building)

    @property
    def lines(self) -> list[Line]:
        """Every row in the paper's order."""
        return [line for column in self.columns for line in column.lines]

    def line(self, unit_id: int) -> Line | None:
        """The row of that unit."""
        return next((line for line in self.lines if line.unit.pk == unit_id), None)

    def next_blank(self, after: int | None = None) -> Line | None:
        """The first row without a paper behind `after`, then from the top."""
        lines = self.lines
        start = next((n + 1 for n, line in enumerate(lines) if line.unit.pk == after), 0)
        ring = lines[start:] + lines[:start]
        return next((line for line in ring if not line.answered), None)

    def column_of(self, line: Line | None) -> Column | None:
        """The entrance in which a row lies."""
        return next((c for c in self.columns if line in c.lines), None) if line else None


def sheet(
    round_: Round, user: User, building: str = "", *, blind: User | None = None
) -> Sheet | None:
    """The building asked for, else the first one with blank rows; None for none such in scope.

    `blind`: who may still have to read a paper blind; of papers that others typed nothing is said.
    """
    roll = homes_seen(round_, user).order_by("position")
    numbers = list(dict.fromkeys(roll.values_list("building", flat=True)))
    if not numbers or (building and building not in numbers):
        return None
    chosen = building or _first_blank(roll, numbers)
    columns = [
        Column(key, entrance_words(key) or "全部", list(rows))
        for key, rows in groupby(_lines(round_, chosen, blind), key=lambda line: line.unit.entrance)
    ]
    batch = Batch.objects.filter(round=round_, building=chosen, submitted_at=None).first()
    names = [(number, building_words(number)) for number in numbers]
    return Sheet(round_, chosen, names, columns, matters_of(round_), batch)


def _lines(round_: Round, building: str, blind: User | None) -> list[Line]:
    units = HeadUnit.objects.filter(round=round_, building=building).select_related("head", "round")
    found = {unit.pk: Line(unit, unit.head.label) for unit in units.order_by("position")}
    papers = Paper.objects.filter(round=round_, unit__building=building, live=True)
    for paper in papers.prefetch_related("answers"):
        line = found[paper.unit_id]
        line.paper, line.batch = paper.pk, paper.batch_id
        if blind and paper.entered_by_id != blind.pk:
            continue
        said = {answer.matter: answer for answer in paper.answers.all()}
        line.choices = {key: said[key].choice for key in round_.items if key in said}
        line.reasons = {key: said[key].reason for key in said if said[key].reason}
    for row in round_.undelivered.filter(unit__building=building):
        found[row.unit_id].undelivered = True
    scans = Scan.objects.filter(unit__in=found, picture__isnull=False).order_by("leaf")
    for unit, leaf, picture in scans.values_list("unit_id", "leaf", "picture_id"):
        found[unit].scans.append((leaf or 1, picture))
    return list(found.values())


def second_sheet(round_: Round, user: User, building: str, *, blind: bool) -> Sheet | None:
    """The building's live papers for a second typing: nothing of the first shows when `blind`.

    A row counts as answered once it has been read a second time. None for no such building.
    """
    first = sheet(round_, user, building)
    if first is None:
        return None
    papers = [line.paper for line in first.lines if line.paper]
    read = SecondEntry.objects.filter(Q(paper__in=papers) | Q(settled_paper__in=papers))
    done = {
        pk: row for row, *both in read.values_list("pk", "paper", "settled_paper") for pk in both
    }
    columns = [
        Column(column.key, column.name, _to_read(column.lines, done, blind=blind))
        for column in first.columns
    ]
    return replace(first, columns=[column for column in columns if column.lines], batch=None)


def _to_read(lines: list[Line], done: dict[int, int], *, blind: bool) -> list[Line]:
    found = []
    for line in lines:
        if line.paper is None:
            continue
        said = "、".join(WORDS[choice] for choice in line.choices.values())
        label = line.label if blind else f"{line.label}（第一遍：{said}）"
        found.append(Line(line.unit, label, paper=done.get(line.paper), scans=line.scans))
    return found


def _first_blank(roll: QuerySet[HeadUnit], numbers: list[str]) -> str:
    blank = set(roll.exclude(papers__live=True).values_list("building", flat=True))
    return next((number for number in numbers if number in blank), numbers[0])


def for_browser(sheet_: Sheet, counts: dict[str, dict[str, str]], user: User) -> dict[str, Any]:
    """What the typing script needs: rows, heads, counting rule, thresholds, exact text."""
    method = method_of(sheet_.round)
    return {
        "round": sheet_.round.pk,
        "user": user.pk,
        "building": sheet_.building,
        "batch": sheet_.batch.pk if sheet_.batch else None,
        "hand": sheet_.batch.hand if sheet_.batch else {},
        "choices": list(CHOICES),
        "method": {
            "missing": method.missing_takes_part,
            "abstain": method.abstain_takes_part,
            "invalid": method.invalid_takes_part,
            "mixed": method.mixed_head,
        },
        "matters": [_matter(matter) for matter in sheet_.matters],
        "counts": counts,
        "units": [_unit(line) for line in sheet_.lines],
        "elsewhere": _elsewhere(sheet_, user),
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "key": matter.key,
        "name": matter.name,
        "tests": [
            {
                "numerator": test.numerator,
                "population": test.population,
                "measure": test.measure,
                "operator": test.operator,
                "share": [test.share.numerator, test.share.denominator],
            }
            for test in matter.tests
        ],
    }


def _unit(line: Line) -> dict[str, Any]:
    return {
        "id": line.unit.pk,
        "head": line.unit.head_id,
        "area": str(line.unit.area),
        "home": line.unit.kind == "home",
        "serial": line.unit.serial,
        "token": line.unit.token,
        "entrance": line.unit.entrance,
        "room": line.unit.room,
        "words": line.words,
        "short": " ".join(p for p in (entrance_words(line.unit.entrance), line.unit.room) if p),
        "label": line.label,
        "choices": line.choices,
        "reasons": line.reasons,
        "paper": line.paper,
        "batch": line.batch,
        "scans": line.scans,
    }


def _elsewhere(sheet_: Sheet, user: User) -> dict[str, list[dict[str, str]]]:
    """Homes that heads of this building have in others in scope: head → answers by matter."""
    heads = {line.unit.head_id for line in sheet_.lines}
    others = homes_seen(sheet_.round, user).filter(head__in=heads)
    others = others.exclude(building=sheet_.building)
    said: dict[int, dict[str, str]] = {unit.pk: {} for unit in others}
    papers = Paper.objects.filter(unit__in=said, live=True).prefetch_related("answers")
    for paper in papers if said else ():
        said[paper.unit_id] = {answer.matter: answer.choice for answer in paper.answers.all()}
    found: dict[str, list[dict[str, str]]] = {}
    for unit in others:
        found.setdefault(str(unit.head_id), []).append(said[unit.pk])
    return found
