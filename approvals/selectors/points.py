"""What the votes of many projects come to: by the pinned rule, or as if another one governed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from approvals.models import Round, RunningTally
from approvals.rules.tally import WHOLE, Count, Method, tally
from approvals.selectors.recounting import answers_of, roll_of
from approvals.selectors.rules import under
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
    counts: dict[str, Count] = field(default_factory=dict)


def votes(
    projects: Sequence[Project], pins: Mapping[int, Mapping[str, RulePin]]
) -> dict[int, list[Vote]]:
    """The latest round of each key that is not void, with its running counts (two queries).

    `pins`: the live ones by project and rule, with their versions.
    """
    latest: dict[tuple[int, str], Vote] = {}
    rows = Round.objects.filter(project__in=projects).exclude(state="void")
    for row in rows.order_by("pk"):
        row.pin = pins[row.project_id][f"rounds.{row.key}"]
        latest[row.project_id, row.key] = Vote(row)
    by_round = {vote.round.pk: vote for vote in latest.values()}
    for running in RunningTally.objects.filter(round__in=list(by_round), building=WHOLE):
        by_round[running.round_id].counts[running.matter] = Count.of(running)
    found: dict[int, list[Vote]] = {}
    for vote in latest.values():
        found.setdefault(vote.round.project_id, []).append(vote)
    return found


def result_points(vote: Vote) -> Iterator[Point]:
    """Each matter's outcome by the rule that was pinned when the round opened."""
    yield from _points(vote, governed_by(vote.round.pin.version, "rounds", vote.round.key))


def result_points_as_if(vote: Vote, rule: Governed[ConsentRound]) -> Iterator[Point]:
    """The same papers judged by another rule; recounted where it counts papers otherwise."""
    own: ConsentRound = governed_by(vote.round.pin.version, "rounds", vote.round.key).rule
    method = Method.of(rule.rule)
    if method == Method.of(own):
        yield from _points(vote, rule)
        return
    roll, answers = roll_of(vote.round), answers_of(vote.round)
    counts = {key: tally(roll, answers[key], method)[WHOLE] for key in vote.round.items}
    yield from _points(Vote(vote.round, counts), rule)


def _points(vote: Vote, rule: Governed[ConsentRound]) -> Iterator[Point]:
    matters = {matter.key: matter for matter in rule.rule.matters}
    for key, count in _in_order(vote):
        matter = matters.get(key)
        if matter is None:
            continue
        outcome = evaluate(matter, count.counts())
        yield Point(
            Kind.RESULT,
            f"result.{vote.round.key}.{key}",
            f"{vote.round.name}：{matter.name}",
            _words(outcome),
            Effect.PINNED,
            under(replace(outcome.explanation), rule, vote.round.pin),
        )


def _in_order(vote: Vote) -> list[tuple[str, Count]]:
    counts: Mapping[str, Count] = vote.counts
    return [(key, counts[key]) for key in vote.round.items if key in counts]


def _words(outcome: ConsentOutcome) -> str:
    verdict = "通过" if outcome.passed else ("有效，未通过" if outcome.valid else "参与不足")
    gaps = [f"{one.label}还差 {one.missing:,} {one.unit}" for one in outcome.tests if not one.met]
    return "；".join([verdict, *gaps])
