"""What every page's frame shows: who, where, which year, where one can go; one query in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import ROLE_LABELS
from accounts.web import AREA_KEY, YEAR_KEY, person, safe_next
from common.area_codes import district_of
from common.clock import business_now, real_now
from config.navigation import GROUPS, Item
from districts.models import Area
from records.models import Job
from renovation.models import Plan


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the database says about a person's frame."""

    home: str
    county: str
    streets: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    jobs: int


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, built only when a template asks for it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> dict[str, Any]:
    """The frame's values; for nobody only the product and the clock."""
    now = business_now()
    values: dict[str, Any] = {
        "product": settings.PRODUCT_NAME,
        "as_of": now,
        "printed_at": real_now() if not settings.DEMO_NOW else now,
        "demo_clock": f"{now:%Y-%m-%d %H:%M}" if settings.DEMO_NOW else "",
        "home_url": address("reports:workbench") or "/",
    }
    if not getattr(request.user, "is_authenticated", False):
        return values
    user = person(request)
    around = surroundings(user)
    return (
        values
        | _person(user)
        | _switches(request, around)
        | {
            "bureau": f"{around.county}住房和城乡建设局" if around.county else "",
            "nav": navigation(request, user),
            "search_url": address("reports:search"),
            "query": request.GET.get("q", ""),
            "tasks_url": address("records:job_list"),
            "tasks_count": around.jobs,
        }
    )


def address(name: str) -> str:
    """The address of a named page, "" while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def surroundings(user: User) -> Surroundings:
    """Place, streets, plan years and running jobs of a person, in one query."""
    home = user.access.home_code()
    county = district_of(home)
    mine = Q(code__in=[home, county]) | Q(level="street", code__startswith=home or "-")
    places = Area.objects.filter(mine)
    year = Cast("year", CharField())
    years = Plan.objects.visible_to(user).annotate(text=year)
    jobs = Job.objects.filter(requested_by=user, state__in=("waiting", "running"))
    rows = (
        places.order_by()
        .values_list("code", "name", "level")
        .union(
            years.order_by().values_list("text", Value(""), Value("year")),
            jobs.annotate(text=Cast("pk", CharField()))
            .order_by()
            .values_list("text", Value(""), Value("job")),
        )
    )
    found = sorted(rows)
    return Surroundings(
        home=next((name for code, name, kind in found if code == home and kind != "job"), ""),
        county=next((name for code, name, kind in found if code == county and kind != "job"), ""),
        streets=tuple((code, name) for code, name, kind in found if kind == "street"),
        years=tuple(sorted((int(text) for text, _, kind in found if kind == "year"), reverse=True)),
        jobs=sum(1 for row in found if row[2] == "job"),
    )


def navigation(request: HttpRequest, user: User) -> list[list[dict[str, Any]]]:
    """Groups of items whose page exists and that the person may see; the current one marked."""
    match = request.resolver_match
    view = match.view_name if match else ""
    inside_project = bool(match and "project_id" in match.kwargs)
    groups = []
    for group in GROUPS:
        shown = [
            _item(item, url, view, inside_project=inside_project)
            for item in group
            if (url := address(item.view)) and item.allowed(user.access)
        ]
        if shown:
            groups.append(shown)
    return groups


def _item(item: Item, url: str, view: str, *, inside_project: bool) -> dict[str, Any]:
    return {
        "url": url,
        "icon": item.icon,
        "label": item.label,
        "current": item.covers(view, inside_project=inside_project),
        "aria": "page" if view == item.view else "true",
    }


def _person(user: User) -> dict[str, Any]:
    roles = [ROLE_LABELS[role] for role in sorted(user.access.roles())]
    place = user.position or "、".join(roles)
    items = [("accounts:profile", "person", "我的账号"), ("accounts:password", "key", "修改密码")]
    return {
        "person": f"{user} · {place}" if place else str(user),
        "roles": "、".join(roles),
        "person_items": [
            {"url": url, "icon": icon, "label": label}
            for name, icon, label in items
            if (url := address(name))
        ],
        "logout_url": address("accounts:logout"),
    }


def _switches(request: HttpRequest, around: Surroundings) -> dict[str, Any]:
    year = request.session.get(YEAR_KEY)
    if year not in around.years:
        year = around.years[0] if around.years else None
    area = request.session.get(AREA_KEY, "")
    names = dict(around.streets)
    whole = around.home[-1:] if around.home[-1:] in "省市县区" else ""
    label = names.get(area) or (f"全{whole}" if whole else around.home)
    areas = [("", f"全{whole}" if whole else around.home), *around.streets]
    return {
        "switch_url": address("frame-switch"),
        "years": [
            {"value": one, "label": f"{one} 年度", "current": one == year} for one in around.years
        ],
        "year": year,
        "year_label": f"{year} 年度" if year else "",
        "areas": [
            {"value": code or "all", "label": name, "current": code == area} for code, name in areas
        ]
        if len(around.streets) > 1
        else [],
        "area": area if area in names else "",
        "area_label": label,
        "filter_words": " · ".join(
            word for word in (f"{year} 年度" if year else "", label) if word
        ),
    }


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Remember the chosen year or area for this session and go back to where one was."""
    year, area = request.POST.get("year", ""), request.POST.get("area", "")
    if len(year) == len("2024") and year.isdecimal():
        request.session[YEAR_KEY] = int(year)
    if area == "all":
        request.session.pop(AREA_KEY, None)
    elif area.isdecimal():
        request.session[AREA_KEY] = area
    return redirect(safe_next(request, "/"))
