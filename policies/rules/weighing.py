"""What a changed rule does to a project: nothing, easier, harder, another way, other money.

Seen from a project that must comply: a longer notice is tighter, a later deadline looser. Where a
change is neither alone (blank papers counted otherwise) it is structural: somebody must look.
Turning a change round turns looser and tighter round and leaves the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from typing import Any

from common.shares import parse_share


class Kind(StrEnum):
    """How a difference bears on projects."""

    NEUTRAL = "neutral"
    LOOSER = "looser"
    TIGHTER = "tighter"
    STRUCTURAL = "structural"
    MONEY = "money"


KIND_LABELS: dict[Kind, str] = {
    Kind.NEUTRAL: "文字",
    Kind.LOOSER: "放宽",
    Kind.TIGHTER: "收紧",
    Kind.STRUCTURAL: "程序",
    Kind.MONEY: "资金",
}
MONEY_SECTIONS = frozenset({"shares", "utilities", "government", "streams", "spreads", "fund"})
ORDERED = frozenset({"lines", "steps"})
# Words and records that no project is measured by.
WORDS = frozenset(
    {
        "applied",
        "clauses",
        "apportion_clauses",
        "apportion_says",
        "document",
        "duty",
        "effect",
        "effective_from",
        "effective_to",
        "issued",
        "key",
        "name",
        "notes",
        "prints",
        "overhead_clauses",
        "overhead_says",
        "paper_name",
        "proposed",
        "question",
        "reason",
        "says",
        "short",
        "summary_name",
        "text",
        "theme",
        "title",
    }
)
Owner = Any
Weigh = Callable[[Owner, Owner, Any, Any], Kind]


def opposite(kind: Kind) -> Kind:
    """The kind of the same change the other way round."""
    turned = {Kind.LOOSER: Kind.TIGHTER, Kind.TIGHTER: Kind.LOOSER}
    return turned.get(kind, kind)


def weigh(section: str, owner: tuple[Owner, Owner], field: str, old: Any, new: Any) -> Kind:
    """The kind of one changed value; `owner` is the rule that holds it, before and after."""
    if field in WORDS:
        return Kind.NEUTRAL
    rule = VALUES.get(f"{type(owner[0]).__name__}.{field}")
    if rule:
        return rule(*owner, old, new)
    return _plain(section)


def weigh_row(section: str, field: str, owner: Owner, row: Any, *, added: bool) -> Kind:
    """The kind of a row that came (`added`) or went."""
    name = f"{type(owner).__name__}.{field}"
    if name in DEMANDS:
        required = getattr(row, "required", True)
        kind = Kind.TIGHTER if required else Kind.NEUTRAL
    elif name in RECORDS:
        kind = Kind.NEUTRAL
    else:
        kind = _plain(section)
    return kind if added else opposite(kind)


def weigh_order(section: str, field: str) -> Kind:
    """The kind of rows standing in another order; only lines of money are tried in order."""
    return Kind.MONEY if section in MONEY_SECTIONS and field in ORDERED else Kind.NEUTRAL


def _plain(section: str) -> Kind:
    return Kind.MONEY if section in MONEY_SECTIONS else Kind.STRUCTURAL


def _more(_before: Owner, _after: Owner, old: Any, new: Any) -> Kind:
    """More is asked: tighter."""
    return Kind.TIGHTER if new > old else Kind.LOOSER


def _less(before: Owner, after: Owner, old: Any, new: Any) -> Kind:
    return opposite(_more(before, after, old, new))


def _sooner(before: Owner, after: Owner, old: Any, new: Any) -> Kind:
    """An earlier end is tighter, and so is an end where there was none."""
    if old in {None, ""} or new in {None, ""}:
        return _given(before, after, old, new)
    return _less(before, after, old, new)


def _given(_before: Owner, _after: Owner, _old: Any, new: Any) -> Kind:
    """Something asked where nothing was, or the other way round."""
    return Kind.LOOSER if new in {None, ""} else Kind.TIGHTER


def _becomes(value: Any) -> Weigh:
    """Tighter when the value becomes this one, looser when it leaves it."""

    def rule(_before: Owner, _after: Owner, old: Any, new: Any) -> Kind:
        if new == value:
            return Kind.TIGHTER
        return Kind.LOOSER if old == value else Kind.STRUCTURAL

    return rule


def _ways(_before: Owner, _after: Owner, old: tuple[str, ...], new: tuple[str, ...]) -> Kind:
    """Ways in: one more is looser, one fewer tighter, others structural."""
    if set(old) == set(new):
        return Kind.NEUTRAL
    if set(old) < set(new):
        return Kind.LOOSER
    return Kind.TIGHTER if set(new) < set(old) else Kind.STRUCTURAL


def _gate_value(before: Owner, after: Owner, old: str, new: str) -> Kind:
    """What a fact is compared with, by the side the operator asks for."""
    if before.operator != after.operator or before.operator not in {">=", ">", "<=", "<"}:
        return Kind.STRUCTURAL
    try:
        more = _exact(new) > _exact(old)
    except ValueError:
        return Kind.STRUCTURAL
    return Kind.TIGHTER if more == before.operator.startswith(">") else Kind.LOOSER


def _exact(text: str) -> Fraction:
    return parse_share(text) if text.endswith("%") else Fraction(text)


def _operator(_before: Owner, _after: Owner, old: str, new: str) -> Kind:
    """Only losing or gaining the equality is a matter of degree."""
    if {old, new} in ({">", ">="}, {"<", "<="}):
        return Kind.TIGHTER if len(new) < len(old) else Kind.LOOSER
    return Kind.STRUCTURAL


def _payment(_before: Owner, _after: Owner, _old: Any, _new: Any) -> Kind:
    """Cost tags decide which line pays."""
    return Kind.MONEY


def _wording(_before: Owner, _after: Owner, _old: Any, _new: Any) -> Kind:
    """What no project is measured by."""
    return Kind.NEUTRAL


def _bounded(before: Owner, after: Owner, old: Any, new: Any) -> Kind:
    """A share of a plan: more of it is looser where it is a ceiling, tighter where a floor."""
    if before.bound != after.bound:
        return Kind.STRUCTURAL
    return (_less if before.bound == "at_most" else _more)(before, after, old, new)


VALUES: dict[str, Weigh] = {
    "AheadCriterion.years": _more,
    "PlaceCriterion.areas": _ways,
    "PlaceCriterion.kinds": _ways,
    "QuotaRule.share": _bounded,
    "ConsentTest.share": _more,
    "ConsentTest.operator": _operator,
    "ConsentTest.population": _becomes("all"),
    "ConsentRound.admits_channels": _ways,
    "NoticeRule.length": _more,
    "NoticeRule.unit": _becomes("working"),
    "NoticeRule.first_day_counted": _becomes(value=False),
    "NoticeRule.open_objections_allowed": _becomes(value=False),
    "NoticeRule.photographs": _more,
    "NoticeRule.interrupted": _becomes("restarts"),
    "Deadline.fixed": _sooner,
    "Deadline.within": _sooner,
    "Register.within": _sooner,
    "Deadline.not_after": _sooner,
    "Deadline.yearly": _sooner,
    "Deadline.unit": _becomes("calendar"),
    "Deadline.first_day_counted": _becomes(value=True),
    "Step.deadline": _given,
    "Gate.value": _gate_value,
    "Gate.operator": _operator,
    "DocumentNeed.required": _becomes(value=True),
    "DocumentNeed.scope": _wording,
    "Party.required": _becomes(value=True),
    "HandoverItem.required": _becomes(value=True),
    "AcceptanceRule.owners_min": _more,
    "AcceptanceRule.owners_max": _less,
    "CatalogueItem.must": _becomes(value=True),
    "CatalogueItem.tags": _payment,
}
# Rows that ask something of a project.
DEMANDS = frozenset(
    {
        "AcceptanceRule.parties",
        "EligibilityRule.criteria",
        "ExclusionsCriterion.rows",
        "Matter.tests",
        "Policy.handover",
        "ReviewRule.parties",
        "Step.documents",
        "Step.gates",
        "Window.provided",
    }
)
# Rows that only record.
RECORDS = frozenset({"Conflict.readings", "Policy.conflicts", "Policy.timing"})
