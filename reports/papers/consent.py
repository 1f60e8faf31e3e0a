"""Papers of a round: one per household, and the summary."""

from __future__ import annotations

from decimal import Decimal

from accounts.models import User
from approvals.models import Round
from approvals.selectors.blindness import refuse_sums
from approvals.selectors.printing_heads import RoundHead
from approvals.selectors.printing_households import (
    documents,
    first_of,
    household_papers,
    units_in_order,
)
from approvals.selectors.printing_summary import consent_summary
from common.clock import SHANGHAI
from common.errors import OutOfScope
from funding.models import HouseholdShare
from reports.papers.design import design_of, standing
from reports.printing.document import Document


def round_of(subject_id: str) -> Round:
    """The round with this key; OutOfScope when there is none."""
    found = Round.objects.filter(pk=subject_id).select_related("project", "pin").first()
    if found is None:
        raise OutOfScope("没有这一轮征询。")
    return found


def period(head: RoundHead) -> str:
    """2024-06-13 至 2024-06-24."""
    opens, closes = head.opens_at.astimezone(SHANGHAI), head.closes_at.astimezone(SHANGHAI)
    return f"{opens:%Y-%m-%d} 至 {closes:%Y-%m-%d}"


def own_shares(round_: Round, document: int = 0, by: User | None = None) -> dict[int, Decimal]:
    """What each unit would pay under the confirmed determination in force, by unit key (元).

    In a cluster under that of its own project.
    """
    rows = [row for project in round_.projects if (row := standing(project.pk))]
    units = [unit.unit_id for unit in units_in_order(round_, document, by)]
    shares = HouseholdShare.objects.filter(determination__in=rows, unit_id__in=units)
    return dict(shares.values_list("unit_id", "amount")) if rows else {}


def summary(subject_id: str) -> Document:
    """The summary as certified, or as closed, or as it stands."""
    round_ = round_of(subject_id)
    refuse_sums(round_)
    value = consent_summary(round_)
    head = value.head
    page = {
        "head": head,
        "value": value,
        "period": period(head),
        "counted": value.counted_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "basis": f"{head.policy}　{value.standing}",
        "demo": head.demo,
    }
    return Document(
        title=f"{head.project}{head.summary_name}",
        template="consent_summary",
        pages=[page],
        facts={
            "项目": head.project,
            "轮次": head.round,
            "征询期间": period(head),
            "结论": "；".join(matter.conclusion for matter in value.matters),
        },
    )


def household(subject_id: str, part: int = 0, by: User | None = None) -> Document:
    """Every household's paper, or the fifty of one part, each with its own serial and QR.

    Names are masked. With `by` of a cluster the homes in that person's scope.
    """
    round_ = round_of(subject_id)
    shares = own_shares(round_, part, by)
    value = household_papers(round_, document=part, shares=shares, user=by)
    head = value.head
    which = _which(part, documents(round_, by), len(value.papers))
    shared = {
        "head": head,
        "questions": value.questions,
        "channels": value.channels,
        "period": period(head),
        "deadline": head.closes_at.astimezone(SHANGHAI),
        "demo": head.demo,
    }
    designs = {one.pk: design_of(one, round_.pin.day) for one in round_.projects}
    return Document(
        title=f"{head.project}{head.paper_name}（{which}{len(value.papers)} 份）",
        template="household",
        pages=[
            {
                **shared,
                "design": designs[one.project_id],
                "paper": one,
            }
            for one in value.papers
        ],
        facts={
            "项目": head.project,
            "轮次": head.round,
            "征询期间": period(head),
            "份数": str(len(value.papers)),
        },
        tokens=[one.token for one in value.papers],
    )


def _which(part: int, parts: int, count: int) -> str:
    """第 2 册共 6 册，第 51—100 户，; nothing for a paper in one document."""
    if not part or parts == 1:
        return ""
    first = first_of(part)
    return f"第 {part} 册共 {parts} 册，第 {first}—{first + count - 1} 户，"
