"""The dashboard: are we on time, where is the money, who is late. Stored figures only."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.reasons import show_reason
from accounts.web import SignedIn, chosen
from approvals.selectors.running import running
from common.clock import business_now
from common.templatetags.formats import share_of, short_day
from policies.selectors.governing import calendar
from renovation.models import Plan
from reports.selectors import money, progress, workbench, workload
from reports.selectors.figure_whys import figure
from reports.views.tasks import missing_words

FOR_ALL = frozenset({"countdown", "held", "load"})
LATE_SHOWN = 6
ROUNDS_SHOWN = 8
LANES = 2


class Dashboard(SignedIn, View):
    """One plan's state on one page; every figure leads to its rows."""

    permission: ClassVar[Permission | None] = Permission.VIEW_DASHBOARD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, for the year and area chosen in the frame."""
        return render(request, "reports/dashboard.html", self.context())

    @cached_property
    def scope(self) -> tuple[int | None, str]:
        """Year and area of the page: the frame's, else those of the latest plan."""
        year, area = chosen(self.request)
        plan = workbench.plan_of(self.person, year, area)
        return year or (plan.year if plan else None), area

    @cached_property
    def today(self) -> date:
        """The business day of this request."""
        return business_now().date()

    @cached_property
    def plan(self) -> Plan | None:
        """The plan whose targets count."""
        return workbench.plan_of(self.person, *self.scope)

    def context(self) -> dict[str, Any]:
        """Everything the template shows."""
        lines = progress.lines(self.person, *self.scope)
        targets = progress.targets(lines, progress.issued(self.person, *self.scope))
        hand = workload.in_hand(self.person, *self.scope)
        load = workload.load(hand, self.today, frozenset())
        late = self.late(hand)
        holders = workload.holders(hand, self.today)
        stages = progress.funnel(lines)
        streets = progress.streets(lines, self.today)
        rounds = running(self.person, business_now(), *self.scope)
        return {
            "now": business_now(),
            "today": self.today,
            "plan": self.plan,
            "year": self.scope[0],
            "headline": self.headline(targets, load),
            "targets": targets,
            "stages": stages,
            "funnel": self.bars(stages, targets),
            "late": late,
            "load": load,
            "timeline": self.timeline(hand, holders),
            "rounds": rounds[:ROUNDS_SHOWN],
            "all_rounds": len(rounds),
            "streets": streets,
            "whole": sum_of(streets),
            "holders": holders,
            "held": sum(holder.count for holder in holders),
            "money": money.overview(self.person, *self.scope),
            "list_url": reverse("renovation:project_list"),
        }

    def headline(self, targets: list[progress.Target], load: workload.Load) -> str:
        """The answer as a sentence."""
        planned, started = int(targets[0].planned), int(targets[0].started)
        if not planned:
            return "本年度还没有列入计划的小区。"
        short = planned - started
        words = f"{planned} 个小区开工 {started} 个"
        words += f"，还差 {short} 个" if short else "，已全部开工"
        words += f"，在办事项中 {load.late.all} 个已逾期。" if load.late.all else "，无逾期。"
        if self.plan is None or self.plan.start_by is None:
            return words
        left = (self.plan.start_by - self.today).days
        edge = short_day(self.plan.start_by)
        if left < 0:
            return f"{edge} 全部开工期限已过 {-left} 天：{words}"
        return f"离 {edge} 全部开工还有 {left} 天：{words}"

    def bars(self, stages: list[progress.Stage], targets: list[progress.Target]) -> dict[str, Any]:
        """The funnel as the chart reads it."""
        tones = {"started": "now", "accepted": "done"}
        return {
            "max": int(targets[0].planned) or 1,
            "rows": [
                {
                    "label": stage.label,
                    "value": stage.reached,
                    "words": f"{stage.reached} 个 · {stage.households:,} 户",
                    "tone": tones.get(stage.kind.value, "earlier"),
                    "url": self.drill(milestone=stage.kind.value),
                }
                for stage in stages
            ],
        }

    def drill(self, **query: str) -> str:
        """The rows behind a figure."""
        year, area = self.scope
        wanted = {"year": str(year or ""), "street": area} | query
        return f"{reverse('renovation:project_list')}?" + urlencode(
            {key: value for key, value in wanted.items() if value}
        )

    def late(self, hand: Any) -> list[dict[str, Any]]:
        """The late ones with the first things they lack, the longest first."""
        rows = hand.filter(workload.late(self.today)).order_by("due_on", "sort_key")
        found = rows.select_related("community__street", "current_step")[:LATE_SHOWN]
        return [
            {
                "project": task.project,
                "title": task.card["title"],
                "who": task.card["who"],
                "why_url": task.card.get("until_why", ""),
                "words": "；".join(missing_words(task.card)[:2]),
            }
            for task in workbench.tasks(list(found), self.today, self.person)
        ]

    def timeline(self, hand: Any, holders: list[workload.Holder]) -> dict[str, Any]:
        """Deadlines from ten days back to twenty-four ahead, a lane for each of who holds most."""
        start, end = self.today - timedelta(days=10), self.today + timedelta(days=24)
        lanes = [holder.name for holder in holders[:LANES]]
        names = {holder.code: holder.name for holder in holders[:LANES]}
        if len(holders) > LANES:
            lanes.append("其他单位")
        rows = hand.filter(due_on__gte=start, due_on__lte=end).order_by("due_on", "sort_key")
        places: dict[tuple[str, date], list[Any]] = {}
        for row in rows.select_related("current_step")[:120]:
            lane = names.get(row.current_step.lead_code, "其他单位")
            places.setdefault((lane, row.due_on), []).append(row)
        marks = []
        if self.plan and self.plan.start_by and start <= self.plan.start_by <= end:
            marks.append({"day": self.plan.start_by.isoformat(), "label": "全部开工"})
        return {
            "lanes": lanes,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "today": self.today.isoformat(),
            "marks": marks,
            "points": [self.point(lane, day, found) for (lane, day), found in places.items()],
        }

    def point(self, lane: str, day: date, found: list[Any]) -> dict[str, Any]:
        """One mark: a project, or several due on the same day."""
        left = (day - self.today).days
        kind = "late" if left < 0 else "soon" if left <= workload.SOON_DAYS else "later"
        label = found[0].name if len(found) == 1 else f"{len(found)} 个小区"
        return {
            "lane": lane,
            "day": day.isoformat(),
            "kind": kind,
            "label": label.removesuffix("家属院"),
            "words": f"{day:%m-%d} " + "、".join(row.name for row in found),
            "size": 11 if len(found) == 1 else 14,
            "url": reverse("renovation:project", args=[found[0].pk])
            if len(found) == 1
            else self.drill(due_on=day.isoformat()),
        }


class FigureWhy(Dashboard):
    """The 依据 of one figure of the dashboard or the workbench, as it stands today.

    What is in a person's own hand and the days that are left are explained to everybody.
    """

    permission = None

    def get(self, request: HttpRequest, key: str = "") -> HttpResponse:
        """The drawer, or a page of its own."""
        if key.partition(".")[0] not in FOR_ALL:
            require(self.person, Permission.VIEW_DASHBOARD)
        lines = progress.lines(self.person, *self.scope)
        given = {
            "lines": lines,
            "plan": self.plan,
            "today": self.today,
            "days": calendar(),
            "stages": lambda: progress.funnel(lines),
            "money": lambda: money.overview(self.person, *self.scope),
            "hand": lambda: workload.in_hand(self.person, *chosen(request)),
            "units": self.person.access.unit_codes(),
            "round": lambda key: running(self.person, business_now(), only=key),
        }
        back = "workbench" if key.partition(".")[0] in FOR_ALL else "dashboard"
        return show_reason(request, figure(key, given), back_url=reverse(f"reports:{back}"))


def sum_of(streets: list[progress.Street]) -> dict[str, Any]:
    """The foot of the comparison."""
    fields = (
        "communities",
        "households",
        "started",
        "started_households",
        "accepted",
        "investment",
        "late",
        "soon",
        "later",
    )
    found: dict[str, Any] = {name: sum(getattr(row, name) for row in streets) for name in fields}
    found["share"] = share_of(found["started_households"], found["households"])
    return found
