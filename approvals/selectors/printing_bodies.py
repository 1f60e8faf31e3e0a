"""Values for the printed notice, acceptance form and handover list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from approvals.models import Acceptance, HandoverItem, Notice
from approvals.selectors.body_reasons import who_received, who_signed
from approvals.selectors.printing_annex import Annex, annexes
from approvals.selectors.rules import acceptance_rule, notice_rule
from common.explanations import Clause, Explanation
from common.publishing import without_persons
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A notice as pinned to the board. `paragraphs` is the body line by line."""

    project: str
    demo: bool
    paper_name: str
    title: str
    paragraphs: tuple[str, ...]
    posted_on: date
    last_day: date | None
    provisional: bool
    length: int
    unit: str
    first_day_counted: bool
    where_posted: str
    contact: str
    issuer: str
    clauses: tuple[Clause, ...]
    policy: str
    explanation: Explanation
    objections: tuple[tuple[date, str, str, str], ...]  # received, matter, outcome, reply
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party at the acceptance; names of owners are masked."""

    name: str
    owner: bool
    verdict: str
    opinion: str
    signatory: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One defect."""

    part: str
    finding: str
    due_on: date
    fixed_on: date | None


@dataclass(frozen=True, slots=True)
class AcceptancePaper:
    """The acceptance form."""

    project: str
    code: str
    demo: bool
    paper_name: str
    attempt: int
    held_on: date
    scale: str
    parties: tuple[PartyRow, ...]
    problems: tuple[ProblemRow, ...]
    state: str
    conclusion: str
    concluded_on: date | None
    clauses: tuple[Clause, ...]
    policy: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One class handed over."""

    name: str
    quantity: str
    receiver: str
    warranty_until: date | None
    received_on: date | None
    signatory: str


@dataclass(frozen=True, slots=True)
class HandoverList:
    """The handover list of a project."""

    project: str
    code: str
    demo: bool
    rows: tuple[HandoverRow, ...]
    open_items: int
    explanation: Explanation | None = None


def notice_paper(notice: Notice) -> NoticePaper:
    """A notice; the issuer is the street of its community."""
    governed = notice_rule(notice)
    rule = governed.rule
    project = notice.project
    return NoticePaper(
        project=project.name,
        demo=project.demo,
        paper_name=rule.paper_name,
        title=notice.title,
        paragraphs=tuple(line.strip() for line in notice.body.splitlines() if line.strip()),
        posted_on=notice.posted_on,
        last_day=notice.last_day,
        provisional=notice.provisional,
        length=rule.length,
        unit="个工作日" if rule.unit == "working" else "日",
        first_day_counted=rule.first_day_counted,
        where_posted=notice.where_posted,
        contact=notice.contact,
        issuer=f"{project.community.street.name}办事处",
        clauses=rule.clauses,
        policy=f"{governed.version.title} 第 {governed.version.sequence} 版",
        explanation=Explanation.from_dict(notice.explanation),
        objections=tuple(
            (
                row.received_on,
                without_persons(row.matter),
                row.get_outcome_display() or "未办结",
                without_persons(row.reply),
            )
            for row in notice.objections.all()
        ),
        annexes=annexes(notice, rule),
    )


def acceptance_paper(acceptance: Acceptance) -> AcceptancePaper:
    """The acceptance form with every party, signed or not."""
    governed = acceptance_rule(acceptance)
    project = acceptance.project
    return AcceptancePaper(
        project=project.name,
        code=project.code,
        demo=project.demo,
        paper_name=governed.rule.paper_name,
        attempt=acceptance.attempt,
        held_on=acceptance.held_on,
        scale=f"{project.buildings} 栋 {project.households} 户 {project.floor_area:,.2f} ㎡",
        parties=tuple(
            PartyRow(p.name, p.owner, p.get_verdict_display(), p.opinion, p.signatory, p.signed_on)
            for p in acceptance.parties.all()
        ),
        problems=tuple(
            ProblemRow(p.part, p.finding, p.due_on, p.fixed_on) for p in acceptance.problems.all()
        ),
        state=acceptance.get_state_display(),
        conclusion=acceptance.conclusion,
        concluded_on=acceptance.concluded_on,
        clauses=governed.rule.clauses,
        policy=f"{governed.version.title} 第 {governed.version.sequence} 版",
        explanation=who_signed(acceptance),
    )


def handover_list(project: Project) -> HandoverList:
    """The handover list as it stands."""
    items = list(HandoverItem.objects.filter(project=project))
    rows = tuple(
        HandoverRow(i.name, i.quantity, i.receiver, i.warranty_until, i.received_on, i.signatory)
        for i in items
    )
    left = sum(row.received_on is None for row in rows)
    told = who_received(project, items)
    return HandoverList(project.name, project.code, project.demo, rows, left, told)
