"""A policy as a document by theme: number, paraphrase, parameter, clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from common.explanations import Clause
from policies.rules.consent import MEASURES, NUMERATORS, SCOPES, WHO, parameter
from policies.rules.model import ConsentRound, ConsentTest, Matter, Policy
from policies.rules.notice_days import INTERRUPTED
from policies.rules.outline_choosing import choosing_rows
from policies.rules.outline_money import government_rows, share_rows
from policies.rules.outline_procedure import (
    approval_rows,
    checklist_rows,
    procedure_rows,
    return_rows,
)
from policies.rules.outline_records import figure_rows, register_rows, sequence_rows, warranty_rows
from policies.rules.vocabulary import CHANNELS

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
        ("procedure", "办理程序", procedure_rows(policy), ("procedure",)),
        ("approvals", "审批事项", approval_rows(policy), ("approvals",)),
        ("parties", "审查、验收与移交", _parties(policy), ("parties",)),
        ("checklists", "达标清单", checklist_rows(policy), ("checklists",)),
        ("returns", "定期报送", return_rows(policy), ("returns",)),
        ("timing", "期间与人数的计算", _timing(policy), ("timing",)),
        ("registers", "专项登记", register_rows(policy), ("registers",)),
        ("sequences", "施工先后", sequence_rows(policy), ("sequences",)),
        ("warranties", "保修期", warranty_rows(policy), ("warranties",)),
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
        asked = f"；在{SCOPES[one.scope]}中指定" if one.scope != "community" else ""
        rows.append((one.name, one.says, channels + asked, one.clauses))
        rows += [(each.name, each.says, _tests(each), each.clauses) for each in one.matters]
        rows += [
            (
                f"{each.name}：否决",
                each.veto.says,
                f"{WHO[each.veto.population]}无人反对",
                each.veto.clauses,
            )
            for each in one.matters
            if each.veto
        ]
    seen = {one.counting: one for one in policy.rounds}
    for one in seen.values():
        rows += _counting(one)
    return rows


def _tests(matter: Matter) -> str:
    """参与 ≥ 2/3（人数、面积）；同意 ≥ 3/4（人数、面积）."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for test in matter.tests:
        where = "" if test.scope == "community" else SCOPES[test.scope]
        base = _base(test)
        head = f"{where}{NUMERATORS[test.numerator]}{base} {parameter(test)}"
        grouped.setdefault((test.numerator, head), []).append(MEASURES[test.measure][0])
    said = "；".join(f"{head}（{'、'.join(names)}）" for (_, head), names in grouped.items())
    return f"{said}；各自决定" if matter.decides == "each" else said


def _base(test: ConsentTest) -> str:
    if test.population in {"paying", "affected"}:
        return f"（{WHO[test.population]}）"
    plain = test.numerator == "participate" or test.population == "participants"
    return "" if plain else "全体"


def _counting(one: ConsentRound) -> list[Plain]:
    counting = one.counting
    words = (
        f"未交{COUNTED[counting.missing]}；弃权{COUNTED[counting.abstain]}；"
        f"无效{COUNTED[counting.invalid]}"
    )
    if counting.proxy == "refused":
        words += "；不许代理"
    elif counting.proxy_most:
        words += f"；一人至多代理 {counting.proxy_most} 人"
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
        if one.rounds:
            names = [r.name for r in policy.rounds if r.key in one.rounds]
            parameters.append(f"同时公示{'、'.join(names)}的结果")
        parameters.append(f"中断：{INTERRUPTED.get(one.interrupted or '', '没有写')}")
        rows.append((one.name, one.says, "；".join(parameters), one.clauses))
    return rows


def _parties(policy: Policy) -> list[Plain]:
    rows: list[Plain] = [
        (one.name, one.says, "、".join(party.name for party in one.parties), one.clauses)
        for one in policy.reviews
    ]
    if policy.acceptance:
        one = policy.acceptance
        names = [party.name for party in one.parties]
        body = next((f"{u.name}或" for u in policy.units if u.key == one.owners_body), "")
        names.append(f"{body}业主代表 {one.owners_min}–{one.owners_max} 名")
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
