"""Surveys of a project with what came back."""

from __future__ import annotations

from approvals.models import Survey
from approvals.rules.survey_groups import Group, groups, guarded, told
from approvals.rules.surveys import Result, Slip, result


def slips_of(survey: Survey) -> list[Slip]:
    """What was filled in, in the order of arrival; one query."""
    return [Slip(row.building, row.marks, row.overall, row.willing) for row in survey.slips.all()]


def result_of(survey: Survey) -> Result:
    """What the slips come to now; of too few slips nothing but their number."""
    return guarded(result(slips_of(survey), survey.items, survey.size))


def groups_of(survey: Survey) -> tuple[Group, ...]:
    """Buildings as far as they are told apart, with what came back from them."""
    return told(slips_of(survey), groups(survey.sample))
