"""The workbench: late first whoever owes it, then mine, then what waits for others."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import chosen
from common.clock import real_now
from common.templatetags.formats import short_day
from common.templatetags.look import due_state
from policies.selectors.governing import calendar
from renovation.models import Plan
from renovation.models.projects import ProjectQuerySet
from reports.selectors import workbench, workload
from reports.selectors.residents_due import waiting
from reports.selectors.second_person import to_confirm, to_read
from reports.views.tasks import OTHERS, Shown, kind_of, missing_words, shortened
from reports.views.workbench_filters import InHand

TASKS_PER_PAGE = 40
GROUPS = (
    ("已逾期", "我的在前，再按到期先后", True),
    ("待我办", "按到期先后", False),
    ("等他人", "责任单位收到同一张卡片，催办留痕", False),
)


class Workbench(InHand, View):
    """One person's day."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; filters are who, due, street, step, unit."""
        return render(request, "reports/workbench.html", self.context())

    def context(self) -> dict[str, Any]:
        """Everything the template shows."""
        load = workload.load(self.rows, self.today, self.units)
        filtered = self.filtered()
        page = Paginator(
            workbench.urgent_first(filtered, self.today, self.units).select_related(
                "community__street", "current_step"
            ),
            TASKS_PER_PAGE,
        ).get_page(self.request.GET.get("page"))
        groups = self.groups(list(page.object_list), load)
        year, area = chosen(self.request)
        plan = workbench.plan_of(self.person, year, area)
        holders = workload.holders(self.rows, self.today, without=self.units)
        return {
            "today": self.today,
            "clock": f"{self.now:%H:%M}",
            "load": load,
            "figures": self.figures(load),
            "choices": self.choices(load),
            "bar": self.bar(),
            "groups": groups,
            "page": page,
            "to_confirm": to_confirm(self.person),
            "to_read": to_read(self.person),
            "empty": self.empty(),
            "countdown": self.countdown(plan),
            "may_remind": self.may_remind,
            "remind_all": self.remind_all(load),
            "holders": holders[:8],
            "most": max((holder.count for holder in holders), default=1),
            "holders_side": f"共 {sum(holder.count for holder in holders)} 件",
            **self.weeks(plan),
            "news": self.news(),
            "residents": waiting(self.person, self.today),
        }

    def filtered(self) -> ProjectQuerySet:
        """The rows that the filters leave."""
        get, rows = self.request.GET, self.rows
        due = {"late": workload.late, "soon": workload.soon, "later": workload.later}
        if get.get("due") in due:
            rows = rows.filter(due[get["due"]](self.today))
        if get.get("who") == "mine":
            rows = rows.filter(workload.owed_by(self.units))
        elif get.get("who") == "others":
            rows = rows.exclude(workload.owed_by(self.units))
        if street := get.get("street"):
            rows = rows.filter(area_code__startswith=street)
        if step := get.get("step"):
            rows = rows.filter(current_step__name=step)
        if unit := get.get("unit"):
            rows = rows.filter(current_step__lead_code=unit)
        return rows

    def groups(self, projects: list[Any], load: workload.Load) -> list[dict[str, Any]]:
        """Late, mine, others', each with its cards or rows."""
        shown = [self.shown(task) for task in workbench.tasks(projects, self.today, self.person)]
        others = load.total.others - load.late.others
        counts = (load.late.all, load.total.mine - load.late.mine, others)
        filtered = any(
            self.request.GET.get(key) for key in ("due", "who", "street", "step", "unit")
        )
        groups = []
        for kind, found in groupby(shown, key=kind_of):
            rows = list(found)
            title, note, late = GROUPS[kind]
            groups.append(
                {
                    "title": title,
                    "note": note,
                    "late": late,
                    "count": len(rows) if filtered else counts[kind],
                    "cards": [] if kind == OTHERS else rows,
                    "rows": rows if kind == OTHERS else [],
                }
            )
        return groups

    def shown(self, task: workbench.Task) -> Shown:
        """One task with its first missing lines and its button."""
        card, project = task.card, task.project
        missing = missing_words(card)
        url = reverse("renovation:project", args=[project.pk])
        kind = due_state(project.due_on, self.today)["kind"]
        phase = project.current_step.phase if project.current_step else ""
        item = {
            "due": project.due_on,
            "title": card["title"],
            "url": url,
            "where": project.name,
            "more": f"{project.community.street} · {project.households} 户 · {phase}",
            "kind": kind,
            "lines": shortened(missing),
            "who": f"我 · {card['who']}" if task.mine else card["who"],
            "mine": task.mine,
            "clause": card.get("clause", ""),
            "why_url": card.get("until_why", ""),
            "action": self.button(task, url),
            "tone": "primary" if task.mine or card.get("deed") else "plain",
        }
        return Shown(project, task.mine, kind == "late", item, "；".join(shortened(missing, 1)))

    def button(self, task: workbench.Task, url: str) -> dict[str, Any] | None:
        """The deed's own button for who owes it, the project for the leading unit, else a nudge."""
        if deed := task.card.get("deed"):
            return {"label": deed["label"], "url": deed["url"]}
        return {"label": "办理", "url": url} if task.mine else self.reminder(task.project)

    def reminder(self, project: Any) -> dict[str, Any] | None:
        """The button that nudges the unit that owes the step, for those who may."""
        if not self.may_remind:
            return None
        return {
            "label": "催办",
            "url": reverse("reports:remind", args=[project.pk]),
            "method": "post",
            "hidden": [("next", self.request.get_full_path())],
        }

    @cached_property
    def may_remind(self) -> bool:
        """Whether the person nudges others."""
        return self.person.access.has(Permission.WORK_STEP)

    def empty(self) -> dict[str, Any]:
        """What an empty list says."""
        if self.request.GET:
            return {
                "title": "没有符合条件的事项",
                "text": "换一个条件，或看全部。",
                "primary": {"label": "看全部", "url": self.request.path},
            }
        if self.person.access.has(Permission.IMPORT_PLAN):
            return {
                "title": "还没有在办项目",
                "text": "先导入年度计划表，项目和步骤会自动建立。",
                "primary": {"label": "导入计划表", "url": reverse("intake:upload")},
            }
        return {"title": "没有在办事项", "text": "有新的任务时会出现在这里。", "primary": None}

    def remind_all(self, load: workload.Load) -> dict[str, Any]:
        """Nudge everybody who is late, with one click and a trace for each."""
        return {
            "label": f"一键催办逾期 {load.late.others} 件",
            "url": reverse("reports:remind_late"),
            "method": "post",
            "icon": "bell",
        }

    def countdown(self, plan: Plan | None) -> dict[str, Any] | None:
        """How long until everything has to have started."""
        if plan is None or plan.start_by is None:
            return None
        left = (plan.start_by - self.today).days
        if left < 0:
            words = f"全部开工期限（{short_day(plan.start_by)}）已过 {-left} 天"
            return {"words": words, "why_url": reverse("reports:figure_why", args=["countdown"])}
        days = calendar()
        working = sum(
            days.is_working(self.today + timedelta(days=index)) for index in range(1, left + 1)
        )
        return {
            "words": f"距全部开工（{short_day(plan.start_by)}）还有 {left} 天、{working} 个工作日",
            "why_url": reverse("reports:figure_why", args=["countdown"]),
        }

    def weeks(self, plan: Plan | None) -> dict[str, Any]:
        """Two weeks as a calendar."""
        deadline = plan.start_by if plan else None
        days = workbench.fortnight(self.rows, self.today, calendar(), deadline)
        inside = any(day.deadline for day in days)
        return {
            "weeks": [days[:7], days[7:]],
            "weekdays": "一二三四五六日",
            "weeks_side": (
                f"{short_day(days[0].day)} 至 {short_day(days[-1].day)} "
                f"共 {sum(day.count for day in days)} 件"
            ),
            "deadline_words": f"粗线 {short_day(deadline)} 为全部开工期限" if inside else "",
        }

    def news(self) -> list[Any]:
        """The trail since yesterday by the real clock."""
        now = real_now()
        return workbench.news(self.person, self.rows, now - timedelta(days=2), now)
