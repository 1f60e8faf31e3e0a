"""What every mapping of a policy file is made of: strict, unknown keys refused, numbers as text."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=60)]


OwnKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]


Exact = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]


Share = Annotated[str, StringConstraints(pattern=r"^(\d+(\.\d+)?%|\d+/\d+|0|1)$")]


Clause = Annotated[str, StringConstraints(pattern=r"^\S+( \S.*)?$", max_length=120)]


# The number of a case or a conflict: it stands in addresses and beside ticks on a page.
Number = Annotated[str, StringConstraints(pattern=r"^[^\t\r\n/\\?#%&\"'<>]+$", max_length=80)]


ClauseList = Annotated[list[Clause], Field(min_length=1)]


# Sections whose rules a file may leave to a wider layer and still refer to.
Layered = Literal["rounds", "notices", "reviews"]


def pattern_of(text: Any) -> str:
    """The pattern of one of the texts above."""
    return str(get_args(text)[1].pattern)


class Shape(BaseModel):
    """Base of every mapping in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Named(Shape):
    """A key and the policy's own word for it."""

    key: Key
    name: Text


class Ruled(Shape):
    """A rule: paraphrase in our own words, and the clauses it comes from."""

    says: Text
    clause: ClauseList


class FactsShape(Shape):
    """Base of every set of facts that a rule is asked with."""

    kind: str
