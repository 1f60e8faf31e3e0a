"""The plan for management after the works (长效管理方案)."""

from __future__ import annotations

from reports.papers.forms import public
from reports.printing.document import Document
from reports.selectors.forms import demand, facts_of, project_of
from reports.selectors.management import fund_of, keepers


def management(subject_id: str) -> Document:
    """What the data say of management today and of who keeps what; the rest is by hand."""
    project = project_of(subject_id)
    asked = demand(project, "management_plan")
    facts = facts_of(project)
    page = {
        "asked": asked,
        "facts": facts,
        "keepers": keepers(project),
        "fund": fund_of(project),
        "basis": asked.basis,
        "demo": project.demo,
    }
    return Document(
        title=f"{project.name}{asked.name}",
        template="management_plan",
        pages=[page],
        facts=public(facts, asked),
    )
