"""The list of steps: what every unit has to do, late first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.permissions import Permission
from accounts.web import ListPage, chosen
from common.clock import business_today
from renovation import filters
from renovation.models import Step
from renovation.selectors import lists


class StepList(ListPage):
    """审批与验收: what every unit has to do, late first."""

    permission = Permission.VIEW_PROJECTS
    model = Step
    template_name = "renovation/step_list.html"
    filterset_class = filters.StepFilter
    sorts: ClassVar[Mapping[str, Sequence[str]]] = {
        "due": ("due_on", "project__sort_key"),
        "project": ("project__sort_key", "position"),
        "step": ("position", "due_on"),
        "unit": ("unit_name", "due_on"),
    }

    def rows(self) -> QuerySet[Step]:
        """Open steps unless another state is asked for."""
        rows = lists.step_rows(self.person, chosen(self.request)[1])
        return rows if self.request.GET.get("state") else rows.filter(state__in=["open"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filters and who holds how many."""
        holders = lists.holders(self.rows())
        names = sorted(set(self.rows().order_by().values_list("name", flat=True)))
        get = self.request.GET.get
        bar = {
            "find": {"name": "q", "value": get("q", ""), "placeholder": "小区名称"},
            "hidden": [("sort", get("sort"))] if get("sort") else [],
            "selects": [
                {
                    "name": "unit",
                    "label": "单位",
                    "value": get("unit", ""),
                    "options": [(row["lead_code"], row["unit_name"]) for row in holders],
                },
                {
                    "name": "name",
                    "label": "步骤",
                    "value": get("name", ""),
                    "options": [(name, name) for name in names],
                },
                {"name": "due", "label": "期限", "value": get("due", ""), "options": filters.DUE},
                {
                    "name": "state",
                    "label": "状态",
                    "value": get("state", ""),
                    "options": [
                        ("to_evidence", "待补证"),
                        ("done", "已办结"),
                        ("waiting", "未开始"),
                    ],
                },
            ],
        }
        return super().get_context_data(
            bar=bar,
            holders=holders,
            today=business_today(),
            mine=self.person.access.unit_codes(),
            **kwargs,
        )
