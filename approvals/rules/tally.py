"""The exact count of a round: roll (heads → units → areas) and answers in, counts out.

Everything is additive over heads: the tally of a scope is the sum of what each head contributes
with its units inside that scope. So one more paper changes the contribution of one head only, and
the running tally is `old + contribution(after) − contribution(before)`. docs/algorithms/tally.md.

Source: Civil Code 278 (area and heads, of those taking part), the policy's own counting rule for
missing, abstaining and invalid papers, and its `mixed_head` rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from policies.rules.consent import Counts
from policies.rules.model import ConsentRound

Choice = Literal["agree", "against", "abstain", "invalid"]
CHOICES: tuple[Choice, ...] = ("agree", "against", "abstain", "invalid")
VOICES = frozenset({"agree", "against", "abstain"})
WHOLE = ""


@dataclass(frozen=True, slots=True)
class RollUnit:
    """One unit of the frozen roll: its head, its building, the area that votes (㎡)."""

    unit: int
    head: int
    building: str
    area: Decimal
    home: bool = True


@dataclass(frozen=True, slots=True)
class Method:
    """How papers that say neither yes nor no count, and heads whose units differ."""

    missing_takes_part: bool = False
    abstain_takes_part: bool = True
    invalid_takes_part: bool = False
    mixed_head: str = "undecided"
    taken_for_yes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rule: ConsentRound) -> Method:
        """As the policy says."""
        counting = rule.counting
        return cls(
            counting.missing != "absent",
            counting.abstain != "absent",
            counting.invalid != "absent",
            rule.mixed_head,
            frozenset(
                said for said in ("missing", "abstain") if getattr(counting, said) == "agrees"
            ),
        )

    def voice(self, choice: Choice | None) -> Choice | None:
        """What an answer counts as: local rules may take silence for a yes."""
        return "agree" if (choice or "missing") in self.taken_for_yes else choice

    def takes_part(self, choice: Choice | None) -> bool:
        """Whether a unit with this answer (None: no paper) takes part."""
        if choice in {"agree", "against"}:
            return True
        if choice == "abstain":
            return self.abstain_takes_part
        return self.invalid_takes_part if choice == "invalid" else self.missing_takes_part


@dataclass(frozen=True, slots=True)
class Count:
    """What a scope adds up to. `mixed_heads` take part but are counted neither way."""

    all_units: int = 0
    all_homes: int = 0
    all_heads: int = 0
    all_area: Decimal = Decimal(0)
    returned_units: int = 0
    participating_units: int = 0
    participating_homes: int = 0
    participating_heads: int = 0
    participating_area: Decimal = Decimal(0)
    agree_units: int = 0
    agree_homes: int = 0
    agree_heads: int = 0
    agree_area: Decimal = Decimal(0)
    against_units: int = 0
    against_heads: int = 0
    against_area: Decimal = Decimal(0)
    abstain_units: int = 0
    abstain_heads: int = 0
    abstain_area: Decimal = Decimal(0)
    invalid_units: int = 0
    mixed_heads: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) + getattr(other, name) for name in FIELDS))

    def __sub__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) - getattr(other, name) for name in FIELDS))

    def as_text(self) -> dict[str, str]:
        """Exact numbers as text, for JSON."""
        return {name: str(getattr(self, name)) for name in FIELDS}

    @classmethod
    def from_text(cls, stored: Mapping[str, str]) -> Count:
        """The stored count read back; KeyError for a foreign shape."""
        return cls(*(_number(name, stored[name]) for name in FIELDS))

    @classmethod
    def of(cls, row: object) -> Count:
        """From anything with attributes of the same names, such as a stored running tally."""
        return cls(*(getattr(row, name) for name in FIELDS))

    @property
    def missing_units(self) -> int:
        """Units whose paper is not back."""
        return self.all_units - self.returned_units

    def counts(self) -> Counts:
        """The three layers that the policy's tests compare."""
        return Counts(
            all_heads=self.all_heads,
            all_area=self.all_area,
            participating_heads=self.participating_heads,
            participating_area=self.participating_area,
            agree_heads=self.agree_heads,
            agree_area=self.agree_area,
            all_households=self.all_homes,
            participating_households=self.participating_homes,
            agree_households=self.agree_homes,
            against_heads=self.against_heads,
        )


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Count))
Answered = tuple[RollUnit, Choice | None]


def contribution(units: Iterable[Answered], method: Method) -> Count:
    """What one head adds to a scope, given its units in that scope; nothing for no units."""
    answered = list(units)
    if not answered:
        return Count()
    total = Count(all_heads=1)
    for unit, choice in answered:
        total += _unit(unit, choice, method)
    return total + _head(answered, method)


def scopes(units: Iterable[Answered]) -> dict[str, list[Answered]]:
    """The units of one head by scope: "" for the whole, and each building."""
    grouped: dict[str, list[Answered]] = defaultdict(list)
    for unit, choice in units:
        grouped[WHOLE].append((unit, choice))
        grouped[unit.building].append((unit, choice))
    return dict(grouped)


def tally(
    roll: Iterable[RollUnit], answers: Mapping[int, Choice], method: Method
) -> dict[str, Count]:
    """The full count of one matter: "" for the whole, then one entry per building of the roll.

    `answers` maps unit → choice; a unit without an entry has not answered. ValueError for an
    answer of a unit that is not on the roll.
    """
    heads: dict[int, list[Answered]] = defaultdict(list)
    known = set()
    for unit in roll:
        heads[unit.head].append((unit, answers.get(unit.unit)))
        known.add(unit.unit)
    if strangers := set(answers) - known:
        raise ValueError(f"answers of units that are not on the roll: {sorted(strangers)}")
    result: dict[str, Count] = {WHOLE: Count()}
    for units in heads.values():
        for scope, part in scopes(units).items():
            result[scope] = result.get(scope, Count()) + contribution(part, method)
    return result


def change(
    units: Iterable[RollUnit],
    before: Mapping[int, Choice],
    after: Mapping[int, Choice],
    method: Method,
) -> dict[str, Count]:
    """By scope, what to add to the running tally when one head's answers change.

    `units` are all units of that head, `before` and `after` its answers by unit.
    """
    roll = list(units)
    old = scopes((unit, before.get(unit.unit)) for unit in roll)
    new = scopes((unit, after.get(unit.unit)) for unit in roll)
    return {
        scope: contribution(new[scope], method) - contribution(old[scope], method) for scope in new
    }


def _number(name: str, text: str) -> Any:
    return Decimal(text) if name.endswith("_area") else int(text)


def _unit(unit: RollUnit, choice: Choice | None, method: Method) -> Count:
    part, voice = method.takes_part(choice), method.voice(choice)
    given: dict[str, int | Decimal] = {}
    if choice is not None:
        given[f"{choice}_units"] = 1
    if voice in VOICES and part:
        given[f"{voice}_area"] = unit.area
    return Count(
        all_units=1,
        all_homes=int(unit.home),
        all_area=unit.area,
        returned_units=int(choice is not None),
        participating_units=int(part),
        participating_homes=int(part and unit.home),
        participating_area=unit.area if part else Decimal(0),
        agree_homes=int(voice == "agree" and unit.home),
        **given,  # type: ignore[arg-type]
    )


def _head(answered: list[Answered], method: Method) -> Count:
    """How one head counts by head: once, by its units that take part."""
    part = [method.voice(choice) for _, choice in answered if method.takes_part(choice)]
    if not part:
        return Count()
    said = {choice for choice in part if choice in VOICES}
    if len(said) > 1 or (said and len({*part}) > 1):
        return _differing(method)
    if said == {"agree"} and method.mixed_head == "agree_if_all":
        everyone = all(method.voice(choice) == "agree" for _, choice in answered)
        return Count(participating_heads=1, agree_heads=1) if everyone else _differing(method)
    one = next(iter(said), "")
    return Count(participating_heads=1, **({f"{one}_heads": 1} if one else {}))  # type: ignore[arg-type]


def _differing(method: Method) -> Count:
    if method.mixed_head == "against":
        return Count(participating_heads=1, against_heads=1)
    return Count(participating_heads=1, mixed_heads=1)
