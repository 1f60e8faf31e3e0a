"""An annual plan held against the policy in force: who may be renovated, and parts of the whole.

Asked is what the file says and the register knows. A fact that neither has is missing and named;
a plain no, or one left to the bureau, is a doubt that somebody answers for by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from common.errors import Undecidable
from common.explanations import Clause
from common.names import normalise
from districts.models import Community
from districts.selectors.communities import find_communities
from intake.kinds.kind import Checking
from intake.rules.cells import plain
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.years import Years, years
from policies.rules import eligibility, quotas
from policies.rules.eligibility_model import ANSWER_LABELS, Answer, EligibilityRule, QuotaRule
from policies.rules.fact_values import Facts, FactValue
from policies.rules.fact_words import BUILT_YEAR, PLACE_CODE, PLACE_KIND
from policies.rules.plan_members import PlanMember
from policies.rules.vocabulary import FACTS
from policies.selectors.governing import ruleset_for
from policies.selectors.ruleset import Ruleset
from renovation.selectors.eligibility import PLACE_ENDINGS

MOST_NAMED = 8
Parts = Mapping[str, Facts]
_DOUBTED = (Answer.EXCLUDED, Answer.DECIDE)


def against_policy(checking: Checking) -> tuple[Finding, ...]:
    """Every row against the rules of who may be renovated, the whole against the quotas.

    Nothing where no version is in force; one query for the version and one for the register.
    """
    try:
        ruleset = ruleset_for(checking.about.area_code, checking.on)
    except Undecidable:
        return ()
    parts = _parts(checking)
    return (*_eligible(checking, ruleset, parts), *_within_quotas(checking, ruleset, parts))


def _parts(checking: Checking) -> list[tuple[ParsedRow, Parts]]:
    """Every row whose place is known, with what is known of it: by years of building if several."""
    keys = {
        id(row): (code, row.text("name"))
        for row in checking.reading.rows
        if (code := checking.codes.get(row.text("street"), ""))
    }
    known = find_communities(keys.values())
    found = []
    for row in checking.reading.rows:
        if id(row) in keys:
            code, name = keys[id(row)]
            found.append((row, _facts(checking, row, code, known.get((code, normalise(name))))))
    return found


def _facts(checking: Checking, row: ParsedRow, code: str, community: Community | None) -> Parts:
    said: dict[str, int | str | None] = {PLACE_CODE: code, "plan.year": checking.about.year}
    for ending, word in PLACE_ENDINGS.items():
        if row.text("street").endswith(ending):
            said[PLACE_KIND] = word
            break
    for column in ("households", "buildings"):
        if column in row.values:
            said[f"community.{column}"] = int(row.amount(column))
    facts: Facts = {
        (key, ""): FactValue(key, "", value) for key, value in said.items() if value is not None
    }
    built: Years | None = years(row.text("built_year"))
    if built is None and community is not None and community.built_year:
        built = community.built_year, community.built_year
    if built is None:
        return {"": facts}
    return {
        "" if built[0] == built[1] else f"{year} 年建": dict(facts)
        | {(BUILT_YEAR, ""): FactValue(BUILT_YEAR, "", year)}
        for year in dict.fromkeys(built)
    }


def _eligible(
    checking: Checking, ruleset: Ruleset, rows: Iterable[tuple[ParsedRow, Parts]]
) -> list[Finding]:
    if not ruleset.states("eligibility"):
        return []
    findings: list[Finding] = []
    for rule in ruleset.eligibility.rule:
        if rule.grants == "renovation":
            findings += _by_rule(checking, rule, rows)
    return findings


def _by_rule(
    checking: Checking, rule: EligibilityRule, rows: Iterable[tuple[ParsedRow, Parts]]
) -> list[Finding]:
    asked = frozenset(_asked(rule)) | {PLACE_CODE, PLACE_KIND, BUILT_YEAR}
    answered: dict[str, eligibility.Outcome] = {}
    findings: list[Finding] = []
    unknown: dict[str, list[ParsedRow]] = {}
    for row, parts in rows:
        known = {
            name: {key: fact for key, fact in facts.items() if key[0] in asked}
            for name, facts in parts.items()
        }
        same = repr({name: [(k, one.value) for k, one in known[name].items()] for name in known})
        if same not in answered:
            answered[same] = eligibility.evaluate_parts(rule, known)
        outcome = answered[same]
        if outcome.answer in _DOUBTED:
            findings.append(_doubt(row, rule, outcome))
        elif outcome.answer is Answer.UNKNOWN:
            needed = "、".join(FACTS[key].label for key, _ in outcome.missing if key in FACTS)
            unknown.setdefault(needed, []).append(row)
    return findings + [_open(checking, rule, needed, them) for needed, them in unknown.items()]


def _doubt(row: ParsedRow, rule: EligibilityRule, outcome: eligibility.Outcome) -> Finding:
    reasons = "；".join(one.sentence for one in outcome.findings if one.answer in _DOUBTED)
    label = ANSWER_LABELS[outcome.answer]
    return Finding(
        "warn",
        "ineligible",
        f"“{row.text('name')}”{label}“{rule.name}”：{reasons}{_clauses(rule.clauses)}",
        row.sheet,
        row.cells.get("built_year", row.cells["name"]),
        row.text("built_year"),
        "",
        "确应列入的，请写明依据接受",
    )


def _open(checking: Checking, rule: EligibilityRule, needed: str, rows: list[ParsedRow]) -> Finding:
    names = "、".join(row.text("name") for row in rows[:MOST_NAMED])
    more = f"等 {len(rows)} 个" if len(rows) > MOST_NAMED else ""
    return Finding(
        "inform",
        "eligibility_open",
        f"“{rule.name}”尚不能判定：{names}{more}需要{needed}{_clauses(rule.clauses)}",
        checking.reading.sheet,
    )


def _within_quotas(
    checking: Checking, ruleset: Ruleset, rows: Iterable[tuple[ParsedRow, Parts]]
) -> list[Finding]:
    if not ruleset.states("quotas"):
        return []
    members = [
        PlanMember(
            row.text("name"),
            next(iter(parts.values())),
            int(row.amount("households")),
            int(row.amount("buildings")),
            row.amount("floor_area"),
        )
        for row, parts in rows
    ]
    return [one for rule in ruleset.quotas.rule for one in _quota(checking, rule, members)]


def _quota(checking: Checking, rule: QuotaRule, members: list[PlanMember]) -> list[Finding]:
    sheet = checking.reading.sheet
    try:
        outcome = quotas.evaluate(rule, members)
    except Undecidable as open_:
        words = f"“{rule.name}”尚不能判定：{open_.problems[0].message}{_clauses(rule.clauses)}"
        return [Finding("inform", "quota_open", words, sheet)]
    if outcome.met:
        return []
    sums = f"（{plain(outcome.part)}/{plain(outcome.whole)}）"
    words = f"{outcome.explanation.sentence}{sums}{_clauses(rule.clauses)}"
    return [Finding("warn", "quota", words, sheet, "", "", rule.says, "确应如此的，请写明依据接受")]


def _clauses(clauses: Iterable[Clause]) -> str:
    said = "、".join(f"{one.document} {one.section}".strip() for one in clauses)
    return f"（{said}）" if said else ""


def _asked(value: object) -> Iterable[str]:
    """Every key of a fact that a rule speaks of, however deep."""
    if isinstance(value, str):
        if value in FACTS:
            yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _asked(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _asked(one)
