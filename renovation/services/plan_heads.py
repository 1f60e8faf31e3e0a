"""The plan itself in an undo: its title, number and claims, and whether it goes."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from records.rules.undoing import Undoing, Written, weigh
from renovation.models import Plan
from renovation.selectors.plan_words import plan_says, put_back

_WORDS = ("title", "document_no", "claims")


def weigh_plans(written: list[Written], *left: QuerySet[Model]) -> Undoing:
    """What becomes of the plan's words; an entered plan stays while any of `left` lies in it."""
    ids = [one.object_id for one in written]
    kept: set[int] = set()
    for rows in left:
        kept |= {*rows.filter(plan__in=ids).order_by().values_list("plan", flat=True).distinct()}
    standing = {plan.pk: plan_says(plan) for plan in Plan.objects.filter(pk__in=ids)}
    return weigh(written, standing, None, dict.fromkeys(kept, "计划里还有内容"))


def put_words_back(plans: Undoing) -> None:
    """Write what was weighed."""
    Plan.objects.filter(pk__in=[one.object_id for one in plans.removals]).delete()
    rows = Plan.objects.in_bulk(list(plans.restores))
    for pk, plan in rows.items():
        put_back(plan, dict(plans.restores[pk]))
    Plan.objects.bulk_update(rows.values(), _WORDS)
