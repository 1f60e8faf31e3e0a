"""What an import has to say about a table, each with the cell it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from common.errors import Problem

Severity = Literal["refuse", "warn", "inform"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation: `refuse` stops the import, `warn` asks to look, `inform` only tells.

    `cell` is an address (E9), a range (C4:C17), a list (F4 F16) or empty for the whole table.
    """

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    expected: str = ""
    remedy: str = ""

    @property
    def mark(self) -> str:
        """What an acceptance is about: another cell, value or wording is another finding."""
        said = "\n".join((self.code, self.sheet, self.cell, self.value, self.message))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def as_dict(self) -> dict[str, Any]:
        """The shape of `problems` in docs/contracts.md."""
        return {
            "severity": self.severity,
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value,
            "expected": self.expected,
            "message": self.message,
            "remedy": self.remedy,
        }

    def as_problem(self) -> Problem:
        """The same as a refusal raised by a service; the field is `sheet!cell`."""
        return problem_of(self.as_dict())


def problem_of(finding: Mapping[str, Any], remedy: str = "") -> Problem:
    """A kept finding as a refusal; `remedy` in place of its own."""
    return Problem(
        finding["message"],
        code=finding["code"],
        field="!".join(filter(None, (finding["sheet"], finding["cell"]))),
        value=finding["value"],
        expected=finding["expected"],
        remedy=remedy or finding["remedy"],
    )


def of(findings: tuple[Finding, ...], severity: Severity) -> tuple[Finding, ...]:
    """Those of one severity, in their order."""
    return tuple(finding for finding in findings if finding.severity == severity)
