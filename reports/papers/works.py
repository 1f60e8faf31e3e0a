"""The acceptance form (验收单) and the handover list (移交清单)."""

from __future__ import annotations

from approvals.models import Acceptance
from approvals.selectors.printing_bodies import acceptance_paper, handover_list
from common.errors import OutOfScope, Refused
from renovation.models import Project
from reports.printing.document import Document


def acceptance(subject_id: str) -> Document:
    """The form with every party, signed or not."""
    row = Acceptance.objects.filter(pk=subject_id).select_related("project", "pin").first()
    if row is None:
        raise OutOfScope("没有这次验收。")
    value = acceptance_paper(row)
    return Document(
        title=f"{value.project}{value.paper_name}",
        template="acceptance",
        pages=[{"value": value, "demo": value.demo, "basis": value.policy}],
        facts={
            "项目": value.project,
            "验收日": value.held_on.isoformat(),
            "状态": value.state,
        },
    )


def handover(subject_id: str) -> Document:
    """The list as it stands; Refused before it is drawn up."""
    project = Project.objects.filter(pk=subject_id).first()
    if project is None:
        raise OutOfScope("没有这个项目。")
    value = handover_list(project)
    if not value.rows:
        raise Refused("还没有移交清单，请先在“验收移交”中生成清单。")
    return Document(
        title=f"{value.project}移交清单",
        template="handover",
        pages=[{"value": value, "demo": value.demo, "basis": value.code}],
        facts={"项目": value.project, "未签收": f"{value.open_items} 项"},
    )
