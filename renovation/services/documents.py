"""Files that answer what a step asks for."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Problem, Refused
from common.names import signed_by_persons
from policies.rules.gates import FactValue
from records.services.files import attach
from renovation.models import Step, StepDocument
from renovation.services import progress
from renovation.services.facts import record_facts

SEES = (Permission.VIEW_PROJECTS,)
"""Undertakings and applications bear owners' signatures: they lie encrypted, each look is kept."""


@transaction.atomic
def attach_document(
    *,
    by: User,
    on: date,
    step: Step,
    key: str,
    file: UploadedFile[bytes],
    document_no: str = "",
    dated_on: date | None = None,
) -> StepDocument:
    """Put a file to a document that the step asks for; a later one supersedes, the old stays."""
    require(by, Permission.WORK_STEP, on=step)
    project = progress.locked(step.project_id)
    document = StepDocument.objects.select_related("step").filter(step=step, key=key).first()
    problems = []
    if document is None:
        problems.append(Problem("本步骤不要求这项要件", field="key", value=key))
    if dated_on and dated_on > on:
        problems.append(
            Problem("文件日期不能晚于今天", field="dated_on", value=dated_on.isoformat())
        )
    if problems or document is None:
        raise Refused(problems)
    at = real_now()
    document.attachment = attach(
        by=by,
        permission=Permission.WORK_STEP,
        subject=step,
        label=document.name,
        upload=file,
        at=at,
        field="file",
        sees=SEES if signed_by_persons(document.name) else (),
    )
    document.document_no, document.dated_on = document_no.strip(), dated_on
    document.save(update_fields=["attachment", "document_no", "dated_on"])
    fact = FactValue("document.present", key, value=True)
    record_facts(by=by, at=at, project=project, facts=[fact], source=f"“{step.name}”要件")
    record(
        by=by,
        action="step.document",
        on=document,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"“{step.name}”上传《{document.name}》",
        payload={"step": step.key, "document": key, "sha256": document.attachment.sha256},
    )
    return document
