"""The blank slip of a satisfaction survey (满意度调查表) and its summary (满意度调查汇总表)."""

from __future__ import annotations

from approvals.models import Survey
from approvals.selectors.printing_surveys import slip_paper, survey_summary
from common.clock import civil_day
from common.errors import OutOfScope, Refused
from reports.printing.document import Document


def slip(subject_id: str) -> Document:
    """The slip to be copied and handed out; every copy is the same, none is numbered."""
    value = slip_paper(_survey(subject_id))
    return Document(
        title=f"{value.project}满意度调查表",
        template="survey_slip",
        pages=[{"value": value, "demo": value.demo, "basis": "不记名"}],
        facts={"项目": value.project, "调查期": f"{value.opened_on} 至 {value.closes_on}"},
    )


def summary(subject_id: str) -> Document:
    """The result; Refused until the survey is closed."""
    row = _survey(subject_id)
    if row.closed_at is None:
        raise Refused("这次调查还没有办结，办结后再印汇总表。")
    value = survey_summary(row, civil_day(row.closed_at))
    return Document(
        title=f"{value.project}满意度调查汇总表",
        template="survey_summary",
        pages=[{"value": value, "demo": value.demo, "basis": "不记名，抽样"}],
        facts={
            "项目": value.project,
            "满意率": value.satisfied,
            "收回": f"{value.returned} / {value.size} 份",
        },
    )


def _survey(subject_id: str) -> Survey:
    rows = Survey.objects.select_related("project").prefetch_related("slips")
    row = rows.filter(pk=subject_id).first()
    if row is None:
        raise OutOfScope("没有这次调查。")
    return row
