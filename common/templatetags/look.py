"""Component tags: they turn values into what a component template shows and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.errors import Problem
from common.templatetags import formats, meters

register = template.Library()

SOON = 7
DUE_LATE = ("late", "chip-red", "exclamation-octagon-fill")
DUE_SOON = ("soon", "chip-amber", "clock-fill")
DUE_LATER = ("later", "", "clock")
DUE_DONE = ("done", "chip-green", "check-lg")
LEVELS = {"late": "chip-red", "soon": "chip-amber", "done": "chip-green"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A bootstrap icon beside words; it is never the only carrier of meaning."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


def due_state(
    due: date | None, today: date | None, done: date | str | None = None
) -> dict[str, Any]:
    """The due chip's `kind`, `tone`, `icon` and `words`; up to seven days left is "soon"."""
    if done:
        words = f"{formats.short_day(done)} 完成" if not isinstance(done, str) else done
        return _due(DUE_DONE, words)
    day, now = formats.as_day(due), formats.as_day(today)
    if day is None or now is None:
        return {"kind": "none", "tone": "", "icon": "clock", "words": "未定期限"}
    left = (day - now).days
    if left < 0:
        return _due(DUE_LATE, f"逾期 {-left} 天")
    words = "今天到期" if left == 0 else f"剩 {left} 天"
    return _due(DUE_SOON if left <= SOON else DUE_LATER, words)


def _due(style: tuple[str, str, str], words: str) -> dict[str, Any]:
    kind, tone, name = style
    return {"kind": kind, "tone": tone, "icon": name, "words": words}


@register.inclusion_tag("components/due_chip.html")
def due_chip(
    due: date | None, today: date | None = None, done: date | str | None = None
) -> dict[str, Any]:
    """Late n days, n days left, or done, as icon and words."""
    return due_state(due, today, done)


@register.inclusion_tag("components/why_link.html")
def why(url: str | None, label: str = "依据", ring: str = "") -> dict[str, Any]:
    """The 依据 link; `ring` is the id of the figure that is ringed while the drawer is open."""
    return {"url": url, "label": label, "ring": ring}


@register.inclusion_tag("components/clause.html")
def clause(text: str | None, url: str = "") -> dict[str, Any]:
    """A clause with its bookmark, linked when there is a page for it."""
    return {"text": text, "url": url}


@register.inclusion_tag("components/next_step_card.html")
def next_step_card(step: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """The card of one next step; the keys of `step` are listed in the template."""
    missing = list(step.get("missing", ()))
    open_count = sum(1 for line in missing if line.get("state") != "met")
    chip = due_state(step.get("until"), step.get("today", today), step.get("done"))
    state = step.get("state", "mine")
    if chip["kind"] == "late" and state != "finished":
        state = f"{state} next-late"
    return {
        "step": step,
        "chip": chip if step.get("until") or step.get("done") else None,
        "state": state,
        "missing": missing,
        "open_count": open_count,
        "met_count": len(missing) - open_count,
    }


@register.inclusion_tag("components/action.html")
def action(what: Mapping[str, Any], tone: str = "plain", size: str = "") -> dict[str, Any]:
    """A button: `label`, `url`, `method`, `icon`, `disabled` (the reason), `confirm`, `hidden`."""
    return {"what": what, "tone": what.get("tone", tone), "size": size}


@register.inclusion_tag("components/meter.html")
def meter(
    value: object,
    total: object,
    threshold: object = None,
    met: object = None,
    *,
    thin: bool = False,
) -> dict[str, Any]:
    """A bar with an optional black tick; `threshold` is a fraction of one."""
    return meters.bar(value, total, threshold, met=bool(met)) | {"thin": thin}


@register.inclusion_tag("components/bar.html")
def bar(value: object, total: object, tone: str = "") -> dict[str, Any]:
    """A small bar in a cell; tone now, back or green."""
    return meters.bar(value, total) | {"tone": tone}


@register.inclusion_tag("components/gauge.html")
def gauge(row: Mapping[str, Any]) -> dict[str, Any]:
    """One threshold as name, large share, bar and words."""
    return {"row": meters.threshold_row(row)}


@register.inclusion_tag("components/threshold_table.html")
def threshold_table(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Thresholds as a table; a row's keys are listed at `meters.threshold_row`."""
    return {"rows": [meters.threshold_row(row) for row in rows]}


@register.inclusion_tag("components/segments.html")
def segments(now: int, total: int, *, late: bool = False, skipped: str = "") -> dict[str, Any]:
    """The step a project stands at as a row of segments; `skipped` lists numbers as "4,6"."""
    return meters.segments(now, total, late=late, skipped={int(n) for n in skipped.split(",") if n})


@register.inclusion_tag("components/stepper.html")
def stepper(phases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Phases `{name, steps: [{name, note, state, number, url, clause}]}` and the phone's line."""
    rows = [dict(phase, steps=list(phase["steps"])) for phase in phases]
    steps = [step for row in rows for step in row["steps"]]
    for number, step in enumerate(steps, 1):
        step.setdefault("number", number)
    for row in rows:
        row["grow"] = min(len(row["steps"]), 12)
        row["state"] = _phase_state([step["state"] for step in row["steps"]])
    at = next((i for i, step in enumerate(steps) if step["state"] in {"now", "late"}), None)
    line = {"total": len(steps), "now": None, "before": None, "after": None, "number": len(steps)}
    if at is not None:
        line |= {"now": steps[at], "number": at + 1}
        line["before"] = steps[at - 1] if at else None
        line["after"] = steps[at + 1] if at + 1 < len(steps) else None
    return {"phases": rows, "line": line, "cells": meters.states([s["state"] for s in steps])}


def _phase_state(states: list[str]) -> str:
    if any(state in {"now", "late"} for state in states):
        return "now"
    return "done" if all(state in {"done", "skipped"} for state in states) else "todo"


@register.inclusion_tag("components/key_figures.html")
def key_figures(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures `{label, value, unit, note, why_url, id, url, tone, icon, current}` side by side."""
    rows = list(figures)
    return {"figures": rows, "columns": min(max(len(rows), 2), 6)}


@register.inclusion_tag("components/problems.html")
def problems(rows: Iterable[Problem | Mapping[str, Any]], title: str = "") -> dict[str, Any]:
    """Every problem with its place, value, what was expected, and the remedy."""
    shown = [row.as_dict() if isinstance(row, Problem) else dict(row) for row in rows]
    return {"problems": shown, "title": title}


@register.simple_block_tag
def panel(
    content: str,
    title: str = "",
    beside: str = "",
    side: str = "",
    icon: str = "",
    anchor: str = "",
) -> SafeString:
    """A white panel with a head; `beside` stands after the title, `side` at the right."""
    sign = format_html('<i class="bi bi-{}" aria-hidden="true"></i>', icon) if icon else ""
    small = format_html('<span class="beside">{}</span>', beside) if beside else ""
    right = format_html('<div class="panel-side">{}</div>', side) if side else ""
    head = format_html('<div class="panel-head"><h2>{}{}{}</h2>{}</div>', sign, title, small, right)
    mark = format_html(' id="{}"', anchor) if anchor else ""
    return format_html(
        '<section class="panel"{}>{}{}</section>', mark, head if title else "", content
    )
