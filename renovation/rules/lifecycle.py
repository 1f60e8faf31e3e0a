"""A project's life as one frozen table: which state may follow which.

The procedure (data, the policy's) says which step makes a move; this table (code) says which moves
exist at all. A project may leave the plan from any state before works end; it never comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policies.rules.vocabulary import LIFECYCLE_LABELS, Lifecycle

S = Lifecycle

TRANSITIONS: Mapping[Lifecycle, frozenset[Lifecycle]] = MappingProxyType(
    {
        S.RESERVE: frozenset({S.CANDIDATE, S.WITHDRAWN}),
        S.CANDIDATE: frozenset({S.PLANNED, S.WITHDRAWN}),
        S.PLANNED: frozenset({S.PREPARING, S.IN_WORKS, S.WITHDRAWN}),
        S.PREPARING: frozenset({S.IN_WORKS, S.WITHDRAWN}),
        S.IN_WORKS: frozenset({S.COMPLETED, S.WITHDRAWN}),
        S.COMPLETED: frozenset({S.ACCEPTED}),
        S.ACCEPTED: frozenset({S.HANDED_OVER}),
        S.HANDED_OVER: frozenset({S.CLOSED}),
        S.CLOSED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }
)

# The straight way, in order; withdrawn lies beside it.
ORDER: tuple[Lifecycle, ...] = tuple(state for state in Lifecycle if state is not S.WITHDRAWN)
NOT_STARTED: frozenset[Lifecycle] = frozenset({S.RESERVE, S.CANDIDATE, S.PLANNED, S.PREPARING})
FINISHED: frozenset[Lifecycle] = frozenset({S.CLOSED, S.WITHDRAWN})


def can_move(source: Lifecycle, target: Lifecycle) -> bool:
    """Whether the table has this move."""
    return target in TRANSITIONS[source]


def label(state: Lifecycle) -> str:
    """The state in the product's own words."""
    return LIFECYCLE_LABELS[state]


def already_at(state: Lifecycle, target: Lifecycle) -> bool:
    """Whether `target` has been reached or passed on the straight way."""
    if Lifecycle.WITHDRAWN in (state, target):
        return state is target
    return ORDER.index(state) >= ORDER.index(target)


def works_begun(state: Lifecycle) -> bool:
    """Whether works have started at some time (a withdrawn project counts as not)."""
    return state not in NOT_STARTED and state is not S.WITHDRAWN
