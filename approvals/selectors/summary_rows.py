"""Rows of the summary: a building or the total, and a threshold in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from approvals.models import Tally
from approvals.rules.parts import WHOLE, Part
from approvals.rules.tally import Count
from approvals.rules.words import building_words
from approvals.selectors.summary_values import BuildingRow, PartRow, ThresholdRow
from common.shares import in_words, percent_beside
from policies.rules.consent import PartOutcome, TestOutcome, show


def building_rows(tally: Tally, order: Sequence[str]) -> list[BuildingRow]:
    """The buildings of a stored count, in the `order` of the roll by their words."""
    counts = {building_words(row["building"]): Count.from_text(row) for row in tally.buildings}
    return [building_row(name, counts[name]) for name in order]


def building_row(name: str, count: Count) -> BuildingRow:
    """A count under a name: a building, or the total."""
    return BuildingRow(
        name=name,
        all_units=count.all_units,
        all_area=count.all_area,
        returned=count.returned_units,
        valid=count.participating_units,
        valid_area=count.participating_area,
        agree=count.agree_units,
        agree_area=count.agree_area,
        against=count.against_units,
        abstain=count.abstain_units,
        invalid=count.invalid_units,
        missing=count.missing_units,
    )


def counted_parts(tally: Tally) -> dict[Part, Count]:
    """Every part of a stored count, as it was taken."""
    parts = {Part.of(row): Count.from_text(row) for row in (*tally.buildings, *tally.parts)}
    return {WHOLE: Count.from_text(tally.counts)} | parts


def part_row(outcome: PartOutcome, counts: Mapping[Part, Count]) -> PartRow:
    """A part with its own verdict; the figures of all its owners, where they are counted."""
    part = next(part for part in counts if part.words == outcome.part)
    count = counts.get(part._replace(group="owners"), counts[part])
    gaps = [f"{one.label}还差 {one.missing:,} {one.unit}" for one in outcome.tests if not one.met]
    if outcome.objections:
        gaps.append(f"{outcome.objections} 人反对，一票否决")
    return PartRow(
        name=outcome.part,
        all_heads=count.all_heads,
        all_area=count.all_area,
        part_heads=count.participating_heads,
        part_area=count.participating_area,
        agree_heads=count.agree_heads,
        agree_area=count.agree_area,
        against_heads=count.against_heads,
        verdict=outcome.words,
        lacks="；".join(gap.removeprefix(outcome.part) for gap in gaps),
    )


def threshold_row(outcome: TestOutcome) -> ThresholdRow:
    """A test with its numbers and its share in words."""
    test, unit = outcome.test, outcome.unit
    inclusive = "以上" if test.operator == ">=" else "（超过）"
    return ThresholdRow(
        label=outcome.label,
        value=f"{show(outcome.value, test.measure)}{unit}",
        base=f"{show(outcome.base, test.measure)}{unit}",
        share=percent_beside(outcome.value, outcome.base, test.share),
        rule=f"{in_words(test.share)}{inclusive}",
        least=f"{outcome.needed_shown:,}{unit}",
        met=outcome.met,
    )
