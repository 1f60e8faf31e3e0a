"""Checks of phases, deadlines and returns: known steps, days in order, no case left out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from policies.loading import schema as s
from policies.loading import schema_procedure as p
from policies.loading.collecting import Collector, keyed
from policies.loading.premise_checks import Words, check_premises

PLAIN_YEAR, FEBRUARY, MONTHS_OF_QUARTER = 2023, 2, 3


def check_phases(found: Collector, phases: list[p.PhaseShape]) -> None:
    """Phases in reading order, each inside the one it lies in."""
    found.unique((phase.key for phase in phases), "procedure.phases")
    seen: dict[str, p.PhaseShape] = {}
    for index, phase in enumerate(phases):
        path = f"procedure.phases[{index}]"
        _window(found, phase.from_, phase.to, path)
        if (phase.from_ or phase.to or phase.says) and not phase.clause:
            found.add(f"{path}.clause", "缺少必填项", "", "有日期或转述的阶段要写条款")
        outer = {key for key, one in seen.items() if not one.parent}
        if phase.parent and found.known(phase.parent, outer, f"{path}.parent", "上级阶段"):
            _inside(found, phase, seen[phase.parent], path)
        seen[phase.key] = phase


def _inside(found: Collector, phase: p.PhaseShape, outer: p.PhaseShape, path: str) -> None:
    if phase.from_ and outer.from_ and phase.from_ < outer.from_:
        expected = f"不早于 {outer.from_}"
        found.add(f"{path}.from", "早于所在阶段的开始日", phase.from_, expected)
    if phase.to and outer.to and phase.to > outer.to:
        found.add(f"{path}.to", "晚于所在阶段的结束日", phase.to, f"不晚于 {outer.to}")


def _window(found: Collector, start: date | None, end: date | None, path: str) -> None:
    if start and end and end < start:
        found.add(path, "结束日早于开始日", end, f"不早于 {start}")


def check_deadline(
    found: Collector, deadline: p.DeadlineShape, keys: set[str], words: Words, path: str
) -> None:
    """One deadline with its variants."""
    if not _says_when(deadline) and not deadline.variants:
        expected = "fixed、within、yearly、done 或 variants"
        found.add(path, "期限既没有日期也没有天数", "", expected)
    _dated(found, deadline, keys, path)
    seen: list[object] = []
    for index, variant in enumerate(deadline.variants):
        where = f"{path}.variants[{index}]"
        check_premises(found, variant.when, words, f"{where}.when")
        if _says_when(variant) == bool(variant.undecided):
            found.add(where, "期限与 undecided 应写且只写一个", "", "日期或天数，或没有规定的原因")
        _dated(found, variant, keys, where)
        when = [one.model_dump() for one in variant.when]
        if when in seen:
            found.add(f"{where}.when", "与前面的情形相同，永远轮不到", "", "另一种情形")
        seen.append(when)


def _says_when(deadline: p.DatedShape) -> bool:
    return bool(deadline.fixed or deadline.within or deadline.yearly or deadline.done)


def _dated(found: Collector, deadline: p.DatedShape, keys: set[str], path: str) -> None:
    _window(found, deadline.from_, deadline.fixed, path)
    if deadline.yearly and not _is_month_day(deadline.yearly):
        found.add(f"{path}.yearly", "没有这一天", deadline.yearly, "月-日，如 05-31")
    if deadline.after:
        found.known(deadline.after, keys, f"{path}.after", "步骤")


def _is_month_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


def check_returns(found: Collector, shape: s.PolicyShape) -> None:
    """Reports that come round: known units, a day that every such month has."""
    units = keyed(shape.units)
    for index, one in enumerate(shape.returns):
        path = f"returns[{index}]"
        for number, unit in enumerate(one.owed_by):
            found.known(unit, units, f"{path}.owed_by[{number}]", "单位")
        if one.every == "quarter" and one.month > MONTHS_OF_QUARTER:
            found.add(f"{path}.month", "一季只有三个月", one.month, "1 到 3")
        shortest = monthrange(PLAIN_YEAR, one.month if one.every == "year" else FEBRUARY)[1]
        if one.day > shortest:
            found.add(f"{path}.day", "不是每期都有这一天", one.day, f"1 到 {shortest}")
