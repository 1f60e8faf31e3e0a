"""The paper that says who pays what (出资测算书)."""

from __future__ import annotations

from common.errors import OutOfScope
from common.explanations import Explanation
from common.shares import percent
from funding.models import Determination
from reports.printing.document import Document


def shares(subject_id: str) -> Document:
    """The determination with this key, exactly as it was stored."""
    row = (
        Determination.objects.filter(pk=subject_id)
        .select_related("project", "version__policy", "determined_by", "confirmed_by")
        .prefetch_related("lines")
        .first()
    )
    if row is None:
        raise OutOfScope("没有这份出资测算。")
    why = Explanation.from_dict(row.explanation)
    version = why.version
    page = {
        "project": row.project.name,
        "stage": row.get_stage_display(),
        "provisional": row.provisional,
        "demo": row.project.demo,
        "total": row.total,
        "lines": [
            {"name": line.name, "amount": line.amount, "share": percent(line.amount, row.total)}
            for line in row.lines.all()
        ],
        "why": why,
        "basis": f"{version.title} 第{version.sequence}版" if version else "",
        "determined_by": str(row.determined_by),
        "determined_on": row.determined_on,
        "confirmed_by": str(row.confirmed_by) if row.confirmed_by else "",
    }
    return Document(
        title=f"{row.project.name}出资测算书",
        template="shares",
        pages=[page],
        facts={
            "项目": row.project.name,
            "阶段": row.get_stage_display(),
            "测算日": row.determined_on.isoformat(),
        },
    )
