"""A rule found by its key, or the refusal that names the keys there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from common.errors import Problem, Refused


class Keyed(Protocol):
    """A rule found by its key."""

    @property
    def key(self) -> str:
        """The key inside its section."""


K = TypeVar("K", bound=Keyed)


def find(rows: Iterable[K], key: str, field: str, label: str) -> K:
    """The rule of that key; Refused with the keys there are."""
    known = list(rows)
    for row in known:
        if row.key == key:
            return row
    raise Refused(
        Problem(
            f"方案中没有这一{label}",
            code="unknown_rule",
            field=field,
            value=key,
            expected="、".join(dict.fromkeys(row.key for row in known)) or f"写有{label}的方案",
        )
    )


def unstated(label: str, field: str) -> Refused:
    """The refusal for a section that the policy does not state."""
    return Refused(Problem(f"方案没有写明{label}", code="unknown_rule", field=field))
