"""What is renovated and how far it is: choosing contents, reporting progress."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.access import can
from accounts.permissions import Permission
from common.clock import business_now, business_today
from common.errors import Undecidable
from common.money import total
from renovation.forms import work as forms
from renovation.models import WorksReport
from renovation.selectors.catalogue import Menu, catalogue_of
from renovation.services.contents import ItemEntry, set_contents
from renovation.services.works import report_works
from renovation.views.base import ProjectForm
from renovation.views.bill import bill_context


class Contents(ProjectForm):
    """改造内容: chosen from the policy's menu, with estimates and sums."""

    tab = "renovation:contents"
    form_class = forms.ContentsForm
    template_name = "renovation/contents.html"
    success_message = "改造内容已保存。"

    def menu(self) -> Menu | None:
        """The catalogue in force; None when no policy states one."""
        try:
            return catalogue_of(self.project, business_today())
        except Undecidable:
            return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Items of the menu, with what is chosen already."""
        menu = self.menu()
        chosen = self.project.contents.all()
        return super().get_form_kwargs() | {
            "items": menu.items if menu else (),
            "words": {one.key: one.name for one in (*menu.levels, *menu.aspects)} if menu else {},
            "initial": forms.ContentsForm.initial_of(chosen),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Chosen items by aspect and level, and the sums."""
        menu = self.menu()
        rows: list[Any] = list(self.project.contents.order_by("aspect", "level", "key"))
        for row in rows:
            row.level_name = menu.level_name(row.level) if menu else row.level
            row.aspect_name = menu.aspect_name(row.aspect) if menu else row.aspect
        levels = {row.level: row.level_name for row in rows}
        sums = [
            (
                name,
                len([r for r in rows if r.level == key]),
                total(r.estimate for r in rows if r.level == key),
            )
            for key, name in levels.items()
        ]
        may_edit = can(self.person, Permission.EDIT_CONTENTS, on=self.project)
        return super().get_context_data(
            menu=menu,
            chosen=rows,
            sums=sums,
            whole=total(r.estimate for r in rows),
            may_edit=may_edit,
            editing="form" in kwargs or "edit" in self.request.GET,
            **bill_context(self.project),
            **kwargs,
        )

    def run(self, form: Any) -> Any:
        """Everything ticked."""
        data = form.cleaned_data
        items = [
            ItemEntry(
                item.key,
                data[f"estimate:{item.key}"] or Decimal(0),
                data[f"quantity:{item.key}"],
                data[f"unit:{item.key}"],
            )
            for item in form.items
            if data[f"pick:{item.key}"]
        ]
        return set_contents(
            by=self.person,
            at=business_now(),
            project=self.project,
            items=items,
            reason=data["reason"],
        )


class Works(ProjectForm):
    """填报工程进度."""

    tab = "renovation:works"
    shown_as = "renovation:contents"
    form_class = forms.WorksForm
    template_name = "renovation/works.html"
    success_message = "进度已填报。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """One field per item of the contents."""
        contents = self.project.contents.order_by("aspect", "level", "key")
        return super().get_form_kwargs() | {
            "contents": contents,
            "initial": {"day": business_today()},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was reported before."""
        reports = self.project.works_reports.select_related("reported_by").order_by("-day", "-pk")
        may_report = can(self.person, Permission.REPORT_WORKS, on=self.project)
        return super().get_context_data(reports=list(reports), may_report=may_report, **kwargs)

    def run(self, form: Any) -> WorksReport:
        """A correction points to the last report."""
        last = self.project.works_reports.order_by("-day", "-pk").first()
        data = form.cleaned_data
        return report_works(
            by=self.person,
            at=business_now(),
            project=self.project,
            day=data["day"],
            percent=data["percent"],
            items=form.parts(),
            remark=data["remark"],
            corrects=last if data["correct"] else None,
        )
