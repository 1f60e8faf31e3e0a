"""What each community of a cluster comes to beside the whole: turnout, area, and what was said."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from approvals.models import Round, RunningTally
from approvals.rules.parts import Part
from approvals.rules.tally import Count
from approvals.selectors.rules import round_rule, under
from common.explanations import Explanation, Line
from common.templatetags.formats import area, count, share_of
from policies.rules.model import ConsentRound
from renovation.models import Project

HEADS_ONE = "在几个小区有房的业主，各小区各计一次，全组团只计 1 人"
HEADS_EACH = "在几个小区有房的业主，每个小区各计 1 人，全组团也如此"
JUDGED = "比例只按全组团判定，各小区的数供对照"
VOICES = (("agree", "同意"), ("against", "反对"), ("abstain", "弃权"))


@dataclass(frozen=True, slots=True)
class Community:
    """One community of a cluster: its name on the roll, its own count."""

    name: str
    count: Count


def communities(round_: Round, counts: Mapping[Part, Count]) -> tuple[Community, ...]:
    """The cluster's communities in the order of the roll; none where one is asked alone.

    `counts` are those of one matter; a round from before communities were counted has none.
    """
    parts = [(name, Part(community=name)) for name in round_.communities]
    return tuple(Community(name, counts[part]) for name, part in parts if part in counts)


def own_count(round_: Round, project: Project) -> Count | None:
    """What one project's community comes to in a round of its cluster, by the first matter.

    None where communities are not counted (one query).
    """
    name = round_.community_of(project)
    rows = RunningTally.objects.filter(round=round_, community=name, matter=round_.items[0])
    row = rows.first() if name else None
    return Count.of(row) if row else None


def heads_words(rule: ConsentRound) -> str:
    """How who owns homes in several communities is counted."""
    return HEADS_EACH if rule.cluster_heads == "each" else HEADS_ONE


def reason(
    round_: Round, whole: Count, those: Sequence[Community], *, choices: Container[str]
) -> Explanation:
    """Why each community and the whole count so many, and how they add up.

    `choices`: the communities of which it tells what was said, those in which the reader counts.
    """
    governed = round_rule(round_)
    told = Explanation(
        title=f"{round_.whose}各小区的参与",
        result=f"{count(whole.participating_heads)} 人",
        sentence=f"全组团 {count(whole.all_heads)} 人中 {count(whole.participating_heads)} 人参与；"
        f"{JUDGED}。{heads_words(governed.rule)}。",
        lines=(
            *_sum("应征人数", "all_heads", those, whole),
            *_sum("参与人数", "participating_heads", those, whole),
            *_sum("参与面积", "participating_area", those, whole),
        ),
        clauses=governed.rule.clauses,
        children=tuple(_own(one, choices=one.name in choices) for one in those),
    )
    return under(told, governed, round_.pin)


def _own(one: Community, *, choices: bool) -> Explanation:
    made = one.count
    said = [
        Line(
            words,
            f"{count(getattr(made, f'{key}_units'))} 户、{area(getattr(made, f'{key}_area'))} ㎡",
            f"{count(getattr(made, f'{key}_heads'))} 人",
        )
        for key, words in VOICES
        if choices
    ]
    return Explanation(
        title=one.name,
        result=f"{share_of(made.participating_heads, made.all_heads)}",
        sentence=f"{one.name}名册 {count(made.all_units)} 套、{count(made.all_heads)} 人、"
        f"{area(made.all_area)} ㎡，收回 {count(made.returned_units)} 份，"
        f"未收回 {count(made.missing_units)} 份",
        lines=(
            Line("参与人数", *_ratio(made.participating_heads, made.all_heads, "人")),
            Line("参与面积", *_ratio(made.participating_area, made.all_area, "㎡")),
            *said,
        ),
    )


def _ratio(part: int | Decimal, whole: int | Decimal, unit: str) -> tuple[str, str]:
    return f"{_shown(part)} ÷ {_shown(whole)} {unit}", share_of(part, whole)


def _sum(label: str, name: str, those: Sequence[Community], whole: Count) -> list[Line]:
    """The communities added up; heads that are counted in several are taken off once each."""
    figures = [(one.name, getattr(one.count, name)) for one in those]
    total = getattr(whole, name)
    several = sum(figure for _, figure in figures) - total
    added = " + ".join(f"{where} {_shown(figure)}" for where, figure in figures)
    less = f" − 跨小区重复 {_shown(several)}" if several else ""
    unit = "㎡" if name.endswith("_area") else "人"
    return [Line(label, f"{added}{less}", f"{_shown(total)} {unit}", emphasis=True)]


def _shown(figure: int | Decimal) -> str:
    return area(figure) if isinstance(figure, Decimal) else count(figure)
