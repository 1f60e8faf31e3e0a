"""What hangs with a notice besides its words: the design in short, where it makes one public."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.models import Notice
from policies.rules.vocabulary import MilestoneKind, StepKind
from renovation.selectors.situations import definition, step_of
from reports.papers.design import Design, design_of
from reports.selectors.management import Kept, keepers


@dataclass(frozen=True, slots=True)
class PublicDesign:
    """Contents with their estimate, who pays, and who looks after what afterwards."""

    design: Design
    keepers: tuple[Kept, ...]


def public_design(notice: Notice) -> PublicDesign | None:
    """The design on the day of posting; None for a notice about something else, or before any."""
    step = step_of(notice.project, StepKind.NOTICE, notice.key)
    if step is None or definition(step).reaches is not MilestoneKind.NOTICED:
        return None
    design = design_of(notice.project, notice.posted_on)
    return PublicDesign(design, keepers(notice.project)) if design else None
