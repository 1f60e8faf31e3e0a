"""适用版本: which version governs what, moving to a newer one, and back; one project or many."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView, visible
from common.clock import business_today
from common.errors import OutOfScope
from policies.models import PolicyVersion
from renovation.forms import work as forms
from renovation.models import ProcedureMigration, Project
from renovation.selectors import migrations
from renovation.selectors.rule_versions import rule_versions
from renovation.services.migrating import (
    Approval,
    migrate_procedure,
    reverse_migration,
    standing,
)
from renovation.views.base import ProjectForm, ProjectTab


class Versions(ProjectTab):
    """Every rule with its version, event and day; the moves so far; the version one may move to."""

    template_name = "renovation/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last live move may be taken back; what forbids it is said."""
        today = business_today()
        moves = migrations.of_project(self.project)
        last = migrations.last_live(self.project)
        return super().get_context_data(
            rules=rule_versions(self.project, today),
            moves=moves,
            last=last,
            holding=standing(last) if last else [],
            target=migrations.target_for(self.project, today),
            may_move=can(self.person, Permission.MIGRATE_RULES, on=self.project),
            **kwargs,
        )


class Migrate(ProjectForm):
    """改用新版: what changes, why, and the button."""

    permission = Permission.MIGRATE_RULES
    form_class = forms.MigrateForm
    template_name = "renovation/migrate.html"
    success_message = "已改用新版程序；办结下一步之前可以撤回。"

    @cached_property
    def target(self) -> PolicyVersion:
        """The version in force that the project does not follow yet (404 when there is none)."""
        found = migrations.target_for(self.project, business_today())
        if found is None:
            raise OutOfScope("没有可改用的版本：项目适用的就是现行版本。")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The preview."""
        preview = next(iter(migrations.previews([self.project], self.target)))
        return super().get_context_data(preview=preview, target=self.target, **kwargs)

    def run(self, form: Any) -> Any:
        """One project."""
        return migrate_procedure(
            by=self.person,
            on=business_today(),
            projects=[self.project],
            target=self.target,
            approval=Approval(**form.cleaned_data),
        )

    def get_success_url(self) -> str:
        """The page that says what governs."""
        return reverse("renovation:versions", args=[self.project.pk])


class MigrateBack(ProjectForm):
    """撤回改用."""

    permission = Permission.MIGRATE_RULES
    form_class = forms.MigrateBackForm
    template_name = "renovation/project_form.html"
    extra_context = {
        "heading": "撤回改用新版",
        "button": "撤回",
        "danger": True,
        "lead": "步骤、期限、要件恢复到改用之前的样子；改用后新传的文件保留。",
    }
    success_message = "已撤回，项目恢复适用原版程序。"

    @cached_property
    def migration(self) -> ProcedureMigration:
        """The project's move that holds (404 when there is none)."""
        found = migrations.last_live(self.project)
        if found is None:
            raise OutOfScope("这个项目没有可撤回的改用。")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only where there is one."""
        return super().get_context_data(migration=self.migration, **kwargs)

    def run(self, form: Any) -> Any:
        """With its reason."""
        return reverse_migration(
            by=self.person,
            on=business_today(),
            migration=self.migration,
            reason=form.cleaned_data["reason"],
        )

    def get_success_url(self) -> str:
        """The page that says what governs."""
        return reverse("renovation:versions", args=[self.project.pk])


class MigrateMany(ServiceView):
    """批量改用: every running project of the place that follows another version."""

    permission = Permission.MIGRATE_RULES
    form_class = forms.MigrateForm
    template_name = "renovation/migrate_many.html"
    kwargs: dict[str, Any]

    @cached_property
    def target(self) -> PolicyVersion:
        """The version in or around the person's places (404 otherwise)."""
        return visible(PolicyVersion.objects.light(), self.person, pk=self.kwargs["version_id"])

    @cached_property
    def projects(self) -> list[Project]:
        """Those in the person's scope."""
        seen = Project.objects.visible_to(self.person).values_list("pk", flat=True)
        within = set(seen)
        return [one for one in migrations.under_way(self.target) if one.pk in within]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A preview per project; those that cannot be moved say why."""
        version = self.target
        return super().get_context_data(
            target=version,
            rows=migrations.previews(self.projects, version),
            picked=set(self.request.POST.getlist("pick")),
            crumbs=[
                ("政策", reverse("policies:policy_list")),
                (version.short_name, reverse("policies:version", args=[version.pk])),
                ("在办项目改用本版", ""),
            ],
            **kwargs,
        )

    def run(self, form: Any) -> Any:
        """All of the ticked ones, or none."""
        picked = set(self.request.POST.getlist("pick"))
        made = migrate_procedure(
            by=self.person,
            on=business_today(),
            projects=[one for one in self.projects if str(one.pk) in picked],
            target=self.target,
            approval=Approval(**form.cleaned_data),
        )
        messages.success(self.request, f"{len(made)} 个项目已改用{self.target}的程序。")
        return made

    def get_success_url(self) -> str:
        """The same page, with what is left."""
        return reverse("renovation:migrate_many", args=[self.target.pk])
