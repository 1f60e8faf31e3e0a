"""达标检查: a standard of the policy, item by item."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.access import can
from accounts.permissions import Permission
from common.clock import business_now, business_today
from policies.rules.questions import OPEN_ITEMS
from renovation.forms.checklists import ChecklistForm
from renovation.selectors.checklists import Checked, checklist_of
from renovation.selectors.pages import why_url
from renovation.services.checklists import mark_items
from renovation.views.base import ProjectForm


class Checklist(ProjectForm):
    """Every item with its last mark; those who work steps mark them."""

    tab = "renovation:procedure"
    form_class = ChecklistForm
    template_name = "renovation/checklist.html"

    @cached_property
    def checked(self) -> Checked:
        """The standard with its marks (404 where the policy has none of that key)."""
        return checklist_of(self.project, self.kwargs["key"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The items, as they stand."""
        return super().get_form_kwargs() | {
            "checked": self.checked,
            "initial": {"seen_on": business_today()},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The standard, how it stands, and whether the person may mark it."""
        checked, project = self.checked, self.project
        fact = f"fact.{OPEN_ITEMS}@{checked.rule.key}"
        return super().get_context_data(
            checked=checked,
            outcome=checked.outcome,
            may_mark=can(self.person, Permission.WORK_STEP, on=project),
            why_url=why_url(project, fact) if checked.marks else "",
            **kwargs,
        )

    def run(self, form: Any) -> Checked:
        """What was chosen."""
        return mark_items(
            by=self.person,
            at=business_now(),
            project=self.project,
            checklist=self.checked.rule.key,
            marks=form.marks(),
            seen_on=form.cleaned_data["seen_on"],
            remark=form.cleaned_data["remark"],
        )

    def done_message(self) -> str:
        """How it stands now."""
        left = self.result.open_items
        return f"已保存，还有 {left} 项未达标。" if left else "已保存，全部达标。"

    def get_success_url(self) -> str:
        """The same page."""
        where = {"project_id": self.project.pk, "key": self.checked.rule.key}
        return reverse("renovation:checklist", kwargs=where)
