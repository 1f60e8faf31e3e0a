"""Undertakings of the households (居民承诺书), one sheet each, fifty to a document."""

from __future__ import annotations

from accounts.models import User
from reports.papers.forms import public
from reports.printing.document import Document
from reports.selectors.forms import demand, facts_of, project_of
from reports.selectors.undertakings import documents, homes


def undertakings(subject_id: str, part: int = 0, _: User | None = None) -> Document:
    """Every household's sheet, or the fifty of one part; owners masked, they sign by hand."""
    project = project_of(subject_id)
    asked = demand(project, "undertakings")
    facts = facts_of(project)
    rows, count = homes(project, part), documents(project)
    which = f"第 {part} 册共 {count} 册，" if part and count > 1 else ""
    shared = {"asked": asked, "facts": facts, "basis": asked.basis, "demo": project.demo}
    return Document(
        title=f"{project.name}{asked.name}（{which}{len(rows)} 份）",
        template="undertaking",
        pages=[{**shared, "home": home} for home in rows],
        facts=public(facts, asked) | {"份数": str(len(rows))},
    )
