"""Doing: load a draft, bind units, decide a conflict, check, publish, retire."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView
from common.clock import business_now
from policies.forms import FilesForm, RetireForm, UnitsForm
from policies.services.deciding import bind_units, decide_conflict
from policies.services.drafts import load_draft
from policies.services.publishing import check_version, publish_version, retire_version
from policies.views.pages import InVersion


class LoadDraft(ServiceView):
    """Bring in a policy file with its cases."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/load.html"
    form_class = FilesForm
    success_message = "已载入为草稿，等待第二人复核。"

    def run(self, form: FilesForm) -> Any:
        """Load both files as the person's draft."""
        data = form.cleaned_data
        return load_draft(
            by=self.person,
            at=business_now(),
            policy_text=data["policy_file"],
            cases_text=data["cases_file"],
        )

    def get_success_url(self) -> str:
        """To the document."""
        return reverse("policies:version", kwargs={"version_id": self.result.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way back."""
        crumbs = [("政策", reverse("policies:policy_list")), ("载入草稿", "")]
        return super().get_context_data(crumbs=crumbs, **kwargs)


class VersionForm(InVersion, ServiceView):
    """A form about one version, then back to the document."""

    heading = ""

    def get_success_url(self) -> str:
        """To the document."""
        return self.own_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the version and the way back."""
        crumbs = [
            ("政策", reverse("policies:policy_list")),
            (self.version.short_name, self.own_url()),
            (self.heading, ""),
        ]
        return super().get_context_data(
            version=self.version, crumbs=crumbs, heading=self.heading, **kwargs
        )


class BindUnits(VersionForm):
    """Which responsible unit stands behind each unit of the duty list."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/units.html"
    form_class = UnitsForm
    heading = "单位对应"
    success_message = "单位对应已保存。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The version's unit keys and the person's units."""
        return {**super().get_form_kwargs(), "version": self.version, "by": self.person}

    def run(self, form: UnitsForm) -> Any:
        """Save all bindings at once."""
        return bind_units(
            by=self.person, at=business_now(), version=self.version, units=form.cleaned_data
        )


class RetireVersion(VersionForm):
    """End a published version."""

    permission = Permission.PUBLISH_POLICY
    template_name = "policies/retire.html"
    form_class = RetireForm
    heading = "废止"
    success_message = "已废止；此前的事项仍按本版。"

    def run(self, form: RetireForm) -> Any:
        """Retire with a last day and a reason."""
        return retire_version(
            by=self.person, at=business_now(), version=self.version, **form.cleaned_data
        )


class VersionAction(InVersion, ActionView):
    """A button on the document."""

    def back(self) -> str:
        """To the document."""
        return self.own_url()


class CheckVersion(VersionAction):
    """A second person confirms the draft."""

    permission = Permission.CHECK_POLICY
    success_message = "复核通过，可以发布。"

    def run(self) -> Any:
        """Check it."""
        return check_version(by=self.person, at=business_now(), version=self.version)


class PublishVersion(VersionAction):
    """Put it in force."""

    permission = Permission.PUBLISH_POLICY
    success_message = "已发布，按施行期间生效。"

    def run(self) -> Any:
        """Publish it, or say everything that is missing."""
        return publish_version(by=self.person, at=business_now(), version=self.version)


class DecideConflict(VersionAction):
    """Choose a reading."""

    permission = Permission.CHECK_POLICY
    success_message = "裁定已记录。"

    def run(self) -> Any:
        """Record the reading and the reason."""
        return decide_conflict(
            by=self.person,
            at=business_now(),
            version=self.version,
            conflict_id=self.kwargs["conflict_id"],
            reading=self.request.POST.get("reading", ""),
            reason=self.request.POST.get("reason", "")[:600],
        )
