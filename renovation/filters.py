"""Filters of the project and step lists; the same for pages and REST."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from common.clock import business_today
from renovation.models import Project, Step
from renovation.models.projects import STATES
from renovation.models.steps import STATES as STEP_STATES
from renovation.rules import lateness, lifecycle

DUE = [("late", "已逾期"), ("risk", "7 天内"), ("later", "7 天以后"), ("none", "未定期限")]
VIEWS = [("not_started", "还没开工"), ("late", "已逾期"), ("next_week", "下周到期")]


def due_condition(light: str, on: date, field: str = "due_on") -> Q:
    """Rows whose due day shows this light (see `rules.lateness`)."""
    soon = lateness.risk_until(on)
    return {
        "late": Q(**{f"{field}__lt": on}),
        "risk": Q(**{f"{field}__gte": on, f"{field}__lte": soon}),
        "later": Q(**{f"{field}__gt": soon}),
        "none": Q(**{f"{field}__isnull": True}),
    }[light]


def view_condition(view: str, on: date) -> Q:
    """Rows of one of the views that stand as tabs over the list."""
    monday, sunday = lateness.next_week(on)
    return {
        "not_started": Q(state__in=[state.value for state in lifecycle.NOT_STARTED]),
        "late": Q(due_on__lt=on),
        "next_week": Q(due_on__gte=monday, due_on__lte=sunday),
    }[view]


class ProjectFilter(filters.FilterSet):
    """Search, year, street, state, current step, due light, and the views of the list."""

    q = filters.CharFilter(method="by_words", label="小区名称、编号")
    year = filters.NumberFilter(label="年度")
    street = filters.CharFilter(field_name="area_code", lookup_expr="startswith", label="街道")
    state = filters.ChoiceFilter(choices=list(STATES.items()), label="状态")
    step = filters.CharFilter(field_name="current_step__name", label="当前步骤")
    due = filters.ChoiceFilter(choices=DUE, method="by_due", label="期限")
    view = filters.ChoiceFilter(choices=VIEWS, method="by_view", label="视图")
    unit = filters.CharFilter(field_name="current_step__lead_code", label="责任单位代码")

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Part of the name, an alias or the code."""
        words = value.strip()
        return rows.filter(
            Q(name__icontains=words)
            | Q(code__icontains=words)
            | Q(community__aliases__icontains=words)
        )

    def by_due(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """By the light of the current due day."""
        return rows.filter(due_condition(value, business_today()))

    def by_view(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """By one of the list's tabs."""
        return rows.filter(view_condition(value, business_today()))


class StepFilter(filters.FilterSet):
    """Steps by search, unit, state, street and due light."""

    q = filters.CharFilter(field_name="project__name", lookup_expr="icontains", label="小区名称")
    unit = filters.CharFilter(field_name="lead_code", label="牵头单位")
    name = filters.CharFilter(field_name="name", label="步骤")
    street = filters.CharFilter(field_name="area_code", lookup_expr="startswith", label="街道")
    state = filters.ChoiceFilter(choices=list(STEP_STATES.items()), label="状态")
    due = filters.ChoiceFilter(choices=DUE, method="by_due", label="期限")
    year = filters.NumberFilter(field_name="project__year", label="年度")
    project = filters.NumberFilter(field_name="project_id", label="项目")

    class Meta:
        model = Step
        fields: tuple[str, ...] = ()

    def by_due(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """By the light of the step's due day."""
        return rows.filter(due_condition(value, business_today()))
