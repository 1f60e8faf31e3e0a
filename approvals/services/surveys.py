"""A satisfaction survey: the sample drawn, slips typed, closed with its result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Survey, SurveySlip
from approvals.rules import sampling
from approvals.rules.survey_groups import LEAST, groups
from approvals.rules.surveys import AGES, ITEMS, Slip, slip_problems
from approvals.selectors.surveys import result_of
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from districts.models import ExclusiveUnit
from policies.rules.gates import FactValue
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project
from renovation.rules.lifecycle import already_at
from renovation.services.applying import facts_changed
from renovation.services.facts import record_facts
from renovation.services.progress import locked

SATISFIED, RETURNED = "survey.satisfied", "survey.returned"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: how many slips, until when."""

    title: str
    size: int
    closes_on: date
    items: Mapping[str, str] | None = None


@transaction.atomic
def open_survey(*, by: User, at: datetime, project: Project, asked: Asked) -> Survey:
    """Draw `size` homes of the community and open the survey.

    The homes are drawn by a hash over project, day and the register's codes: repeatable, and not
    chosen by anybody. Refused (all problems) before works are completed, without homes, for more
    slips than homes, or while another survey is open.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    row = locked(project.pk)
    codes = _homes(row)
    today = civil_day(at)
    _refuse(row, asked, len(codes), today)
    seed = hashlib.sha256(f"{row.code}:{today}:{','.join(sorted(codes))}".encode()).hexdigest()
    drawn: dict[str, list[str]] = {}
    for code in sorted(sampling.sample(codes, seed, asked.size)):
        drawn.setdefault(codes[code], []).append(code)
    made = Survey.objects.create(
        project=row,
        title=asked.title.strip(),
        items=dict(asked.items or ITEMS),
        seed=seed,
        population=len(codes),
        sample=drawn,
        size=asked.size,
        opened_on=today,
        closes_on=asked.closes_on,
        opened_at=at,
        opened_by=by,
    )
    record(
        by=by,
        action="survey.open",
        on=made,
        project_id=row.pk,
        summary=f"开展{made.title}：{made.population} 户中抽 {made.size} 户",
        payload={"seed": seed, "closes_on": asked.closes_on.isoformat()},
    )
    return made


@transaction.atomic
def enter_slip(
    *, by: User, at: datetime, survey: Survey, slip: Slip, age: str = "", remark: str = ""
) -> SurveySlip:
    """Type a slip that came back; it gets the next number and keeps no tie to a home.

    It names a building only where enough homes of it were drawn (`rules.survey_groups`).

    Refused with every problem; Conflict once the survey is closed or all slips are back.
    """
    require(by, Permission.RECORD_PAPER, on=survey)
    row = Survey.objects.select_for_update(of=("self",)).select_related("project").get(pk=survey.pk)
    if row.closed_at:
        raise Conflict("这次调查已经办结，不能再录入")
    if problems := _slip_problems(row, slip, age):
        raise Refused(problems)
    last = row.slips.aggregate(last=Max("number"))["last"] or 0
    made = SurveySlip.objects.create(
        survey=row,
        number=last + 1,
        building=slip.building,
        marks=dict(slip.marks),
        overall=slip.overall,
        willing=slip.willing,
        age=age,
        remark=remark.strip()[:300],
        entered_at=at,
        entered_by=by,
    )
    record(
        by=by,
        action="survey.slip",
        on=row,
        project_id=row.project_id,
        summary=f"{row.title}：录入第 {made.number} 份",
        payload={"building": slip.building},
    )
    return made


@transaction.atomic
def close_survey(*, by: User, at: datetime, survey: Survey) -> Survey:
    """Close it: the result is stored with its explanation and reported as facts of the project."""
    require(by, Permission.CLOSE_ROUND, on=survey)
    project = locked(survey.project_id)
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.closed_at:
        raise Conflict("这次调查已经办结")
    found = result_of(row)
    if found.satisfied is None:
        few = f"收回 {found.returned} 份，不足 {LEAST} 份，不能办结"
        words = few if found.returned else "还没有收回一份，不能办结"
        raise Refused(Problem(words, code="empty", remedy="请先录入调查表"))
    row.closed_at, row.closed_by, row.result = at, by, found.explanation.to_dict()
    row.save(update_fields=["closed_at", "closed_by", "result"])
    day = civil_day(at)
    record_facts(
        by=by,
        at=at,
        project=project,
        source=row.title,
        facts=[
            FactValue(SATISFIED, "", found.satisfied, as_of=day),
            FactValue(RETURNED, "", found.returned, as_of=day),
        ],
        explanations={(SATISFIED, ""): found.explanation},
    )
    facts_changed(by=by, on=day, project=project)
    record(
        by=by,
        action="survey.close",
        on=row,
        project_id=project.pk,
        summary=f"办结{row.title}：满意率 {found.explanation.result}，收回 {found.returned} 份",
        payload={"satisfied": str(found.satisfied), "returned": found.returned},
    )
    return row


def _slip_problems(survey: Survey, slip: Slip, age: str) -> list[Problem]:
    """Everything wrong with a slip, one too many of its group among it."""
    apart = {one.name: one.sent for one in groups(survey.sample)}
    problems = slip_problems(slip, list(survey.items), list(apart))
    if age not in AGES:
        problems.append(Problem("年龄段不对", field="age", value=age))
    back = survey.slips.filter(building=slip.building).count()
    if back >= apart.get(slip.building, back + 1):
        problems.append(
            Problem(
                "这栋楼发出的都已收回",
                field="building",
                value=slip.building,
                expected=f"{back} 份",
            )
        )
    return problems


def _homes(project: Project) -> dict[str, str]:
    """The codes of all homes with the number of their building."""
    rows = ExclusiveUnit.objects.homes().filter(building__community=project.community_id)
    return dict(rows.order_by("code").values_list("code", F("building__number")))


def _refuse(project: Project, asked: Asked, homes: int, today: date) -> None:
    problems = []
    if not asked.title.strip():
        problems.append(Problem("请填写标题", field="title"))
    state = Lifecycle(project.state)
    if state == Lifecycle.WITHDRAWN or not already_at(state, Lifecycle.COMPLETED):
        words = f"项目{project.get_state_display()}"
        problems.append(Problem("完工后才开展满意度调查", code="not_completed", value=words))
    if not min(LEAST, homes) <= asked.size <= homes or not homes:
        problems.append(
            Problem(
                "发出份数不对",
                field="size",
                value=str(asked.size),
                expected=f"{LEAST} 至 {homes}（登记的住户数）",
            )
        )
    if asked.closes_on < today:
        problems.append(Problem("截止日早于今天", field="closes_on", value=str(asked.closes_on)))
    if Survey.objects.filter(project=project, closed_at=None).exists():
        problems.append(Problem("还有一次调查没有办结", code="open_one", remedy="请先办结上一次"))
    if problems:
        raise Refused(problems)
