"""What the votes of many projects come to: by the pinned rule, or as if another one governed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from approvals.models import Round, RunningTally
from approvals.rules.parts import ASKED_PLAINLY, WHOLE, Asked, Part, kinds_of
from approvals.rules.tally import Count, Method, tally
from approvals.selectors.recounting import answers_of, roll_of
from approvals.selectors.rules import groups_of, put_to, under
from policies.rules.consent import ConsentOutcome, evaluate
from policies.rules.model import ConsentRound
from policies.selectors.governing import governed_by
from policies.selectors.ruleset import Governed
from renovation.models import Project, RulePin
from renovation.rules.points import Effect, Kind, Point


@dataclass(slots=True)
class Vote:
    """A round with the counts of the whole by matter."""

    round: Round
    counts: dict[str, dict[Part, Count]] = field(default_factory=dict)


def votes(
    projects: Sequence[Project], pins: Mapping[int, Mapping[str, RulePin]]
) -> dict[int, list[Vote]]:
    """The latest round of each key that is not void, with its running counts (two queries).

    One of a cluster stands with each of its projects.

    `pins`: the live ones by project and rule, with their versions.
    """
    latest: dict[tuple[int, str], Vote] = {}
    wanted = {project.pk for project in projects}
    mine = Q(project__in=wanted) | Q(members__overlap=sorted(wanted))
    for row in Round.objects.filter(mine, places=[]).exclude(state="void").order_by("pk"):
        for pk in sorted(wanted & {row.project_id, *row.members}):
            row.pin = pins[pk][f"rounds.{row.key}"]
            latest[pk, row.key] = Vote(row)
    by_round: dict[int, list[Vote]] = {}
    for vote in latest.values():
        by_round.setdefault(vote.round.pk, []).append(vote)
    for running in RunningTally.objects.whole().filter(round__in=list(by_round)):
        for vote in by_round[running.round_id]:
            vote.counts[running.matter] = {WHOLE: Count.of(running)}
    found: dict[int, list[Vote]] = {}
    for (pk, _), vote in latest.items():
        found.setdefault(pk, []).append(vote)
    return found


def result_points(vote: Vote) -> Iterator[Point]:
    """Each matter's outcome by the rule that was pinned when the round opened."""
    yield from _points(vote, governed_by(vote.round.pin.version, "rounds", vote.round.key))


def result_points_as_if(vote: Vote, rule: Governed[ConsentRound]) -> Iterator[Point]:
    """The same papers judged by another rule; recounted where it counts papers otherwise."""
    own: ConsentRound = governed_by(vote.round.pin.version, "rounds", vote.round.key).rule
    if Method.of(rule.rule) == Method.of(own):
        yield from _points(vote, rule)
        return
    yield from _points(_recounted(vote, rule.rule), rule)


def _recounted(vote: Vote, rule: ConsentRound) -> Vote:
    """Every part that the rule's matters ask about, counted from the papers."""
    roll, answers, method = roll_of(vote.round), answers_of(vote.round), Method.of(rule)
    matters = {matter.key: Asked.of(matter) for matter in put_to(vote.round, rule.matters)}
    counts = {
        key: tally(roll, answers[key], method, matters.get(key, ASKED_PLAINLY))
        for key in vote.round.items
    }
    return Vote(vote.round, counts)


def _points(vote: Vote, rule: Governed[ConsentRound]) -> Iterator[Point]:
    matters = {matter.key: matter for matter in put_to(vote.round, rule.rule.matters)}
    if any(kinds_of(matter) - {("owners", "community")} for matter in matters.values()):
        vote = _recounted(vote, rule.rule)
    for key, parts in _in_order(vote):
        matter = matters.get(key)
        if matter is None:
            continue
        outcome = evaluate(matter, parts[WHOLE].counts(), groups_of(matter, parts))
        yield Point(
            Kind.RESULT,
            f"result.{vote.round.key}.{key}",
            f"{vote.round.name}：{matter.name}",
            _words(outcome),
            Effect.PINNED,
            under(replace(outcome.explanation), rule, vote.round.pin),
        )


def _in_order(vote: Vote) -> list[tuple[str, dict[Part, Count]]]:
    return [(key, vote.counts[key]) for key in vote.round.items if key in vote.counts]


def _words(outcome: ConsentOutcome) -> str:
    verdict = "通过" if outcome.passed else ("有效，未通过" if outcome.valid else "参与不足")
    gaps = [f"{one.label}还差 {one.missing:,} {one.unit}" for one in outcome.tests if not one.met]
    return "；".join([verdict, *gaps])
