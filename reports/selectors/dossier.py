"""What the dossier shows, gathered from every room; stored values only."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, Sum, When

from approvals.models import Acceptance, HandoverItem, Notice, Review, Round, Tally
from common.clock import SHANGHAI
from common.explanations import Explanation
from districts.models import ResponsibleUnit
from funding.models import Determination, LedgerEntry
from policies.selectors.governing import ruleset_of
from renovation.models import ContentItem, PlanLine, Project, RulePin, Step
from renovation.selectors.issued_papers import issued_papers


def dossier_values(project: Project) -> dict[str, Any]:
    """The context of the dossier's template."""
    line = PlanLine.objects.filter(project=project).select_related("plan").last()
    share = (
        Determination.objects.filter(project=project, live=True).prefetch_related("lines").first()
    )
    return {
        "project": project,
        "demo": project.demo,
        "street": project.community.street.name,
        "neighbourhood": project.community.neighbourhood or "",
        "plan": f"{line.plan.title}（序号{line.position}）" if line else "未列入计划",
        "basis": line.plan.document_no if line else "",
        "steps": _steps(project),
        "rounds": _rounds(project),
        "notices": _notices(project),
        "contents": _contents(project),
        "payers": list(share.lines.all()) if share else [],
        "stage": share.get_stage_display() if share else "",
        "residents_due": share.residents if share else Decimal(0),
        "residents_paid": _paid(project),
        "reviews": _reviews(project),
        "acceptances": _acceptances(project),
        "handover": [
            f"{item.name}：{item.receiver}，{item.received_on or '未签收'}"
            for item in HandoverItem.objects.filter(project=project)
        ],
        "pins": [
            {
                "rule": pin.rule,
                "trigger": pin.get_trigger_display(),
                "day": pin.day,
                "version": str(pin.version),
            }
            for pin in RulePin.objects.filter(project=project, superseded=False).select_related(
                "version__policy"
            )
        ],
        "papers": list(issued_papers(project).order_by("issued_at")),
        "reasons": _reasons(project, share),
    }


def _reasons(project: Project, share: Determination | None) -> list[dict[str, Any]]:
    """What was stored with the counts that stand, the notices that hang and the shares in force."""
    rows = Tally.objects.filter(round__in=Round.objects.of(project).exclude(state="void"))
    latest = {(row.round_id, row.matter): row for row in rows.order_by("pk")}
    notices = Notice.objects.filter(project=project, state="posted").order_by("posted_on")
    told: list[Any] = [*latest.values(), *notices, *([share] if share else [])]
    return [row.explanation for row in told if row.explanation]


def _steps(project: Project) -> list[dict[str, Any]]:
    steps = list(Step.objects.filter(project=project))
    codes = {code for step in steps for code in step.unit_codes}
    names = dict(ResponsibleUnit.objects.filter(code__in=codes).values_list("code", "short_name"))
    return [
        {
            "name": step.name,
            "lead": names.get(step.lead_code, "") if step.lead_code else "业主组织",
            "due_on": step.due_on,
            "done_on": step.done_on,
            "state": step.get_state_display(),
            "evidence": step.evidence,
        }
        for step in steps
    ]


def _contents(project: Project) -> list[dict[str, Any]]:
    version = project.procedure_id
    levels = ruleset_of(version).levels.rule if version else ()
    names = {level.key: level.name for level in levels}
    return [
        {
            "level": names.get(item.level, item.level),
            "name": item.name,
            "estimate": item.estimate,
            "progress": item.progress,
        }
        for item in ContentItem.objects.filter(project=project)
    ]


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"


def _rounds(project: Project) -> list[dict[str, Any]]:
    rounds = list(Round.objects.of(project).order_by("opens_at"))
    results = {
        tally.round_id: Explanation.from_dict(tally.explanation).sentence
        for tally in Tally.objects.filter(round__in=rounds)
    }
    return [
        {
            "name": item.name,
            "period": f"{_day(item.opens_at)} 至 {_day(item.closes_at)}",
            "heads": item.heads,
            "area": item.area,
            "state": item.get_state_display(),
            "result": results.get(item.pk, ""),
        }
        for item in rounds
    ]


def _notices(project: Project) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(project=project).annotate(
        all_objections=Count("objections"),
        unsettled=Count("objections", filter=Q(objections__settled_at__isnull=True)),
    )
    return [
        {
            "title": row.title,
            "posted_on": row.posted_on,
            "last_day": row.last_day,
            "photographs": row.photographs,
            "objections": row.all_objections,
            "open_objections": row.unsettled,
        }
        for row in rows
    ]


def _paid(project: Project) -> Decimal:
    signed = Case(
        When(kind="payment", then=F("amount")),
        default=-F("amount"),
        output_field=DecimalField(max_digits=16, decimal_places=2),
    )
    value = LedgerEntry.objects.filter(project=project).aggregate(sum=Sum(signed))["sum"]
    return value or Decimal("0.00")


def _reviews(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "state": row.get_state_display(),
            "opinions": [
                f"{opinion.unit_name} {opinion.get_view_display() or '未签'}"
                for opinion in row.opinions.all()
            ],
        }
        for row in Review.objects.filter(project=project).prefetch_related("opinions")
    ]


def _acceptances(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "held_on": row.held_on,
            "state": row.get_state_display(),
            "parties": [
                f"{party.name} {party.get_verdict_display() or '未签'}"
                for party in row.parties.all()
            ],
        }
        for row in Acceptance.objects.filter(project=project).prefetch_related("parties")
    ]
