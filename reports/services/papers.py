"""Asking for papers; the registry office prints, numbers and keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Acceptance, Notice, Round, Survey
from approvals.selectors import printing_households
from approvals.selectors.round_actions import IN_PARTS
from approvals.selectors.seeing import own_part
from common.errors import OutOfScope, Refused
from funding.models import Determination
from records.models import Job
from records.services.papers import request_paper
from renovation.models import Project
from reports.selectors import undertakings
from reports.selectors.paper_rights import SEES


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: whose it is, what its serial begins with, its name.

    `documents`: in how many it goes out for that person, who gets of a cluster's round the homes in
    scope; None where it is one, of the whole.
    """

    model: type[Model]
    prefix: str
    title: Callable[[Any], str]
    documents: Callable[[Any, User], int] | None = None


def _undertakings(project: Project, _: User) -> int:
    return undertakings.documents(project)


KINDS: dict[str, Kind] = {
    "application_form": Kind(Project, "SQ", lambda p: f"{p.name}改造申请表"),
    "filing_form": Kind(Project, "SB", lambda p: f"{p.name}改造项目申请表"),
    "management_plan": Kind(Project, "CX", lambda p: f"{p.name}长效管理方案"),
    "undertakings": Kind(Project, "CN", lambda p: f"{p.name}居民承诺书", _undertakings),
    "dossier": Kind(Project, "JZ", lambda p: f"{p.name}项目卷宗"),
    "handover_list": Kind(Project, "YJ", lambda p: f"{p.name}移交清单"),
    "shares": Kind(Determination, "CS", lambda d: f"{d.project.name}出资测算书"),
    "consent_papers": Kind(
        Round, "ZQ", lambda r: f"{r.whose}{r.name}征求意见表", printing_households.documents
    ),
    "consent_summary": Kind(Round, "HZB", lambda r: f"{r.whose}{r.name}汇总表"),
    "tally_certificate": Kind(Round, "JP", lambda r: f"{r.whose}{r.name}计票证书"),
    "vote_announcement": Kind(Round, "GG", lambda r: f"{r.whose}征询公告（{r.name}）"),
    "preliminary_result": Kind(Round, "CJ", lambda r: f"{r.whose}征询初步结果公示（{r.name}）"),
    "final_result": Kind(Round, "JG", lambda r: f"{r.whose}征询结果公告（{r.name}）"),
    "notice": Kind(Notice, "GS", lambda n: n.title),
    "survey_slip": Kind(Survey, "MY", lambda s: f"{s.project.name}满意度调查表"),
    "survey_summary": Kind(Survey, "MYH", lambda s: f"{s.project.name}满意度调查汇总表"),
    "acceptance_form": Kind(Acceptance, "YS", lambda a: f"{a.project.name}竣工验收单"),
}


def _project_of(subject: Any) -> int:
    return int(subject.pk if isinstance(subject, Project) else subject.project_id)


def find(*, by: User, kind: str, key: int) -> Any:
    """The subject of a paper in the person's scope; Refused for a kind that nobody prints."""
    if kind not in KINDS:
        raise Refused("没有这种文件，请从页面上的打印按钮进入。")
    rows = KINDS[kind].model._default_manager.all()
    found = rows.visible_to(by).filter(pk=key).first()  # type: ignore[attr-defined]
    if found is None:
        raise OutOfScope("没有找到，或不在您的管辖范围内。")
    return found


def ask_for(*, by: User, at: datetime, kind: str, key: int) -> Job:
    """Ask for a paper of a kind about the subject with this key; the job leads to its bytes."""
    require(by, Permission.PRINT_PAPER)
    subject = find(by=by, kind=kind, key=key)
    known = KINDS[kind]
    return request_paper(
        by=by,
        at=at,
        kind=kind,
        subject=subject,
        title=known.title(subject),
        prefix=known.prefix,
        project_id=_project_of(subject),
        sees=SEES.get(kind),
        documents=known.documents(subject, by) if known.documents else None,
        lies=own_part(by, subject) if kind in IN_PARTS else None,
    )
