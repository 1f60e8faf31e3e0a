"""What differs between two policies, leaf by leaf, in words and weighed.

Two versions of one place, a draft and what is in force, or two places: rows are matched by their
key, so that a rule that moved is no rule that changed. Nothing is named twice and nothing is left
out: there is no difference only between policies that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from common.explanations import Clause
from policies.rules.field_labels import THEMES
from policies.rules.field_words import NOTHING, label, name_of, summary, words_in
from policies.rules.policy_model import Policy
from policies.rules.tier_model import TierTable
from policies.rules.weighing import Kind, opposite, weigh, weigh_order, weigh_row

HEAD = "head"
ORDER = "顺序"
_STEP = " › "
# Gathered from elsewhere in the same policy.
_DERIVED = {
    "Clause.paraphrase",
    # What tells a section of one rule is the section.
    "AcceptanceRule.key",
    "Conflict.clauses",
    "GovernmentRule.payer_names",
    "FundRule.key",
    "GovernmentRule.key",
    "PriorityRule.key",
    "Procedure.checklists",
    "Procedure.issued",
    "Procedure.limits",
    "Procedure.obligations",
    "Procedure.terms",
    "SharesRule.key",
    "SharesRule.tag_names",
    "SharesRule.utility_lines",
    "StreamRule.tag_names",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed value, or one rule that came or went.

    `section` is a section of the policy (`field_labels.THEMES`), `key` the rule in it ("" for a
    section of one rule), `path` leads to the leaf by keys. `old` and `new` are words; （无） stands
    for nothing. `clauses` are those of the newest rule that holds the leaf.
    """

    section: str
    key: str
    path: str
    label: str
    old: str
    new: str
    kind: Kind
    clauses: tuple[Clause, ...] = ()

    @property
    def theme(self) -> str:
        """The theme that it stands under."""
        return THEMES.get(self.section, self.section)

    def reversed(self) -> Difference:
        """The same change the other way round; the clauses stay those of the newer side."""
        return replace(self, old=self.new, new=self.old, kind=opposite(self.kind))


def differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """Every difference, in the order of a policy's sections; empty when both say the same."""
    return tuple(_Walk(old, new).policy())


def by_theme(found: Iterable[Difference]) -> dict[str, dict[str, list[Difference]]]:
    """Theme → rule's label → its differences, in reading order."""
    themes: dict[str, dict[str, list[Difference]]] = {}
    for one in found:
        rule, _, _ = one.label.partition(_STEP)
        themes.setdefault(one.theme, {}).setdefault(rule, []).append(one)
    order = list(dict.fromkeys(THEMES.values()))
    return dict(sorted(themes.items(), key=lambda pair: order.index(pair[0])))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands."""

    section: str
    key: str = ""
    path: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()

    def into(self, part: str, named: str) -> _Place:
        """One part deeper."""
        return replace(self, path=(*self.path, part), labels=(*self.labels, named))

    def holding(self, old: Any, new: Any) -> _Place:
        """With the clauses of the rule that is entered."""
        own = getattr(new, "clauses", ()) or getattr(old, "clauses", ())
        return replace(self, clauses=own) if own else self


class _Walk:
    """Both policies side by side."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = old, new

    def policy(self) -> Iterator[Difference]:
        for field in fields(Policy):
            section = field.name if field.name in THEMES else HEAD
            place = _Place(section)
            if section == HEAD:
                place = place.into(field.name, label("Policy", field.name))
            elif not isinstance(getattr(self.new, section), tuple):
                place = replace(place, labels=(label("Policy", section),))
            yield from self._value(place, (self.old, self.new), field.name)

    def _value(self, place: _Place, owner: tuple[Any, Any], field: str) -> Iterator[Difference]:
        old, new = (getattr(one, field) for one in owner)
        if old == new:
            return
        if isinstance(old, TierTable) and isinstance(new, TierTable):
            yield self._leaf(place, owner, field)
        elif is_dataclass(old) and type(old) is type(new):
            yield from self._fields(place, old, new)
        elif _rows(old) or _rows(new):
            yield from self._matched(place, owner, field)
        elif _plain(old) != _plain(new):
            yield self._leaf(place.holding(old, new), owner, field)

    def _fields(self, place: _Place, old: Any, new: Any) -> Iterator[Difference]:
        owner = type(new).__name__
        held = place.holding(old, new)
        for field in fields(new):
            if f"{owner}.{field.name}" not in _DERIVED:
                deeper = held.into(field.name, label(owner, field.name))
                yield from self._value(deeper, (old, new), field.name)

    def _leaf(self, place: _Place, owner: tuple[Any, Any], field: str) -> Difference:
        old, new = (getattr(one, field) for one in owner)
        kind = weigh(place.section, owner, field, old, new)
        old_words, new_words = (
            words_in(policy, row, field)
            for policy, row in zip((self.old, self.new), owner, strict=True)
        )
        return _named(place, old_words, new_words, kind)

    def _matched(self, place: _Place, owner: tuple[Any, Any], field: str) -> Iterator[Difference]:
        before, after = (_identified(getattr(one, field)) for one in owner)
        for key in (*after, *(key for key in before if key not in after)):
            row = after[key] if key in after else before[key]
            named = name_of(self.new if key in after else self.old, row)
            here = _enter(place, key, named)
            if key in before and key in after:
                yield from self._fields(here, before[key], after[key])
                continue
            added = key in after
            whole = summary(self.new if added else self.old, row)
            kind = weigh_row(place.section, field, owner[1], row, added=added)
            old, new = (NOTHING, whole) if added else (whole, NOTHING)
            yield _named(here.holding(row, row), old, new, kind)
        yield from self._reordered(place, field, before, after)

    def _reordered(
        self, place: _Place, field: str, before: dict[str, Any], after: dict[str, Any]
    ) -> Iterator[Difference]:
        was = [key for key in before if key in after]
        now = [key for key in after if key in before]
        if was != now:
            old = "、".join(name_of(self.old, before[key]) for key in was)
            new = "、".join(name_of(self.new, after[key]) for key in now)
            kind = weigh_order(place.section, field)
            yield _named(place.into("#order", ORDER), old, new, kind)


def _enter(place: _Place, key: str, named: str) -> _Place:
    """Into a row. A row of a section, a step and a line of money are rules by their own name."""
    if place.path in {("steps",), ("lines",)}:
        place = replace(place, labels=())
    here = place.into(key, named)
    return replace(here, key=key) if place.path in {(), ("steps",)} else here


def _named(place: _Place, old: str, new: str, kind: Kind) -> Difference:
    path, named = ".".join((place.section, *place.path)), _STEP.join(place.labels)
    return Difference(place.section, place.key, path, named, old, new, kind, place.clauses)


def _rows(value: Any) -> bool:
    return isinstance(value, tuple) and any(
        is_dataclass(one) and not isinstance(one, Clause) for one in value
    )


def _identified(rows: Sequence[Any]) -> dict[str, Any]:
    """Rows by what tells them apart; a second one of the same identity is numbered."""
    found: dict[str, Any] = {}
    for row in rows:
        base = _identity(row)
        key, count = base, 1
        while key in found:
            count += 1
            key = f"{base}#{count}"
        found[key] = row
    return found


def _identity(row: Any) -> str:
    for field in ("key", "id", "payer", "group"):
        if hasattr(row, field):
            return str(getattr(row, field))
    if hasattr(row, "numerator"):
        return f"{row.numerator}/{row.measure}"
    return type(row).__name__.lower()


def _plain(value: Any) -> Any:
    """Clauses without the paraphrase, which the rule's own text already shows."""
    if isinstance(value, tuple):
        return tuple(
            (one.document, one.section) if isinstance(one, Clause) else one for one in value
        )
    return value
