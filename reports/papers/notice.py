"""The notice as it is pinned to the board (公示书)."""

from __future__ import annotations

from approvals.models import Notice
from approvals.selectors.printing_bodies import notice_paper
from common.errors import OutOfScope
from reports.printing.document import Document
from reports.selectors.notices import public_design


def notice(subject_id: str) -> Document:
    """The posting with this key, in official prose."""
    row = Notice.objects.filter(pk=subject_id).select_related("project__community__street").first()
    if row is None:
        raise OutOfScope("没有这份公示。")
    value = notice_paper(row)
    clauses = "；".join(f"{clause.document} {clause.section}" for clause in value.clauses)
    page = {
        "value": value,
        "made": public_design(row),
        "demo": value.demo,
        "basis": f"依据 {clauses} · {value.policy}",
    }
    return Document(
        title=value.title,
        template="notice",
        pages=[page],
        facts={
            "项目": value.project,
            "公示期": f"{value.posted_on} 至 {value.last_day or '待定'}",
            "意见受理": value.contact,
        },
    )
