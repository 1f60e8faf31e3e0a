"""The bill of quantities as it was taken in: section by section, each item with its row."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from accounts.access import can
from accounts.permissions import Permission
from common.money import total
from renovation.models import Project
from renovation.selectors.bills import bill_sections
from renovation.selectors.pages import why_url
from renovation.views.base import ProjectTab

PAGE = 100


class Bill(ProjectTab):
    """工程量清单, under the tab of the contents."""

    tab = "renovation:contents"
    template_name = "renovation/bill.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A hundred items a page, the sums of the whole."""
        rows = self.project.bill_items.all()
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        lines = [(row, why_url(self.project, f"bill.{row.pk}")) for row in page.object_list]
        may_import = can(self.person, Permission.EDIT_CONTENTS, on=self.project)
        return super().get_context_data(
            page=page, lines=lines, may_import=may_import, **bill_context(self.project), **kwargs
        )


def bill_context(project: Project) -> dict[str, Any]:
    """Sections, their sum and its 依据 for the summary; `bill` is empty where there is none."""
    parts = bill_sections(project)
    return {
        "bill": parts,
        "bill_items": sum(part.items for part in parts),
        "bill_total": total(part.amount for part in parts),
        "bill_why": why_url(project, "bill") if parts else "",
    }
