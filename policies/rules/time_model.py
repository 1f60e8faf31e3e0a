"""Time as a policy states it: deadlines, limits over several steps, returns that come round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.explanations import Clause
from policies.rules.premise_model import Premises

DayUnit = Literal["working", "calendar"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a step is due: a fixed day, or so many days after an event, or both.

    `after` is a step key ("" = the opening of the step itself). `starts` is the first day of a
    window. `not_after` is a day that the result should not pass; passing it is warned of, not cut.
    `yearly` ("05-31") is the first such day on or after the event. `done`: the text says that it is
    done already, so that papers are owed and no day is. `postponed_because`: the text itself put
    the day off, for this reason. `variants` are tried in order before the rest of the deadline.
    """

    fixed: date | None = None
    within: int | None = None
    unit: DayUnit = "working"
    after: str = ""
    first_day_counted: bool = False
    not_after: date | None = None
    says: str = ""
    clauses: tuple[Clause, ...] = ()
    yearly: str = ""
    starts: date | None = None
    done: bool = False
    postponed_because: str = ""
    variants: tuple[Variant, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it says anything of its own, its variants aside."""
        return bool(self.fixed or self.within or self.yearly or self.done)

    @property
    def relative(self) -> bool:
        """Whether it, or a variant of it, counts from an event."""
        return self.within is not None or any(one.deadline.relative for one in self.variants)


@dataclass(frozen=True, slots=True)
class Variant:
    """The deadline of one case, such as a stream of money or a batch.

    `undecided` says why the text gives this case no deadline; then nothing is guessed.
    """

    when: Premises
    deadline: Deadline
    undecided: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that several steps may take together, from the opening of one to the end of another.

    `when`: only for projects of which this holds.
    """

    key: str
    name: str
    start: str
    end: str
    deadline: Deadline
    when: Premises = ()
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnRule:
    """A report that comes round: due on `day` of the month, the quarter's or the year's.

    `of` says which period a return due in a month reports: the one before it or the same. On a day
    of rest it `stays` or moves to the `next` working day. `month`: of the year (1 to 12), or of the
    quarter (1 to 3).
    """

    key: str
    name: str
    every: Literal["month", "quarter", "year"]
    day: int
    of: Literal["before", "same"]
    on_rest_day: Literal["stays", "next"]
    owed_by: tuple[str, ...]
    month: int = 1
    says: str = ""
    clauses: tuple[Clause, ...] = ()
