"""The shape of figures, registers and warranties in `policy.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from policies.loading.shapes import Exact, Key, Named, Ruled, Shape, Text


class FigurePartShape(Shape):
    """One addend."""

    name: Text
    amount: Exact


class FigureShape(Named, Ruled):
    """A stated number and what it should be made of."""

    stated: Exact
    unit: Text
    per: Exact = "1"
    parts: Annotated[list[FigurePartShape], Field(min_length=1)]


class RegisterShape(Named, Ruled):
    """Something to be kept, filed, issued or set up."""

    kind: Literal["ledger", "filing", "rule", "body", "meeting", "permit"]
    owner: Key
    receiver: str = ""
    columns: list[Text] = []
    due: date | None = None
    concerns: Literal["", "applicant", "supervision", "dispute"] = ""
    within: Annotated[int, Field(ge=1)] | None = None


class WarrantyShape(Named, Ruled):
    """Months from acceptance for a part, or `undecided`."""

    months: Annotated[int, Field(ge=1)] | None = None
    undecided: str = ""
    by: str = ""
    after: str = ""
