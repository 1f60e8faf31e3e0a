"""The shape of streams, spreads, the fund and kinds of cost in `policy.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from policies.loading.schema_government import AreaCode
from policies.loading.shapes import Key, Named, Ruled, Shape, Share, Text

Year = Annotated[int, Field(ge=1978, le=2100)]


class YearsShape(Shape):
    """First and last year of a stream."""

    first: Year
    last: Year


class StreamShape(Named, Ruled):
    """What a source may pay for, and how much of the whole."""

    source: Key
    uses: list[str] = []
    forbids: list[str] = []
    at_most: Share | None = None
    years: YearsShape | None = None
    areas: list[AreaCode] = []
    apart: list[str] = []


class FactorShape(Named):
    """A factor; without `weight` the weights are facts of the year."""

    unit: Text
    weight: Share | None = None


class SpreadShape(Named, Ruled):
    """A sum spread over places."""

    factors: Annotated[list[FactorShape], Field(min_length=1)]
    difficulty: bool


class FundShape(Named, Ruled):
    """When the maintenance fund is flagged."""

    flag_below: Share


class TagShape(Named):
    """A word of the policy's own for a kind of cost."""
