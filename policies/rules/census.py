"""Counting what a policy states, so that a worked case can say how many rules a clause gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from policies.rules.field_labels import WORDS
from policies.rules.policy_model import Policy
from policies.rules.registers import KINDS


@dataclass(frozen=True, slots=True)
class Counted:
    """A section that can be counted, and the fields by which its rules are grouped."""

    label: str
    rows: Callable[[Policy], tuple[Any, ...]]
    by: tuple[str, ...]


SECTIONS: dict[str, Counted] = {
    "units": Counted("职责分工", lambda policy: policy.units, ("kind",)),
    "steps": Counted(
        "办理步骤", lambda policy: policy.procedure.steps if policy.procedure else (), ("phase",)
    ),
    "catalogue": Counted("改造内容", lambda policy: policy.catalogue, ("level", "aspect")),
    "registers": Counted("专项登记", lambda policy: policy.registers, ("kind",)),
}


def cited(policy: Policy, section: str, start: str = "") -> tuple[Any, ...]:
    """The rules of a section that rest on a clause beginning so, such as "珲春 四(一)"."""
    return tuple(row for row in SECTIONS[section].rows(policy) if _cites(row, start))


def groups(section: str, rows: Iterable[Any]) -> dict[str, int]:
    """How many of the rules fall into each group: kind, phase, level or aspect."""
    by = SECTIONS[section].by
    return {str(key): n for key, n in Counter(getattr(r, one) for r in rows for one in by).items()}


def group_names(policy: Policy, section: str) -> dict[str, str]:
    """What the groups of a section are called: by this policy for its own words, else by us."""
    if section == "units":
        return {str(key): name for key, name in WORDS["UnitKey.kind"].items()}
    if section == "registers":
        return dict(KINDS)
    own = (
        (policy.procedure.phases if policy.procedure else ())
        if section == "steps"
        else (*policy.levels, *policy.aspects)
    )
    return {one.key: one.name for one in own}


def _cites(row: Any, start: str) -> bool:
    return any(f"{one.document} {one.section}".startswith(start) for one in row.clauses)
