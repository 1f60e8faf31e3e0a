"""Orders of works in `policy.yaml`: their shape, what it cannot say, the value it becomes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import Field

from policies.loading.clauses import clauses
from policies.loading.collecting import Collector
from policies.loading.shapes import Named, Ruled, Text
from policies.rules.sequences import SequenceRule, names


class SequenceShape(Named, Ruled):
    """Contents that are finished before others begin, named as in the catalogue."""

    first: Annotated[list[Text], Field(min_length=1)]
    then: list[Text] = []


def check_sequences(
    found: Collector, rows: Sequence[SequenceShape], items: Collection[str]
) -> None:
    """Keys once; every selector means something; nothing comes both first and after."""
    found.unique((row.key for row in rows), "sequences")
    for index, row in enumerate(rows):
        for field in ("first", "then"):
            for selector in getattr(row, field):
                if not any(names(selector, item) for item in items):
                    found.add(
                        f"sequences[{index}].{field}",
                        "改造内容清单里没有这一项",
                        selector,
                        "方面、方面/层级，或方面/层级/编号",
                    )
        both = [one for one in row.then if any(names(other, one) for other in row.first)]
        if both:
            path = f"sequences[{index}].then"
            found.add(path, "同一内容既在先又在后", "、".join(both), "只写在一处")


def sequence_of(x: SequenceShape) -> SequenceRule:
    """An order of works."""
    says = clauses(x.clause, x.says)
    return SequenceRule(x.key, x.name, tuple(x.first), tuple(x.then), x.says, says)
