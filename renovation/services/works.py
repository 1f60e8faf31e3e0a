"""How far the works are: reported for a day, append-only, corrected by a later report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from common.explanations import Explanation, Input
from policies.rules.gates import FactValue
from policies.rules.vocabulary import Lifecycle
from renovation.models import ContentItem, Project, WorksReport
from renovation.services import progress
from renovation.services.facts import record_facts

HUNDRED = Decimal(100)


@transaction.atomic
def report_works(
    *,
    by: User,
    at: datetime,
    project: Project,
    day: date,
    percent: Decimal,
    items: Mapping[str, Decimal] | None = None,
    remark: str = "",
    corrects: WorksReport | None = None,
) -> WorksReport:
    """Report progress (0 to 100 %) as of a day, for the whole and per item of the contents.

    Progress does not go backwards unless the report corrects the last one, with a remark that says
    why. Sets the fact `works.progress` (a share of one) and each item's own progress.
    """
    require(by, Permission.REPORT_WORKS, on=project)
    project = progress.locked(project.pk)
    parts = dict(items or {})
    last = WorksReport.objects.filter(project=project).order_by("-day", "-pk").first()
    _refuse(project, at, day, percent, parts, remark, corrects, last)
    report = WorksReport.objects.create(
        project=project,
        day=day,
        progress=percent,
        remark=remark.strip(),
        items={key: str(value) for key, value in parts.items()},
        reported_at=at,
        reported_by=by,
        corrects=corrects,
    )
    for key, value in parts.items():
        ContentItem.objects.filter(project=project, key=key).update(progress=value)
    _report(report, by=by, at=at)
    record(
        by=by,
        action="works.report",
        on=report,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"{day} 工程进度 {percent}%",
        payload={"progress": str(percent), "corrects": corrects.pk if corrects else None},
    )
    return report


def _refuse(
    project: Project,
    at: datetime,
    day: date,
    percent: Decimal,
    parts: Mapping[str, Decimal],
    remark: str,
    corrects: WorksReport | None,
    last: WorksReport | None,
) -> None:
    problems = _order(day, percent, remark, corrects, last)
    if project.state != Lifecycle.IN_WORKS:
        problems.append(
            Problem(
                f"项目现为“{project.get_state_display()}”，施工期间才填报进度",
                remedy="请先在“流程”中办结开工步骤",
            )
        )
    if day > at.astimezone(SHANGHAI).date():
        problems.append(Problem("截至日不能晚于今天", field="day", value=day.isoformat()))
    for field, value in {"percent": percent, **parts}.items():
        if not 0 <= value <= HUNDRED:
            problems.append(Problem("应在 0 到 100 之间", field=field, value=str(value)))
    known = set(project.contents.values_list("key", flat=True))
    problems += [
        Problem("改造内容中没有这一项", field=key, value=key) for key in parts if key not in known
    ]
    if problems:
        raise Refused(problems)


def _report(report: WorksReport, *, by: User, at: datetime) -> None:
    """Set the fact `works.progress` with who reported it and for which day."""
    percent, day = report.progress, report.day
    explained = Explanation(
        title="工程进度",
        result=f"{percent:.1f}%",
        sentence=f"{day} 填报",
        inputs=(Input("填报人", str(by), source=day.isoformat()),),
        note=report.remark,
    )
    record_facts(
        by=by,
        at=at,
        project=report.project,
        facts=[FactValue("works.progress", "", Fraction(percent) / 100)],
        source=f"{day} 进度填报",
        explanations={("works.progress", ""): explained},
    )


def _order(
    day: date,
    percent: Decimal,
    remark: str,
    corrects: WorksReport | None,
    last: WorksReport | None,
) -> list[Problem]:
    problems = []
    if corrects is not None and (last is None or corrects.pk != last.pk):
        problems.append(Problem("只能更正最近一次填报", field="corrects"))
    if corrects is not None and not remark.strip():
        problems.append(Problem("更正须写明原因", field="remark"))
    if corrects is None and last is not None and (day < last.day or percent < last.progress):
        problems.append(
            Problem(
                "比上次填报的日期或进度还早",
                field="percent",
                value=f"{day} {percent}%",
                expected=f"不早于 {last.day}、不低于 {last.progress}%",
                remedy="如上次填错，请选“更正上次填报”",
            )
        )
    return problems
