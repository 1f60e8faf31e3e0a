"""Values for what is made public of a round: announcement, preliminary result, final result.

Counts and both ratios; of persons nothing, so neither lists of rooms nor words that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.models import HeadUnit, Round
from approvals.rules.parts import Part
from approvals.rules.words import building_words
from approvals.selectors.communities import Community, communities, heads_words
from approvals.selectors.printing_heads import RoundHead, round_head
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.results import Publication, publications_of
from approvals.selectors.rules import matters_of, round_rule, running_parts, under
from approvals.selectors.summary_values import MatterSummary
from common.explanations import Explanation, Input, Line
from common.shares import in_words
from policies.rules.consent import MEASURES, NUMERATORS, SCOPES, WHO
from policies.rules.model import Matter
from policies.rules.vocabulary import CHANNELS


@dataclass(frozen=True, slots=True)
class Asked:
    """One matter that is voted on: its question, and what it takes to pass."""

    name: str
    question: str
    takes: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced when a round is opened. `buildings`: of the roll, in its order.

    `communities` are those of a cluster with what they have on the roll.
    """

    head: RoundHead
    issuer: str
    scope: str
    buildings: tuple[str, ...]
    communities: tuple[Community, ...]
    channels: tuple[str, ...]
    matters: tuple[Asked, ...]
    roll: Explanation


@dataclass(frozen=True, slots=True)
class Result:
    """A counted round with how it is made public."""

    head: RoundHead
    issuer: str
    counted_at: datetime
    matters: tuple[MatterSummary, ...]
    published: tuple[Publication, ...]
    contacts: tuple[str, ...]
    communities: tuple[Community, ...]


def announcement(round_: Round) -> Announcement:
    """Matters, scope, roll, period, ways and thresholds of a round."""
    rule = round_rule(round_).rule
    parts = [Part(*place.split("-", 1)) for place in round_.places]
    roll = HeadUnit.objects.filter(round=round_).order_by("position")
    return Announcement(
        head=round_head(round_),
        issuer=issuer_of(round_),
        scope="、".join(part.words for part in parts) or _everybody(round_),
        communities=_communities(round_),
        buildings=tuple(
            building_words(name) for name in dict.fromkeys(roll.values_list("building", flat=True))
        ),
        channels=tuple(CHANNELS[key] for key in rule.admits_channels),
        matters=tuple(
            Asked(matter.name, matter.question, _takes(matter)) for matter in matters_of(round_)
        ),
        roll=_roll(round_),
    )


def result(round_: Round) -> Result:
    """The count as certified, or as closed."""
    value, published = consent_summary(round_), publications_of(round_)
    return Result(
        head=value.head,
        issuer=issuer_of(round_),
        counted_at=value.counted_at,
        matters=value.matters,
        published=published,
        contacts=_contacts(value.head, published),
        communities=value.matters[0].communities,
    )


def _contacts(head: RoundHead, published: Sequence[Publication]) -> tuple[str, ...]:
    """Who takes objections: as posted in each community, the organiser before that."""
    own = f"{head.organiser}（{head.contact}）" if head.contact else head.organiser
    words = [
        f"{one.where}的{one.notice.contact}" if one.where else one.notice.contact
        for one in published
        if one.notice
    ]
    left = [own] if len(words) < len(published) else []
    return tuple(dict.fromkeys([*words, *left]))


def issuer_of(round_: Round) -> str:
    """Who signs: the street of the community, of a cluster those of all its communities."""
    streets = dict.fromkeys(one.community.street.name for one in round_.projects)
    return "、".join(f"{name}办事处" for name in streets)


def _everybody(round_: Round) -> str:
    names = round_.communities
    return (
        f"{round_.whose}{'、'.join(names)}共 {len(names)} 个小区的全体业主" if names else "全体业主"
    )


def _communities(round_: Round) -> tuple[Community, ...]:
    """The communities of a cluster as the roll has them."""
    return communities(round_, running_parts(round_, round_.items[0])) if round_.members else ()


def _takes(matter: Matter) -> str:
    """参与的人数、面积均达全体业主的三分之二以上；同意的人数、面积均达…。"""
    grouped: dict[str, list[str]] = {}
    for test in matter.tests:
        of = WHO["all" if test.numerator == "participate" else test.population]
        much = in_words(test.share) + ("以上" if test.operator == ">=" else "以上（不含本数）")
        where = "" if test.scope == "community" else f"{SCOPES[test.scope]}内"
        key = f"{where}{NUMERATORS[test.numerator]}的{{}}达{of}的{much}"
        grouped.setdefault(key, []).append(MEASURES[test.measure][0])
    return (
        "；".join(
            key.format("、".join(names) + ("均" if len(names) > 1 else ""))
            for key, names in grouped.items()
        )
        + "。"
    )


def _roll(round_: Round) -> Explanation:
    """Why the roll counts so many: frozen that day, one head for one owner."""
    governed = round_rule(round_)
    own = tuple(
        Line(
            one.name,
            f"{one.count.all_units} 套、{one.count.all_area:,.2f} ㎡",
            f"{one.count.all_heads} 人",
        )
        for one in _communities(round_)
    )
    several = f"；{heads_words(governed.rule)}" if own else ""
    told = Explanation(
        title="名册",
        result=f"{round_.heads} 人",
        sentence=f"{round_.pin.day} 冻结的名册：{round_.units} 套、{round_.heads} 人、"
        f"{round_.area:,.2f} ㎡；一人多套按一人计，共有的一套按一人计{several}",
        inputs=(Input("名册校验码", round_.roll_sha256[:16]),),
        lines=(
            *own,
            Line("房屋", "", f"{round_.units} 套"),
            Line("业主人数", "一人名下几套算一人", f"{round_.heads} 人"),
            Line("专有部分面积", "", f"{round_.area:,.2f} ㎡", emphasis=True),
        ),
        clauses=governed.rule.clauses,
    )
    return under(told, governed, round_.pin)
