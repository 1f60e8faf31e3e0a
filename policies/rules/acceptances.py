"""Joint acceptance: who has signed, and whether the owners' side is there.

The owners come as representatives, between two numbers, or, where a policy says so, as a body of
theirs such as the owners' committee, whose signature stands in the representatives' place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from common.explanations import Explanation, Line
from policies.rules.approval_model import AcceptanceRule


@dataclass(frozen=True, slots=True)
class AcceptanceStanding:
    """`missing`: required parties without a signature. `owners`: representatives there are."""

    missing: tuple[str, ...]
    owners: int
    complete: bool
    explanation: Explanation


def may_be_called(rule: AcceptanceRule, representatives: int, *, body: bool = False) -> bool:
    """Whether so many representatives, or the owners' body beside them, may be called."""
    if body and not rule.owners_body:
        return False
    least = 0 if body else rule.owners_min
    return least <= representatives <= rule.owners_max


def amount_to(rule: AcceptanceRule, representatives: int, *, body: bool = False) -> int:
    """How many representatives the owners' signatures amount to: a body's to those asked for."""
    return max(representatives, rule.owners_min) if body and rule.owners_body else representatives


def standing(
    rule: AcceptanceRule, signed: Collection[str], representatives: int, *, body: bool = False
) -> AcceptanceStanding:
    """Where an acceptance stands with these signatures (keys of parties)."""
    lacking = [party for party in rule.parties if party.required and party.key not in signed]
    owners = amount_to(rule, representatives, body=body)
    complete = not lacking and owners >= rule.owners_min
    lines = [
        Line(party.name, "" if party.required else "可不参加", _mark(party.key in signed))
        for party in rule.parties
    ]
    who = "业主组织代表业主一方" if body else f"业主代表 {representatives} 人"
    lines.append(Line(who, f"至少 {rule.owners_min} 人", _mark(owners >= rule.owners_min)))
    short = [party.name for party in lacking]
    if owners < rule.owners_min:
        short.append(f"业主代表差 {rule.owners_min - owners} 人")
    result = "各方齐全" if complete else f"未签：{'、'.join(short)}"
    return AcceptanceStanding(
        tuple(party.key for party in lacking),
        owners,
        complete,
        Explanation(
            title=rule.name,
            result=result,
            sentence=result,
            lines=tuple(lines),
            clauses=rule.clauses,
            note=rule.says,
        ),
    )


def _mark(done: bool) -> str:  # noqa: FBT001  one mark, not a switch
    return "已签" if done else "未签"
