"""A policy as a document by theme: number, paraphrase, parameter, clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from common.explanations import Clause
from policies.rules.consent import MEASURES, NUMERATORS, parameter
from policies.rules.gates import SIGNS
from policies.rules.model import ConsentRound, Gate, Matter, Policy, Step, Terms
from policies.rules.outline_choosing import choosing_rows
from policies.rules.outline_money import government_rows, share_rows
from policies.rules.outline_records import figure_rows, register_rows, sequence_rows
from policies.rules.vocabulary import CHANNELS, MILESTONE_LABELS

NUMERALS = (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"))
UNITS = {"working": "个工作日", "calendar": "日"}
COUNTED = {"absent": "不算参与", "participates": "算参与、不算同意", "agrees": "视为同意"}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule in the document."""

    number: str
    text: str
    parameter: str
    clauses: tuple[Clause, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A theme; `themes` are the themes of the cases and conflicts that belong under it."""

    key: str
    title: str
    rows: tuple[Row, ...]
    themes: tuple[str, ...]


FIGURES = ("figures",)
SCOPE, CONTENTS = ("scope",), ("contents",)
MONEY = ("shares", *FIGURES)
Plain = tuple[str, str, str, tuple[Clause, ...]]  # title, text, parameter, clauses


def outline(policy: Policy) -> tuple[Section, ...]:
    """The themes that this policy states, numbered in reading order."""
    scope = choosing_rows(policy)
    found: list[tuple[str, str, list[Plain], tuple[str, ...]]] = [
        ("scope", "改造范围与次序", scope, SCOPE),
        ("contents", "改造内容", _contents(policy), CONTENTS if scope else (*CONTENTS, *SCOPE)),
        ("consent", "征询表决", _consent(policy), ("consent",)),
        ("notice", "公示期限", _notice(policy), ("notice",)),
        ("shares", "资金分担", share_rows(policy), ("shares",) if policy.figures else MONEY),
        ("government", "财政资金", government_rows(policy), ("government",)),
        ("procedure", "办理程序", _procedure(policy), ("procedure",)),
        ("parties", "审查、验收与移交", _parties(policy), ("parties",)),
        ("timing", "期间与人数的计算", _timing(policy), ("timing",)),
        ("registers", "台账与登记", register_rows(policy), ("registers",)),
        ("sequences", "施工先后", sequence_rows(policy), ("sequences",)),
        ("figures", "方案数字", figure_rows(policy), FIGURES if policy.figures else ()),
    ]
    stated = [one for one in found if one[2]]
    return tuple(
        Section(key, f"{NUMERALS[index]}、{title}", _numbered(index + 1, rows), themes)
        for index, (key, title, rows, themes) in enumerate(stated)
    )


def _numbered(chapter: int, rows: list[Plain]) -> tuple[Row, ...]:
    return tuple(
        Row(f"{chapter}.{index}", text, value, clauses, title)
        for index, (title, text, value, clauses) in enumerate(rows, start=1)
    )


def _contents(policy: Policy) -> list[Plain]:
    rows: list[Plain] = []
    for level in policy.levels:
        count = sum(item.level == level.key for item in policy.catalogue)
        rows.append((level.name, level.says, f"{count} 项" if count else "", level.clauses))
    rows += [("必改项", item.name, "必改", item.clauses) for item in policy.catalogue if item.must]
    return rows


def _consent(policy: Policy) -> list[Plain]:
    rows: list[Plain] = []
    for one in policy.rounds:
        channels = "、".join(CHANNELS[key] for key in one.admits_channels)
        rows.append((one.name, one.says, channels, one.clauses))
        rows += [(each.name, each.says, _tests(each), each.clauses) for each in one.matters]
    seen = {one.counting: one for one in policy.rounds}
    for one in seen.values():
        rows += _counting(one)
    return rows


def _tests(matter: Matter) -> str:
    """参与 ≥ 2/3（人数、面积）；同意 ≥ 3/4（人数、面积）."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for test in matter.tests:
        base = (
            "" if test.numerator == "participate" or test.population == "participants" else "全体"
        )
        head = f"{NUMERATORS[test.numerator]}{base} {parameter(test)}"
        grouped.setdefault((test.numerator, head), []).append(MEASURES[test.measure][0])
    return "；".join(f"{head}（{'、'.join(names)}）" for (_, head), names in grouped.items())


def _counting(one: ConsentRound) -> list[Plain]:
    counting = one.counting
    words = (
        f"未交{COUNTED[counting.missing]}；弃权{COUNTED[counting.abstain]}；"
        f"无效{COUNTED[counting.invalid]}"
    )
    return [("未交、弃权、无效", counting.says, words, counting.clauses)]


def _notice(policy: Policy) -> list[Plain]:
    rows: list[Plain] = []
    for one in policy.notices:
        first = "首日计入" if one.first_day_counted else "首日不计"
        parameters = [f"{one.length} {UNITS[one.unit]}", first]
        if one.photographs:
            parameters.append(f"照片不少于 {one.photographs} 张")
        if not one.open_objections_allowed:
            parameters.append("异议全部办结")
        rows.append((one.name, one.says, "；".join(parameters), one.clauses))
    return rows


def _procedure(policy: Policy) -> list[Plain]:
    if policy.procedure is None:
        return []
    units = {unit.key: unit.name for unit in policy.units}
    return [
        (step.name, step.says, _of_step(step, units, policy.terms), step.clauses)
        for step in policy.procedure.steps
    ]


def _of_step(step: Step, units: dict[str, str], terms: Terms) -> str:
    parts = [f"牵头 {units[step.lead]}"]
    if step.deadline:
        deadline = step.deadline
        if deadline.within:
            parts.append(f"{deadline.within} {UNITS[deadline.unit]}")
        if deadline.fixed:
            parts.append(f"{deadline.fixed} 前")
        if deadline.yearly:
            parts.append(f"每年 {deadline.yearly} 前")
    if step.documents:
        parts.append(f"要件 {len(step.documents)} 件")
    parts += [gate_words(gate, terms) for gate in step.gates]
    if step.reaches:
        parts.append(f"达成“{MILESTONE_LABELS[step.reaches]}”")
    return "；".join(parts)


def gate_words(gate: Gate, terms: Terms) -> str:
    """居民已缴 ≥ 100% 居民应缴, as the document shows a gate."""
    kind = terms.kind(gate.fact)
    if gate.operator == "passed":
        return f"{kind.label}已过"
    if gate.of:
        share = "" if gate.value == "1" else f"{gate.value} × "
        return f"{kind.label} {SIGNS[gate.operator]} {share}{terms.kind(gate.of).label}"
    if kind.value == "bool":
        return kind.label if gate.value == "true" else f"未{kind.label}"
    value = kind.words.get(gate.value, gate.value)
    return f"{kind.label} {SIGNS[gate.operator]} {value}"


def _parties(policy: Policy) -> list[Plain]:
    rows: list[Plain] = [
        (one.name, one.says, "、".join(party.name for party in one.parties), one.clauses)
        for one in policy.reviews
    ]
    if policy.acceptance:
        one = policy.acceptance
        names = [party.name for party in one.parties]
        names.append(f"业主代表 {one.owners_min}–{one.owners_max} 名")
        rows.append((one.name, one.says, "、".join(names), one.clauses))
    units = {unit.key: unit.name for unit in policy.units}
    rows += [
        (
            f"移交：{item.name}",
            f"移交{units[item.receiver]}",
            "" if item.required else "有则移交",
            item.clauses,
        )
        for item in policy.handover
    ]
    return rows


def _timing(policy: Policy) -> list[Plain]:
    return [(rule.name, rule.says, "", rule.clauses) for rule in policy.timing]


def clause_words(clauses: Iterable[Clause]) -> list[str]:
    """乐清 三(一), one per clause."""
    return [f"{one.document} {one.section}".strip() for one in clauses]
