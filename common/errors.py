"""Refusals in words a clerk uses; adapters turn them into pages, API bodies and exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it is, what was found, what was expected, what to do now.

    `field` is a form field name, a cell address (`Sheet!E9`) or a file path with a dotted key.
    """

    message: str
    code: str = "invalid"
    field: str = ""
    value: str = ""
    expected: str = ""
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        """The same six strings, for JSON."""
        return {
            "message": self.message,
            "code": self.code,
            "field": self.field,
            "value": self.value,
            "expected": self.expected,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        """Where it is, then the words."""
        return f"{self.field}：{self.words}" if self.field else self.words

    @property
    def words(self) -> str:
        """What is wrong and what to do, for a reader who is told apart where it is."""
        tail = "；".join(
            part
            for part in (
                f"现为“{self.value}”" if self.value and str(self.value) not in self.message else "",
                f"应为{self.expected}" if self.expected else "",
                self.remedy,
            )
            if part
        )
        return f"{self.message}（{tail}）" if tail else self.message


class DomainError(Exception):
    """Root of every refusal that the product words itself."""


class Refused(DomainError):
    """The content of a request is refused; carries every problem at once, never only the first."""

    def __init__(self, problems: Iterable[Problem] | Problem | str, code: str = "invalid") -> None:
        if isinstance(problems, str):
            problems = (Problem(problems, code=code),)
        elif isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("；".join(str(problem) for problem in self.problems))


class Conflict(Refused):
    """Somebody else was faster: the thing has changed since it was read (HTTP 409)."""


class Undecidable(Refused):
    """A rule cannot be decided, because a fact or a version is missing; never a default."""


class NotAllowed(DomainError):
    """Inside the person's scope, but without the right (HTTP 403)."""


class OutOfScope(DomainError):
    """Outside the person's scope: it does not exist for them (HTTP 404)."""
