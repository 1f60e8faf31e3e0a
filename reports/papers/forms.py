"""Forms of an application (改造申请表) and of a filing (改造项目申请表)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from approvals.selectors.printing_notices import posted_notices
from approvals.selectors.printing_votes import votes
from common.clock import business_today
from common.templatetags.formats import by_hand
from funding.selectors.form_money import form_money
from renovation.models import Project
from renovation.selectors.registers import applicants
from reports.papers.design import design_of
from reports.printing.document import Document
from reports.selectors.forms import (
    Demand,
    Facts,
    attached_to,
    clause_words,
    demand,
    facts_of,
    project_of,
)

Cell = tuple[str, str]


def application(subject_id: str) -> Document:
    """The application for renovation, as far as the data say; the rest is written by hand."""
    project = project_of(subject_id)
    asked = demand(project, "application_form")
    return _form(project, asked, "application_form")


def filing(subject_id: str) -> Document:
    """The application by which a project is filed, with what goes with it."""
    project = project_of(subject_id)
    asked = demand(project, "filing_form")
    return _form(
        project,
        asked,
        "filing_form",
        notices=posted_notices(project, asked.notices),
        attached=attached_to(project, asked),
    )


def _form(project: Project, asked: Demand, template: str, **more: Any) -> Document:
    today = business_today()
    facts = facts_of(project)
    money = form_money(project)
    page = {
        "asked": asked,
        "facts": facts,
        "applicants": [_in_pairs(cells) for cells in applicants(project, today)],
        "votes": votes(project, asked.rounds),
        "design": design_of(project, today),
        "money": money,
        "money_basis": clause_words(money.clauses),
        "basis": asked.basis,
        "demo": project.demo,
        **more,
    }
    return Document(
        title=f"{project.name}{asked.name}",
        template=template,
        pages=[page],
        facts=public(facts, asked),
    )


def _in_pairs(cells: Sequence[Cell]) -> list[tuple[Cell, Cell | None]]:
    """Two to a line of the form; a last one alone has the line for itself."""
    return list(zip_longest(cells[::2], cells[1::2]))


def public(facts: Facts, asked: Demand) -> dict[str, str]:
    """What the page behind the QR code shows: of which project, for which step, how large."""
    extent = f"{by_hand(facts.buildings)} 栋 {by_hand(facts.households)} 户"
    return {
        "项目": facts.project,
        "小区": facts.community,
        "所属步骤": asked.step.name,
        "规模": extent.replace("________", "—"),
    }
