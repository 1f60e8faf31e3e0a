"""The exact count of a round: roll (heads → units → areas) and answers in, counts out.

Everything is additive over heads: the tally of a part is the sum of what each head contributes
with its units inside that part. So one more paper changes the contribution of one head only, and
the running tally is `old + contribution(after) − contribution(before)`. docs/algorithms/tally.md.

Source: Civil Code 278 (area and heads, of those taking part), the policy's own counting rule for
missing, abstaining and invalid papers, and its `mixed_head` rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

from approvals.rules.parts import ASKED_PLAINLY, WHOLE, Asked, Part, RollUnit
from policies.rules.consent import Counts
from policies.rules.model import ConsentRound

Choice = Literal["agree", "against", "abstain", "invalid"]
CHOICES: tuple[Choice, ...] = ("agree", "against", "abstain", "invalid")
VOICES = frozenset({"agree", "against", "abstain"})


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
    """What a part adds up to. `mixed_heads` take part but are counted neither way."""

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
        return Count(*(mine + more for mine, more in zip(_row(self), _row(other), strict=True)))

    def __sub__(self, other: Count) -> Count:
        return Count(*(mine - less for mine, less in zip(_row(self), _row(other), strict=True)))

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
        return cls(*_row(row))

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
SAID: tuple[str, ...] = tuple(
    name
    for name in FIELDS
    if name.startswith(("agree_", "against_", "abstain_", "invalid_", "mixed_"))
)
"""What tells how owners answered; all else is turnout."""
Answered = tuple[RollUnit, Choice | None]
Figures = dict[str, Any]  # field of a count → its number, while it is being added up
_row = attrgetter(*FIELDS)
_NOTHING = {name: getattr(Count(), name) for name in FIELDS}


def contribution(units: Iterable[Answered], method: Method) -> Count:
    """What one head adds to a part, given its units in that part; nothing for no units."""
    total = dict(_NOTHING)
    _add(total, list(units), method)
    return Count(**total)


def parted(units: Iterable[Answered], asked: Asked) -> dict[Part, list[Answered]]:
    """The units of one head by part: the whole, each building, what else the matter asks about."""
    grouped: dict[Part, list[Answered]] = defaultdict(list)
    for pair in units:
        for part in asked.parts(pair[0]):
            grouped[part].append(pair)
    return dict(grouped)


def tally(
    roll: Iterable[RollUnit],
    answers: Mapping[int, Choice],
    method: Method,
    asked: Asked = ASKED_PLAINLY,
) -> dict[Part, Count]:
    """The full count of one matter: the whole first, then every part that holds a unit.

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
    totals: dict[Part, Figures] = {WHOLE: dict(_NOTHING)}
    for units in heads.values():
        for part, inside in parted(units, asked).items():
            if part not in totals:
                totals[part] = dict(_NOTHING)
            _add(totals[part], inside, method)
    return {part: Count(**total) for part, total in totals.items()}


def change(
    units: Iterable[RollUnit],
    before: Mapping[int, Choice],
    after: Mapping[int, Choice],
    method: Method,
    asked: Asked = ASKED_PLAINLY,
) -> dict[Part, Count]:
    """By part, what to add to the running tally when one head's answers change.

    `units` are all units of that head, `before` and `after` its answers by unit.
    """
    roll = list(units)
    old = parted(((unit, before.get(unit.unit)) for unit in roll), asked)
    new = parted(((unit, after.get(unit.unit)) for unit in roll), asked)
    return {part: contribution(new[part], method) - contribution(old[part], method) for part in new}


def _number(name: str, text: str) -> Any:
    return Decimal(text) if name.endswith("_area") else int(text)


def _add(total: Figures, answered: list[Answered], method: Method) -> None:
    """Add one head with its units in one part."""
    if not answered:
        return
    total["all_heads"] += 1
    for unit, choice in answered:
        _add_unit(total, unit, choice, method)
    for name in _head(answered, method):
        total[name] += 1


def _add_unit(total: Figures, unit: RollUnit, choice: Choice | None, method: Method) -> None:
    part, voice = method.takes_part(choice), method.voice(choice)
    total["all_units"] += 1
    total["all_homes"] += unit.home
    total["all_area"] += unit.area
    if choice is not None:
        total["returned_units"] += 1
        total[f"{choice}_units"] += 1
    if part:
        total["participating_units"] += 1
        total["participating_homes"] += unit.home
        total["participating_area"] += unit.area
        if voice in VOICES:
            total[f"{voice}_area"] += unit.area
    if voice == "agree":
        total["agree_homes"] += unit.home


def _head(answered: list[Answered], method: Method) -> tuple[str, ...]:
    """The figures in which one head counts by head: once, by its units that take part."""
    part = [method.voice(choice) for _, choice in answered if method.takes_part(choice)]
    if not part:
        return ()
    said = {choice for choice in part if choice in VOICES}
    if len(said) > 1 or (said and len({*part}) > 1):
        return _differing(method)
    if said == {"agree"} and method.mixed_head == "agree_if_all":
        everyone = all(method.voice(choice) == "agree" for _, choice in answered)
        return ("participating_heads", "agree_heads") if everyone else _differing(method)
    return ("participating_heads", *(f"{choice}_heads" for choice in said))


def _differing(method: Method) -> tuple[str, ...]:
    against = method.mixed_head == "against"
    return ("participating_heads", "against_heads" if against else "mixed_heads")
