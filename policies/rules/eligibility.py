"""Who may be renovated: every criterion answered, every reason told with its clause.

A rule's answer is the worst of its criteria's, so their order does not matter and one more failing
criterion never improves it. A definite no stands although facts are missing; short of that a
missing fact leaves the rule "尚不能判定：需要…". The reference in `tests/policies` answers the same
another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from common.explanations import Clause, Explanation, Line
from policies.rules.built import answer_built
from policies.rules.conditions import Book, all_hold, any_holds
from policies.rules.days import years_after
from policies.rules.eligibility_model import (
    ANSWER_LABELS,
    AheadCriterion,
    Answer,
    BuiltCriterion,
    Condition,
    EligibilityRule,
    ExclusionsCriterion,
    FactKey,
    PlaceCriterion,
    RequiresCriterion,
)
from policies.rules.fact_values import Facts, day_of
from policies.rules.fact_words import PLACE_CODE, PLACE_KIND
from policies.rules.findings import Finding, worst
from policies.rules.gates import NO_TERMS
from policies.rules.premise_model import Terms

__all__ = ["Outcome", "evaluate", "evaluate_parts"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, the findings behind it in the policy's order, and the whole explanation."""

    answer: Answer
    findings: tuple[Finding, ...]
    explanation: Explanation

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Every fact that some criterion still needs, each once."""
        return tuple(dict.fromkeys(key for one in self.findings for key in one.missing))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not a plain yes, one sentence per criterion that says otherwise."""
        return tuple(one.sentence for one in self.findings if one.answer is not Answer.ELIGIBLE)


def evaluate(rule: EligibilityRule, facts: Facts, terms: Terms = NO_TERMS) -> Outcome:
    """Answer one rule for one community. `facts` by (key, scope); missing ones are named.

    `terms` holds the facts that the policy declares itself.
    """
    book = Book(facts, terms)
    findings = tuple(ANSWERS[type(one)](one, book) for one in rule.criteria)
    answer = worst(one.answer for one in findings)
    return Outcome(answer, findings, _explain(rule, answer, findings, book))


def evaluate_parts(
    rule: EligibilityRule, parts: Mapping[str, Facts], terms: Terms = NO_TERMS
) -> Outcome:
    """Answer for several parts of one community (buildings of several years), by their names.

    Where the parts agree that is the answer; where one is unknown it is unknown; else the bureau
    decides, part by part.
    """
    found = {name: evaluate(rule, facts, terms) for name, facts in parts.items()}
    first = next(iter(found.values()))
    answers = {one.answer for one in found.values()}
    if len(found) == 1:
        return first
    if len(answers) == 1:
        answer = first.answer
    else:
        answer = Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.DECIDE
    said = "；".join(f"{name}：{one.explanation.sentence}" for name, one in found.items())
    findings = tuple(
        replace(finding, sentence=f"{name}：{finding.sentence}")
        for name, one in found.items()
        for finding in one.findings
    )
    explained = replace(
        first.explanation,
        result=ANSWER_LABELS[answer],
        sentence=f"各楼建成年份不同，分别判定。{said}",
        status="undecided" if answer in {Answer.UNKNOWN, Answer.DECIDE} else "final",
        inputs=(),
        children=tuple(
            replace(one.explanation, title=name, clauses=()) for name, one in found.items()
        ),
    )
    return Outcome(answer, findings, explained)


def _place(one: PlaceCriterion, book: Book) -> Finding:
    tests = []
    if one.areas:
        tests.append(book.judge(Condition(PLACE_CODE, "under", one.areas)))
    if one.kinds:
        tests.append(book.judge(Condition(PLACE_KIND, "=", one.kinds)))
    holds = any_holds(tests)
    missing = tuple(test.key for test in tests if test.holds is None) if holds is None else ()
    have = "，".join(f"{book.label(test.key)} {test.have}" for test in tests)
    words = {
        True: f"{have}：在范围内",
        False: f"{have}：不在范围内（{one.says}）",
        None: book.needs(missing),
    }[holds]
    lines = tuple(Line(book.label(test.key), test.have, test.result) for test in tests)
    return Finding(one, _answer(holds=holds, otherwise=one.otherwise), words, missing, lines)


def _requires(one: RequiresCriterion, book: Book) -> Finding:
    tests = tuple(book.judge(condition) for condition in one.conditions)
    holds = all_hold(tests) if one.mode == "all" else any_holds(tests)
    missing = tuple(test.key for test in tests if test.holds is None) if holds is None else ()
    failed = "；".join(test.words for test in tests if test.holds is False)
    words = {True: "条件满足", False: failed, None: book.needs(missing)}[holds]
    lines = tuple(Line(book.label(test.key), test.have, test.result) for test in tests)
    more = tuple(clause for test in tests for clause in test.condition.clauses)
    return Finding(one, _answer(holds=holds, otherwise=one.otherwise), words, missing, lines, more)


def _exclusions(one: ExclusionsCriterion, book: Book) -> Finding:
    tests = [(row, book.judge(Condition(row.fact, "=", ("true",)))) for row in one.rows]
    struck = [row for row, test in tests if test.holds]
    settled = worst(row.answer for row in struck)
    # What is missing matters only where it could make the answer worse.
    missing = tuple(
        test.key
        for row, test in tests
        if test.holds is None and worst((row.answer, settled)) is not settled
    )
    said = [f"{book.label((row.fact, ''))}（{row.says}）" for row in struck]
    if missing:
        said.append(book.needs(missing))
    words = {True: "属于", False: "不属于", None: "缺"}
    lines = tuple(Line(book.label(test.key), test.have, words[test.holds]) for _, test in tests)
    more = tuple(clause for row in struck for clause in row.clauses)
    answer = Answer.UNKNOWN if missing else settled
    return Finding(one, answer, "；".join(said) or "没有不纳入的情形", missing, lines, more)


def _ahead(one: AheadCriterion, book: Book) -> Finding:
    listed = book.judge(Condition(one.listed, "=", ("true",)))
    if listed.holds is None:
        missing: tuple[FactKey, ...] = (listed.key,)
        return Finding(one, Answer.UNKNOWN, book.needs(missing), missing)
    if not listed.holds:
        return Finding(one, Answer.ELIGIBLE, f"{book.label((one.listed, ''))}：否")
    keys = ((one.planned_on, ""), (one.counted_from, ""))
    planned, start = (book.get(key) for key in keys)
    if planned is None or start is None:
        missing = tuple(key for key in keys if key not in book.facts)
        return Finding(one, Answer.UNKNOWN, book.needs(missing), missing)
    last = years_after(day_of(start), one.years)
    within = day_of(planned) <= last
    name, plan = book.label(keys[1]), book.label(keys[0])
    period = f"自{name} {start.value} 起 {one.years} 年，至 {last} 止"
    words = f"{plan} {planned.value}，{'在' if within else '不在'}期内（{period}）"
    sign, side = ("≤", "期内") if within else (">", "期外")
    lines = (Line(plan, f"{planned.value} {sign} {last}", side),)
    answer = one.answer if within else Answer.ELIGIBLE
    return Finding(one, answer, words, lines=lines, conflict=one.conflict)


def _answer(*, holds: bool | None, otherwise: Answer) -> Answer:
    if holds is None:
        return Answer.UNKNOWN
    return Answer.ELIGIBLE if holds else otherwise


ANSWERS: dict[type, Callable[[Any, Book], Finding]] = {
    PlaceCriterion: _place,
    BuiltCriterion: answer_built,
    RequiresCriterion: _requires,
    ExclusionsCriterion: _exclusions,
    AheadCriterion: _ahead,
}


def _explain(
    rule: EligibilityRule, answer: Answer, findings: tuple[Finding, ...], book: Book
) -> Explanation:
    keys = dict.fromkeys(
        key
        for one in findings
        for key in one.criterion.reads
        if key in book.facts or key in one.missing
    )
    clauses: list[Clause] = list(rule.clauses)
    for one in findings:
        clauses += one.clauses
    return Explanation(
        title=rule.name,
        result=ANSWER_LABELS[answer],
        sentence=sentence(rule, answer, findings),
        status="undecided" if answer in {Answer.UNKNOWN, Answer.DECIDE} else "final",
        inputs=tuple(book.input(key) for key in keys),
        clauses=tuple(dict.fromkeys(clauses)),
        children=tuple(one.explanation for one in findings),
    )


def sentence(rule: EligibilityRule, answer: Answer, findings: tuple[Finding, ...]) -> str:
    """The answer in one sentence, every reason in it."""
    if answer is Answer.ELIGIBLE:
        return f"{len(findings)} 项标准全部满足，符合“{rule.name}”。"
    parts = [
        f"{one.criterion.name}：{one.sentence}"
        for one in findings
        if one.answer is not Answer.ELIGIBLE
    ]
    return f"{ANSWER_LABELS[answer]}。" + "；".join(parts) + "。"
