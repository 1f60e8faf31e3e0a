"""The dossier (项目卷宗): the whole of one project on paper."""

from __future__ import annotations

from common.errors import OutOfScope
from renovation.models import Project
from reports.printing.document import Document
from reports.selectors.dossier import dossier_values


def dossier(subject_id: str) -> Document:
    """Everything stored about the project with this key."""
    project = (
        Project.objects.filter(pk=subject_id)
        .select_related("community__street", "community__neighbourhood")
        .first()
    )
    if project is None:
        raise OutOfScope("没有这个项目。")
    return Document(
        title=f"{project.name}项目卷宗",
        template="dossier",
        pages=[dossier_values(project)],
        facts={"项目": project.name, "项目编号": project.code, "状态": project.get_state_display()},
    )
