"""Which version governs which rule of a project: pinned with event and day, or still ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from common.errors import Undecidable
from policies.models import PolicyVersion
from policies.rules.vocabulary import TRIGGER_LABELS, StepKind, Trigger
from policies.selectors.governing import ruleset_for
from renovation.models import Project, RulePin
from renovation.rules.stepping import FINISHED
from renovation.selectors.governing import TRIGGERS, rule_of
from renovation.selectors.overview import rule_words

SECTIONS = {
    StepKind.CONSENT: "rounds",
    StepKind.NOTICE: "notices",
    StepKind.REVIEW: "reviews",
    StepKind.ACCEPTANCE: "acceptance",
    StepKind.HANDOVER: "handover",
}
WHOLE = frozenset({"acceptance", "handover"})


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One rule: which version governs it, because of which event on which day.

    `state`: pinned, superseded (by a later pin), or ahead (its event has not come: today's version,
    None where no version states it).
    """

    rule: str
    words: str
    event: str
    state: str
    day: date | None = None
    version: PolicyVersion | None = None
    reason: str = ""
    by: str = ""


def rule_versions(project: Project, on: date) -> list[RuleVersion]:
    """Every pin in the order it was written, then what lies ahead; a fixed number of queries."""
    steps = list(project.steps.order_by("position"))
    names = {step.key: step.name for step in steps}
    subjects = {
        f"{SECTIONS[StepKind(step.kind)]}.{step.subject}": step.name
        for step in steps
        if step.subject and StepKind(step.kind) in SECTIONS
    }
    pins = list(
        project.pins.select_related("version__policy", "pinned_by")
        .defer("version__content", "version__cases")
        .order_by("pk")
    )
    live = {pin.rule for pin in pins if not pin.superseded}
    rows = [_pinned(pin, names, subjects) for pin in pins]
    wanted = [
        _rule(SECTIONS[StepKind(step.kind)], step.subject)
        for step in steps
        if step.state not in FINISHED and StepKind(step.kind) in SECTIONS
    ]
    ahead = [rule for rule in dict.fromkeys([*wanted, "shares"]) if rule not in live]
    return rows + list(_ahead(project, on, ahead, subjects))


def _rule(section: str, subject: str) -> str:
    return section if section in WHOLE else f"{section}.{subject}"


def _pinned(pin: RulePin, names: dict[str, str], subjects: dict[str, str]) -> RuleVersion:
    kind, _, key = pin.rule.partition(".")
    words = f"“{names.get(key, key)}”的期限" if kind == "deadlines" else _words(pin.rule, subjects)
    return RuleVersion(
        rule=pin.rule,
        words=words,
        event=TRIGGER_LABELS[Trigger(pin.trigger)],
        state="superseded" if pin.superseded else "pinned",
        day=pin.day,
        version=pin.version,
        reason=pin.reason,
        by=str(pin.pinned_by),
    )


def _ahead(
    project: Project, on: date, rules: list[str], subjects: dict[str, str]
) -> Iterator[RuleVersion]:
    try:
        ruleset = ruleset_for(project.area_code, on)
    except Undecidable:
        return
    versions = {
        row.pk: row
        for row in PolicyVersion.objects.light().filter(
            pk__in=[layer.version_id for layer in ruleset.layers]
        )
    }
    for rule in rules:
        try:
            version = versions[rule_of(ruleset, rule).version_id]
        except Undecidable:
            continue
        event = TRIGGER_LABELS[TRIGGERS[rule.partition(".")[0]]]
        yield RuleVersion(rule, _words(rule, subjects), event, "ahead", version=version)


def _words(rule: str, subjects: dict[str, str]) -> str:
    return subjects.get(rule) or rule_words(rule)
