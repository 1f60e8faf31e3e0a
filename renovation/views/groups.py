"""Clusters and investment projects: which there are, one of them, entering and changing one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, chosen, visible
from common.clock import business_now
from renovation.forms.groups import GroupForm
from renovation.models import Project, ProjectGroup
from renovation.selectors.groups import groups_in, standing
from renovation.services.groups import GroupEntry, enter_group


class GroupList(SignedIn, ListView):
    """组团连片与投资项目."""

    permission = Permission.VIEW_PROJECTS
    template_name = "renovation/groups.html"
    context_object_name = "groups"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ProjectGroup]:
        """Groups in scope, in the area chosen in the frame."""
        return groups_in(self.person, chosen(self.request)[1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether one may be entered."""
        may = self.person.access.has(Permission.IMPORT_PLAN)
        return super().get_context_data(may_enter=may, **kwargs)


class GroupPage(SignedIn, TemplateView):
    """One group: its totals as approved beside those of its projects."""

    permission = Permission.VIEW_PROJECTS
    template_name = "renovation/group.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The projects that the person sees."""
        group = visible(groups_in(self.person), self.person, pk=self.kwargs["pk"])
        rows = Project.objects.visible_to(self.person).filter(groups=group)
        projects = rows.select_related("community__street")
        return super().get_context_data(
            group=group,
            totals=standing(group),
            projects=projects.order_by("year", "sort_key"),
            may_edit=can(self.person, Permission.IMPORT_PLAN, on=group),
            **kwargs,
        )


class _GroupForm(ServiceView):
    permission = Permission.IMPORT_PLAN
    form_class = GroupForm
    template_name = "renovation/plain_form.html"
    group: ProjectGroup | None = None

    @property
    def area_code(self) -> str:
        """The place of the group: its own, else the person's."""
        return self.group.area_code if self.group else self.person.access.home_code()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Its choices are the projects of the place."""
        extra = {"area_code": self.area_code, "person": self.person}
        return super().get_form_kwargs() | extra

    def run(self, form: Any) -> ProjectGroup:
        """Enter it."""
        given = dict(form.cleaned_data)
        projects, version = list(given.pop("projects")), given.pop("version") or 0
        return enter_group(
            by=self.person,
            at=business_now(),
            entry=GroupEntry(area_code=self.area_code, **given),
            projects=projects,
            group=self.group,
            version=version,
        )

    def done_message(self) -> str:
        """What was entered."""
        return f"{self.result.get_kind_display()}“{self.result}”已登记。"

    def get_success_url(self) -> str:
        """The group."""
        return reverse("renovation:group", args=[self.result.pk])


class NewGroup(_GroupForm):
    """登记组团或投资项目."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        words = {
            "heading": "登记组团或投资项目",
            "button": "登记",
            "what": "一个项目在每类中只属于一个",
        }
        return super().get_context_data(back=reverse("renovation:groups"), **words, **kwargs)


class EditGroup(_GroupForm):
    """Other words or other projects for a group."""

    @cached_property
    def group(self) -> ProjectGroup:  # type: ignore[override]
        """The group in the person's scope."""
        return visible(ProjectGroup.objects.all(), self.person, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """What is known already."""
        names = [name for name in GroupForm.base_fields if name != "projects"]
        held = {name: getattr(self.group, name) for name in names}
        return held | {"projects": list(self.group.projects.values_list("pk", flat=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        back = reverse("renovation:group", args=[self.group.pk])
        words = {"heading": "修改", "button": "保存", "what": self.group.name}
        return super().get_context_data(back=back, **words, **kwargs)
