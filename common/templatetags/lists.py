"""Tags of list pages and forms: sorting, paging, filters, fields with their errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils.safestring import SafeString

register = template.Library()

_CHECKS = (forms.CheckboxInput,)
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_SELECTS = (forms.Select,)


def _query(context: RequestContext, changes: Mapping[str, Any], drop: tuple[str, ...] = ()) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key in drop:
        query.pop(key, None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(
    context: RequestContext, key: str, label: str, unit: str = "", num: object = None
) -> dict[str, Any]:
    """A table head that sorts by `?sort=key` and back by `?sort=-key`."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request else ""
    direction = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    return {
        "url": _query(context, {"sort": f"-{key}" if now == key else key}, ("page",)),
        "label": label,
        "unit": unit,
        "num": num,
        "direction": direction,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], noun: str = "行") -> dict[str, Any]:
    """Exact totals and page links that keep the filters."""
    pages = [
        {
            "label": number,
            "url": _query(context, {"page": number}) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    return {"page": page, "pages": pages, "noun": noun}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: RequestContext, bar: Mapping[str, Any]) -> dict[str, Any]:
    """A GET form of filters.

    `bar`: `find` {name, value, placeholder}, `selects` [{name, label, value, options:
    [(value, label)]}], `hidden` [(name, value)], `columns` {shown, total, options: [{value, label,
    checked}]}. An empty value means everything; a set filter is tinted and has its ×.
    """
    selects = []
    for row in bar.get("selects", ()):
        value = str(row.get("value") or "")
        selects.append(
            dict(row)
            | {
                "value": value,
                "options": [(str(key), label) for key, label in row["options"]],
                "clear_url": _query(context, {}, (row["name"], "page")) if value else "",
            }
        )
    set_count = sum(1 for row in selects if row["value"])
    return {"bar": bar, "selects": selects, "set_count": set_count}


@register.inclusion_tag("components/saved_views.html", takes_context=True)
def saved_views(
    context: RequestContext, views: Sequence[Mapping[str, Any]], page: str, label: str = ""
) -> dict[str, Any]:
    """A list's views as tabs, and beside them the naming of what is on the screen.

    `views`: {label, url, count, current, pk (of one's own, which may be dropped)}; `page` is the
    key that the list's views are kept under.
    """
    request = context.get("request")
    return {
        "views": views,
        "page": page,
        "label": label,
        "query": _query(context, {}, ("page",))[1:],
        "next": request.get_full_path() if request else "",
        "home": request.path if request else "",
    }


@register.inclusion_tag("components/form_field.html")
def field(
    bound: forms.BoundField,
    *,
    help_text: str = "",
    unit: str = "",
    wide: bool = False,
    narrow: bool = False,
) -> dict[str, Any]:
    """A bound field with label, widget, help and errors; it keeps what was typed."""
    widget = bound.field.widget
    kind = "input"
    css = "form-control"
    if isinstance(widget, _GROUPS):
        kind, css = "group", "form-check-input"
    elif isinstance(widget, _CHECKS):
        kind, css = "check", "form-check-input"
    elif isinstance(widget, _SELECTS):
        css = "form-select"
    described = []
    if help_text or bound.help_text:
        described.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {css}".strip()}
    if described and kind != "group":
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs) if kind != "group" else "",
        "kind": kind,
        "help": help_text or bound.help_text,
        "unit": unit,
        "wide": wide,
        "narrow": narrow,
        "described": " ".join(described),
    }


@register.simple_tag
def cell(bound: forms.BoundField) -> SafeString:
    """A bound field's widget alone, for a row of a table whose head names it."""
    chosen = isinstance(bound.field.widget, _SELECTS)
    css = "form-select" if chosen else "form-control"
    return bound.as_widget(attrs={"class": css})


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """All problems of a form at once, each linked to its field."""
    rows: list[dict[str, Any]] = []
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        rows.extend(
            {
                "label": bound.label if bound else "",
                "target": bound.id_for_label or bound.auto_id if bound else "",
                "message": str(message).removeprefix(f"{bound.label}：" if bound else ""),
            }
            for message in messages
        )
    return {"rows": rows}
