"""The views above the list of projects: ready ones with their numbers, and one's own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from common.clock import business_today
from records.models import SavedView
from records.services.views import views_of
from renovation import filters
from renovation.models import Project
from renovation.selectors import lists
from renovation.views.project_bar import ALL_YEARS

PAGE = "renovation:project_list"


def views(
    user: User, scope: QuerySet[Project], year: int | None, asked: QueryDict
) -> list[dict[str, Any]]:
    """Label, address, number and whether it is the one shown; a person's own come last."""
    today = business_today()
    rows = scope.filter(year=year) if year else scope
    conditions = {key: filters.view_condition(key, today) for key, _ in filters.VIEWS}
    found = lists.counts(rows, conditions)
    now = asked.urlencode()
    base = f"year={year}" if year else f"year={ALL_YEARS}"
    first = "本年全部" if year else "全部年度"
    plain = now in {"", base}
    made = [{"label": first, "url": f"?{base}", "count": found["all"], "current": plain}]
    made += [
        {
            "label": label,
            "url": f"?{base}&view={key}",
            "count": found[key],
            "current": asked.get("view") == key,
        }
        for key, label in filters.VIEWS
    ]
    own: QuerySet[SavedView] = views_of(user=user, page=PAGE)
    return made + [
        {
            "pk": one.pk,
            "label": one.name,
            "url": f"?{one.query}",
            "current": one.query == now and not plain,
        }
        for one in own
    ]
