"""Which steps lie behind, which are open, which wait: states by step key.

Parallel steps open together; a step opens when everything it comes after is done or skipped. For a
project that arrives by plan import everything up to and including admission is *to be evidenced*:
it counts as behind for opening, but never as done. A step that runs throughout is open from the
first day.
"""

from __future__ import annotations

from collections.abc import Mapping

from policies.rules.model import Procedure
from policies.rules.vocabulary import MilestoneKind

WAITING, OPEN, DONE, TO_EVIDENCE, SKIPPED = "waiting", "open", "done", "to_evidence", "skipped"
FINISHED = frozenset({DONE, SKIPPED})
LIVE = frozenset({OPEN, TO_EVIDENCE})


def initial_states(procedure: Procedure, *, admitted: bool) -> dict[str, str]:
    """States of a freshly opened project; `admitted`: it stands in an issued plan already."""
    behind = _up_to_admission(procedure) if admitted else frozenset()
    beside = frozenset(step.key for step in procedure.steps if step.throughout)
    behind -= beside
    states = {step.key: TO_EVIDENCE if step.key in behind else WAITING for step in procedure.steps}
    states |= dict.fromkeys(beside, OPEN)
    return states | dict.fromkeys(_ready(procedure, states, behind), OPEN)


def openable(procedure: Procedure, states: Mapping[str, str]) -> tuple[str, ...]:
    """Waiting steps that everything before them no longer holds back, in reading order."""
    behind = frozenset(key for key, state in states.items() if state == TO_EVIDENCE)
    return _ready(procedure, states, behind)


def _ready(
    procedure: Procedure, states: Mapping[str, str], behind: frozenset[str]
) -> tuple[str, ...]:
    return tuple(
        step.key
        for step in procedure.steps
        if states.get(step.key) == WAITING
        and all(key in behind or states.get(key) in FINISHED for key in step.after)
    )


def _up_to_admission(procedure: Procedure) -> frozenset[str]:
    keys = [step.key for step in procedure.steps]
    admission = next(
        (step.key for step in procedure.steps if step.reaches is MilestoneKind.ADMITTED), None
    )
    return frozenset(keys[: keys.index(admission) + 1]) if admission else frozenset()
