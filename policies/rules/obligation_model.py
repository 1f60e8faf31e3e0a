"""Approvals that a project owes, and the step that discharges each: merged or waived, not skipped.

An obligation (审批事项) is discharged by the first discharge whose conditions hold, unless a waiver
holds before it. Two obligations of one filing are filed as one (合并编报).
"""

from __future__ import annotations

from dataclasses import dataclass

from common.explanations import Clause
from policies.rules.premise_model import Premises


@dataclass(frozen=True, slots=True)
class Discharge:
    """By which step an obligation is met; `filing` is the obligation whose papers carry it."""

    step: str
    filing: str
    when: Premises = ()
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """When an obligation need not be met; `instead` are documents that a step then asks for."""

    key: str
    when: Premises
    instead: tuple[str, ...] = ()
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """An approval that every project owes; the last of `discharges` has no condition."""

    key: str
    name: str
    discharges: tuple[Discharge, ...]
    waivers: tuple[Waiver, ...] = ()
    by: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()
