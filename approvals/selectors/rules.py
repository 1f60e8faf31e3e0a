"""The rules that govern a stored thing: read from the version that was pinned for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from approvals.models import Acceptance, Notice, Review, Round, RunningTally
from approvals.rules.papers import RoundFacts
from approvals.rules.parts import Part, kinds_of, over_cluster
from approvals.rules.tally import Count, Method
from common.explanations import Explanation, Trigger
from policies.rules.consent import ConsentOutcome, Groups, evaluate
from policies.rules.model import (
    AcceptanceRule,
    ConsentRound,
    Matter,
    NoticeRule,
    ReviewRule,
)
from policies.rules.notice_days import Interruption as Gap
from policies.rules.vocabulary import TRIGGER_LABELS
from policies.rules.vocabulary import Trigger as Event
from policies.selectors.governing import governed_by, rule_at
from policies.selectors.ruleset import Governed
from renovation.models import RulePin

HELD = "_governed"  # a published version never changes, so an instance may keep its rule


def pinned(pin: RulePin, section: str, key: str = "") -> Governed[Any]:
    """A pinned rule; no query where the pin came with its version, as under a lock."""
    if RulePin.version.is_cached(pin):
        return governed_by(pin.version, section, key)
    return rule_at(pin.version_id, section, key)


def round_rule(round_: Round) -> Governed[ConsentRound]:
    """The consent rule that was pinned on the day the round opened; read once per instance."""
    held: Governed[ConsentRound] | None = vars(round_).get(HELD)
    if held is None:
        held = pinned(round_.pin, "rounds", round_.key)
        vars(round_)[HELD] = held
    return held


def notice_rule(notice: Notice) -> Governed[NoticeRule]:
    """The notice rule that was pinned on the day of posting."""
    return pinned(notice.pin, "notices", notice.key)


def gaps_of(notice: Notice) -> tuple[Gap, ...]:
    """When the notice was down (one query, none where they are prefetched)."""
    return tuple(
        Gap(one.down_on, one.restored_on, one.reason) for one in notice.interruptions.all()
    )


def review_rule(review: Review) -> Governed[ReviewRule]:
    """The review rule that was pinned on the day of acceptance for review."""
    return pinned(review.pin, "reviews", review.key)


def acceptance_rule(acceptance: Acceptance) -> Governed[AcceptanceRule]:
    """The acceptance rule that was pinned when the acceptance was opened."""
    return pinned(acceptance.pin, "acceptance")


def matters_of(round_: Round) -> tuple[Matter, ...]:
    """The matters on this round's paper, in its order; a cluster's are put to all of it."""
    rule = round_rule(round_).rule
    asked = tuple(matter for matter in rule.matters if matter.key in round_.items)
    return put_to(round_, asked)


def put_to(round_: Round, matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """The matters as this round puts them: over the cluster, where it is asked in one."""
    return tuple(map(over_cluster, matters) if round_.members else matters)


def method_of(round_: Round) -> Method:
    """How papers of this round are counted."""
    return Method.of(round_rule(round_).rule)


def round_facts(round_: Round) -> RoundFacts:
    """What of the round decides about a paper."""
    rule = round_rule(round_).rule
    return RoundFacts(
        name=round_.name,
        state=round_.state,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        matters={matter.key: matter.name for matter in matters_of(round_)},
        channels=rule.admits_channels,
    )


def judged(
    round_: Round, matter: Matter, count: Count, parts: Mapping[Part, Count] | None = None
) -> ConsentOutcome:
    """The matter judged on this count; its explanation names version, trigger and day.

    `parts`: counts of the parts that its tests ask about, else the running ones (one query, and
    only where a test asks).
    """
    groups: Groups = {}
    if kinds_of(matter) - {("owners", "community")}:
        groups = groups_of(matter, running_parts(round_, matter.key) if parts is None else parts)
    outcome = evaluate(matter, count.counts(), groups)
    return replace(outcome, explanation=under(outcome.explanation, round_rule(round_), round_.pin))


def running_parts(round_: Round, matter: str) -> dict[Part, Count]:
    """Every part of a matter with its running count, in stair order (one query)."""
    rows = RunningTally.objects.filter(round=round_, matter=matter).order_by("pk")
    return {row.part: Count.of(row) for row in rows}


def groups_of(matter: Matter, parts: Mapping[Part, Count]) -> Groups:
    """The counts that the matter's tests and its veto ask about, by part in words.

    A cluster is counted by a round of its own; elsewhere it stays missing.
    """
    return {
        (group, scope): {
            part.words: count.counts()
            for part, count in parts.items()
            if (part.group, part.scope) == (group, scope)
        }
        for group, scope in kinds_of(matter)
        if scope != "cluster"
    }


def under(explanation: Explanation, governed: Governed[Any], pin: RulePin) -> Explanation:
    """The explanation with the governing version and its trigger, in every child too."""
    trigger = Trigger(TRIGGER_LABELS[Event(pin.trigger)], pin.day.isoformat())
    children = tuple(
        replace(child, version=governed.version, trigger=trigger) for child in explanation.children
    )
    return replace(explanation, version=governed.version, trigger=trigger, children=children)
