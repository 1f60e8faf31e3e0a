"""Surveys of a project with what came back."""

from __future__ import annotations

from collections import Counter

from approvals.models import Survey
from approvals.rules.surveys import Result, Slip, result


def slips_of(survey: Survey) -> list[Slip]:
    """What was filled in, in the order of arrival; one query."""
    return [Slip(row.building, row.marks, row.overall, row.willing) for row in survey.slips.all()]


def result_of(survey: Survey) -> Result:
    """What the slips come to now."""
    return result(slips_of(survey), survey.items, survey.size)


def buildings_of(survey: Survey) -> list[tuple[str, list[str], int]]:
    """Building, homes that got a slip, slips back."""
    back = Counter(slip.building for slip in survey.slips.all())
    return [(name, codes, back[name]) for name, codes in survey.sample.items()]
