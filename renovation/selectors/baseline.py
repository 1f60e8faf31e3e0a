"""A plan as issued, as adjusted since, and as finished: per line, in all, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from common.explanations import Explanation, Input, Line
from policies.rules.vocabulary import Lifecycle
from renovation.models import Plan, PlanCarry, PlanEntry, PlanLine
from renovation.rules.baseline import MEASURES, NOTHING, UNITS, Figures, total
from renovation.rules.lifecycle import already_at

COUNT = "projects"
_NAMED = 5
NAMES = {COUNT: "小区", **MEASURES}


@dataclass(frozen=True, slots=True)
class LineStanding:
    """One line: what was issued (None for what came later), what stands, what is finished."""

    line: PlanLine
    issued: Figures | None
    adjusted: Figures
    actual: Figures

    @property
    def left(self) -> bool:
        """Whether it was taken out or merged away."""
        return self.adjusted == NOTHING

    @property
    def moved(self) -> bool:
        """Whether the line is no longer what was issued."""
        return self.issued is not None and self.issued != self.adjusted


@dataclass(frozen=True, slots=True)
class Sum:
    """One measure over all lines: issued, adjusted, actual, as exact text, with its unit."""

    key: str
    name: str
    unit: str
    issued: str
    adjusted: str
    actual: str

    @property
    def moved(self) -> bool:
        """Whether adjustments have changed it."""
        return self.issued != self.adjusted


def standings(lines: QuerySet[PlanLine]) -> list[LineStanding]:
    """Every line; one query."""
    rows = lines.select_related("project__community__street").order_by("position")
    return [_standing(row) for row in rows]


def sums(rows: Sequence[LineStanding]) -> list[Sum]:
    """小区, 栋, 户 and ㎡: issued, adjusted and actual."""
    issued = [row.issued for row in rows if row.issued is not None]
    adjusted = [row.adjusted for row in rows if not row.left]
    actual = [row.actual for row in rows if row.actual != NOTHING]
    counted = Sum(COUNT, NAMES[COUNT], "个", str(len(issued)), str(len(adjusted)), str(len(actual)))
    whole = [total(issued).as_dict(), total(adjusted).as_dict(), total(actual).as_dict()]
    return [
        counted,
        *(
            Sum(key, name, UNITS[key], *(one[key] for one in whole))
            for key, name in MEASURES.items()
        ),
    ]


def entries_of(plan: Plan) -> QuerySet[PlanEntry]:
    """What happened to the plan since it was issued, the newest first; two queries."""
    return plan.entries.select_related("entered_by").prefetch_related("lines").order_by("-pk")


def carried_to(plan: Plan, user: User) -> QuerySet[PlanCarry]:
    """What earlier plans handed on to this one, as far as the person sees it."""
    seen = PlanLine.objects.visible_to(user)
    rows = plan.carried.filter(line__in=seen)
    return rows.select_related("line__plan", "line__project").order_by("due_on", "line__position")


def differences(plan: Plan) -> list[str]:
    """Lines whose present figures are not those issued plus every entry; none on a sound plan."""
    moved: dict[int, Figures] = {}
    for entry in plan.entries.prefetch_related("lines"):
        for one in entry.lines.all():
            moved[one.line_id] = moved.get(one.line_id, NOTHING) + Figures.of(one)
    if plan.issued_on is None:
        return []
    return [
        f"{row.line.project.name}：印发加调整 {should.as_dict()}，现为 {row.adjusted.as_dict()}"
        for row in standings(plan.lines.all())
        if (should := (row.issued or NOTHING) + moved.get(row.line.pk, NOTHING)) != row.adjusted
    ]


def why_sum(plan: Plan, key: str) -> Explanation | None:
    """Why a measure of the plan stands where it stands; None for an unknown one."""
    if key not in NAMES:
        return None
    rows = standings(plan.lines.all())
    found = next(one for one in sums(rows) if one.key == key)
    lines = [Line("印发", f"印发时 {len([r for r in rows if r.issued])} 行合计", found.issued)]
    stand = {row.line.pk: row.issued or NOTHING for row in rows}
    lines += [_step(entry, key, stand) for entry in plan.entries.prefetch_related("lines")]
    lines.append(Line("现计划", "印发数加各次调整", found.adjusted, emphasis=True))
    finished = [row for row in rows if row.actual != NOTHING]
    lines.append(Line("实际完成", f"已完工 {len(finished)} 个项目合计", found.actual))
    return Explanation(
        title=f"{plan.title}：{found.name}",
        result=found.adjusted,
        unit=found.unit,
        sentence="印发数自印发起不再变动；其后每次增减都有依据文号；实际完成按已完工项目自身的数。",
        inputs=(
            Input("印发文号", plan.document_no or "—"),
            Input("印发日", plan.issued_on.isoformat() if plan.issued_on else "尚未印发"),
        ),
        lines=tuple(lines),
    )


def _step(entry: PlanEntry, key: str, stand: dict[int, Figures]) -> Line:
    """What one entry did to one measure; `stand` is what each line said, and is moved on."""
    rows = list(entry.lines.all())
    before = _measure(key, [stand.get(row.line_id, NOTHING) for row in rows])
    for row in rows:
        stand[row.line_id] = stand.get(row.line_id, NOTHING) + Figures.of(row)
    after = _measure(key, [stand[row.line_id] for row in rows])
    label = f"{entry.get_kind_display()} {entry.document_no}".strip()
    named = "、".join(row.name for row in rows[:_NAMED])
    more = f"等 {len(rows)} 个" if len(rows) > _NAMED else ""
    return Line(label, named + more, format(after - before, "+f"))


def _measure(key: str, figures: Sequence[Figures]) -> Decimal:
    if key == COUNT:
        return Decimal(sum(1 for one in figures if one != NOTHING))
    return Decimal(total(figures).as_dict()[key])


def _standing(row: PlanLine) -> LineStanding:
    state = Lifecycle(row.project.state)
    done = state != Lifecycle.WITHDRAWN and already_at(state, Lifecycle.COMPLETED)
    issued = None
    if row.issued_buildings is not None:
        issued = Figures(
            row.issued_buildings, row.issued_households or 0, row.issued_floor_area or Decimal(0)
        )
    return LineStanding(row, issued, Figures.of(row), Figures.of(row.project) if done else NOTHING)
