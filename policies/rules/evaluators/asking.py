"""Consent: counts of one matter against its tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from common.errors import Problem, Refused, Undecidable
from policies.rules import consent, counting
from policies.rules.evaluation import Evaluation, Facts, text
from policies.rules.model import ConsentRound, Matter, Policy
from policies.rules.rule_finding import find
from policies.rules.timing import Calendar

LAYERS = {"all": "全体", "participating": "参与", "agree": "同意"}


def matter(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`round`, `matter`, and `counts` {all_heads, all_area, participating_…, agree_…} or `papers`.

    `papers` are counted as the round says; `groups` hold the counts of other owners and parts.
    """
    asked = find(policy.rounds, facts["round"], "round", "征询轮次")
    rule = find(asked.matters, facts["matter"], "matter", "征询事项")
    papers = facts.get("papers")
    counts = _counted(papers, asked) if papers else _counts(rule, facts.get("counts") or {})
    outcome = consent.evaluate(rule, counts, _groups(rule, facts.get("groups") or ()))
    named = {"valid": text(outcome.valid), "passed": text(outcome.passed)}
    for one in outcome.tests:
        name = _name(one)
        named |= {f"needs_{name}": str(one.needed_shown), f"missing_{name}": str(one.missing)}
    verdict = "通过" if outcome.passed else ("有效，未通过" if outcome.valid else "参与不足")
    gaps = [f"{one.label}差 {one.missing}" for one in outcome.tests if one.missing]
    if rule.veto and outcome.explanation.children[-1].result != "0 人反对":
        gaps.append(outcome.explanation.children[-1].sentence)
    return Evaluation(named, "；".join([verdict, *gaps]), outcome.explanation)


def _name(one: consent.TestOutcome) -> str:
    """participate_heads; of other owners or parts also whose: agree_heads_affected, …@3号楼."""
    name = f"{one.test.numerator}_{one.test.measure}"
    if one.test.population in {"paying", "affected"}:
        name += f"_{one.test.population}"
    return f"{name}@{one.part}" if one.part else name


def _counted(papers: Any, asked: ConsentRound) -> consent.Counts:
    piles = [
        counting.Pile(
            row["said"],
            row["heads"],
            Decimal(row["area"]),
            row.get("households", 0),
            row.get("proxy", "none"),
        )
        for row in papers
    ]
    return counting.count(piles, asked.counting)


def _groups(rule: Matter, rows: Any) -> consent.Groups:
    found: dict[tuple[str, str], dict[str, consent.Counts]] = {}
    for row in rows:
        part = found.setdefault((row["of"], row.get("scope", "community")), {})
        part[row.get("part", "")] = _counts(rule, row["counts"])
    return found


def _counts(rule: Matter, given: Facts) -> consent.Counts:
    """The layers that the tests read must all be there; the others count as nothing."""
    asked = {test.measure for test in rule.tests}
    missing = [
        f"{word}{consent.MEASURES[measure][0]}"
        for measure in consent.MEASURES
        if measure in asked
        for layer, word in LAYERS.items()
        if given.get(f"{layer}_{measure}") is None
    ]
    if missing:
        raise Undecidable(
            Problem(f"尚不能判定：需要“{'”“'.join(missing)}”", code="fact_missing", field="counts")
        )
    numbers: dict[str, Any] = {}
    for measure, (_, _, places) in consent.MEASURES.items():
        for layer in LAYERS:
            value = given.get(f"{layer}_{measure}") or 0
            numbers[f"{layer}_{measure}"] = Decimal(value) if places else int(value)
    numbers["against_heads"] = given.get("against_heads")
    try:
        return consent.Counts(**numbers)
    except ValueError as error:
        raise Refused(
            Problem(
                "计数前后不合",
                code="counts",
                field="counts",
                value=str(error),
                expected="同意不多于参与，参与不多于全体",
            )
        ) from error
