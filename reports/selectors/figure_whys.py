"""The 依据 of figures that are mere sums: which rows, how they were added, by which document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from approvals.selectors.running import Running
from common.errors import OutOfScope
from common.explanations import Clause, Explanation, Input, Line
from common.shares import percent
from common.templatetags.formats import fixed, wan
from policies.rules.timing import Calendar
from policies.rules.vocabulary import MILESTONE_LABELS, MilestoneKind
from renovation.models import Plan
from reports.selectors.money import Money
from reports.selectors.progress import MEASURES, reached
from reports.selectors.street_whys import of_street
from reports.selectors.turnout_whys import of_pace, of_turnout
from reports.selectors.work_whys import of_holder, of_load

NOTHING = OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
ROUNDS = {"turnout": of_turnout, "pace": of_pace}
COLUMNS = {"communities": "pk", "investment": "project__investment"}
COUNTED = (("started", MilestoneKind.STARTED), ("accepted", MilestoneKind.ACCEPTED))
PLANNED = "列入计划、没有退出的小区逐个相加；所报户数为零的不计。"


def of_target(key: str, lines: Any, plan: Plan | None) -> Explanation:
    """Planned, started and accepted of one measure, street by street (one query).

    OutOfScope for a measure that there is none of.
    """
    measure = next((one for one in MEASURES if one[0] == key), None)
    if measure is None:
        raise NOTHING
    _, label, unit = measure
    rows = _by_street(key, lines)
    sums = {name: sum((row[name] for row in rows), Decimal(0)) for name in ("planned", *_DONE)}
    planned = sums["planned"]
    said = {name: _shown(value, unit) for name, value in sums.items()}
    parts = tuple(
        Explanation(
            title=f"{words}：{said[name]} {unit}",
            result=said[name],
            unit=unit,
            lines=(
                *(Line(row["name"], value=_shown(row[name], unit)) for row in rows),
                Line("合计", over, said[name], emphasis=True),
            ),
            note=note,
        )
        for name, words, note, over in (
            ("planned", "年度计划", PLANNED, ""),
            ("started", "已开工", _note(COUNTED[0][1]), _over(sums["started"], planned)),
            ("accepted", "已验收", _note(COUNTED[1][1]), _over(sums["accepted"], planned)),
        )
    )
    return Explanation(
        title=f"目标与完成：{label}",
        result=said["planned"],
        unit=unit,
        sentence=f"计划 {said['planned']} {unit}，已开工 {said['started']} {unit}，"
        f"已验收 {said['accepted']} {unit}。",
        clauses=_clauses(plan),
        children=parts,
    )


_DONE = tuple(name for name, _ in COUNTED)


def _note(kind: MilestoneKind) -> str:
    return f"只加有“{MILESTONE_LABELS[kind]}”里程碑、没有撤销的项目。"


def _over(part: Decimal, planned: Decimal) -> str:
    return f"占计划 {percent(part, planned)}" if planned else ""


def _by_street(key: str, lines: Any) -> list[dict[str, Any]]:
    column = COLUMNS.get(key, key)
    add = Count if key == "communities" else Sum
    marked = lines.annotate(**{name: reached(kind) for name, kind in COUNTED})
    rows = (
        marked.order_by()
        .values(code=F("project__community__street__code"))
        .annotate(
            name=F("project__community__street__name"),
            of_planned=add(column),
            of_started=add(column, filter=Q(started=True)),
            of_accepted=add(column, filter=Q(accepted=True)),
        )
        .order_by("code")
    )
    return [
        {"name": row["name"]}
        | {name: Decimal(row[f"of_{name}"] or 0) for name in ("planned", *_DONE)}
        for row in rows
    ]


def _shown(value: Decimal, unit: str) -> str:
    if unit in {"万元", "万㎡"}:
        return wan(value) if unit == "万元" else fixed(value / 10000, 2)
    return f"{value:,.0f}"


def of_stage(kind: str, stages: Iterable[Any], plan: Plan | None) -> Explanation:
    """How many reached a milestone: those standing here and those further on."""
    rows = list(stages)
    place = next((index for index, one in enumerate(rows) if one.kind.value == kind), None)
    if place is None:
        raise NOTHING
    stage = rows[place]
    return Explanation(
        title=f"走到“{stage.label}”",
        result=str(stage.reached),
        unit="个小区",
        sentence=f"{stage.reached} 个小区、{stage.households:,} 户到了这一步或更后；"
        "每个小区只停在一处。",
        lines=(
            *(Line(f"停在“{one.label}”", value=str(one.stopped)) for one in rows[place:]),
            Line("合计", "这一步和以后各步相加", str(stage.reached), emphasis=True),
        ),
        note=_note(stage.kind),
        clauses=_clauses(plan),
    )


def of_money(key: str, money: Money | None) -> Explanation:
    """Planned, received and paid of one source, or of all; shares with their numbers, in 元."""
    rows = {} if money is None else {row.key: row for row in money.rows} | {"total": money.total}
    if key not in rows:
        raise NOTHING
    row = rows[key]
    every = rows.values() if key == "total" else ()
    names = (("planned", "计划"), ("received", "到位"), ("paid", "支付"))
    parts = tuple(
        Explanation(
            title=words,
            result=f"{getattr(row, name):,.2f}",
            unit="元",
            lines=(
                *(
                    Line(one.name, value=f"{getattr(one, name):,.2f}")
                    for one in every
                    if one is not row
                ),
                Line("合计", value=f"{getattr(row, name):,.2f}", emphasis=True),
            ),
        )
        for name, words in names
        if key == "total"
    )
    return Explanation(
        title=f"资金：{row.name}",
        result=f"{row.received:,.2f}",
        unit="元到位",
        sentence="计划按各项目现行出资测算，到位、支付按登记簿逐笔相加，冲销的相抵。",
        inputs=tuple(
            Input(words, f"{getattr(row, name):,.2f}", "元", _books(name)) for name, words in names
        ),
        lines=(
            _ratio("到位率", row.received, row.planned),
            _ratio("支付率", row.paid, row.received),
            Line("结存", f"{row.received:,.2f} − {row.paid:,.2f}", f"{row.kept:,.2f}"),
        ),
        children=parts,
    )


def _books(name: str) -> str:
    return {"planned": "出资测算", "received": "到位登记、居民台账", "paid": "支付登记"}[name]


def _ratio(label: str, part: Decimal, whole: Decimal) -> Line:
    shown = percent(part, whole) if whole else "没有基数，不计"
    return Line(label, f"{part:,.2f} ÷ {whole:,.2f}", shown)


def of_countdown(plan: Plan | None, today: date, days: Calendar) -> Explanation:
    """How many days are left until everything has to have started."""
    if plan is None or plan.start_by is None:
        raise NOTHING
    left = (plan.start_by - today).days
    after = [today + timedelta(days=index) for index in range(1, left + 1)]
    working = sum(days.is_working(day) for day in after)
    lines = [Line("期限 − 今天", f"{plan.start_by} − {today}", f"{left} 天", emphasis=True)]
    if left > 0:
        lines.append(
            Line("其中工作日", f"{left} 天减去休息日 {left - working} 天", f"{working} 天")
        )
    return Explanation(
        title="距全部开工",
        result=str(left),
        unit="天",
        sentence=f"年度计划要求 {plan.start_by} 前全部开工；当天不计，期限当日计入。",
        inputs=(Input("全部开工期限", plan.start_by.isoformat(), source=_document(plan)),),
        lines=tuple(lines),
        clauses=_clauses(plan),
    )


def _document(plan: Plan) -> str:
    return plan.document_no or f"{plan.year} 年度计划"


def _clauses(plan: Plan | None) -> tuple[Clause, ...]:
    return (
        (Clause(_document(plan), "年度计划", "列入计划的小区和开工、验收期限。"),) if plan else ()
    )


def figure(key: str, given: Mapping[str, Any]) -> Explanation:
    """`target.<measure>`, `stage.<milestone>`, `money.<source>`, `street.<code>`, `held.<unit>`,
    `load`, `countdown`, `turnout.<round>`, `pace.<round>`; OutOfScope else.

    `given`: `lines`, `plan`, `today`, `days`, `units`, and `stages`, `money`, `hand` as calls
    (read when asked), `round` as a call with its key.
    """
    kind, _, rest = key.partition(".")
    if kind == "target":
        return of_target(rest, given["lines"], given["plan"])
    if kind == "stage":
        return of_stage(rest, given["stages"](), given["plan"])
    if kind == "money":
        return of_money(rest, given["money"]())
    if kind in ROUNDS and rest.isdecimal():
        return _of_round(kind, int(rest), given)
    found = _of_work(kind, rest, given)
    if found is not None:
        return found
    if key == "countdown":
        return of_countdown(given["plan"], given["today"], given["days"])
    raise NOTHING


def _of_round(kind: str, key: int, given: Mapping[str, Any]) -> Explanation:
    found: list[Running] = given["round"](key)
    if not found:
        raise NOTHING
    return ROUNDS[kind](found[0])


def _of_work(kind: str, rest: str, given: Mapping[str, Any]) -> Explanation | None:
    if kind == "street":
        return of_street(rest, given["lines"], given["today"])
    if kind == "held":
        return of_holder(rest, given["hand"](), given["today"])
    if kind == "load":
        return of_load(given["hand"](), given["today"], given["units"])
    return None
