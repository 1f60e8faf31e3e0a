"""Copying a version, taking one along as a file, bringing one in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import ServiceView
from common.clock import business_now
from common.errors import OutOfScope
from policies.forms import CloneForm, ImportForm
from policies.loading.transfer import SUFFIX
from policies.loading.writing import cases_text, policy_text
from policies.models import PolicyVersion
from policies.services.cloning import clone_version
from policies.services.transferring import export_version, import_version
from policies.views.pages import InVersion


class _ToDraft(ServiceView):
    """A form that ends on the draft it made."""

    permission = Permission.EDIT_POLICY
    result: PolicyVersion
    heading = ""

    def get_success_url(self) -> str:
        """To the draft's forms."""
        return reverse("policies:version", kwargs={"version_id": self.result.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way back."""
        crumbs = [("政策", reverse("policies:policy_list")), (self.heading, "")]
        return super().get_context_data(crumbs=crumbs, heading=self.heading, **kwargs)


class CloneVersion(_ToDraft):
    """A draft from a version of one's own place, or from a pattern."""

    template_name = "policies/clone.html"
    form_class = CloneForm
    heading = "复制为草稿"
    success_message = "已复制为您的草稿；冲突裁定没有带过来，须重新裁定。"

    @cached_property
    def source(self) -> PolicyVersion:
        """What is copied, or 404."""
        rows = PolicyVersion.objects.readable_by(self.person).select_related("policy")
        row = rows.filter(pk=self.kwargs["version_id"]).first()
        if row is None:
            raise OutOfScope("没有找到，或不在您的管辖范围内。")
        return row

    def get_form_kwargs(self) -> dict[str, Any]:
        """The source and the person's places."""
        return {**super().get_form_kwargs(), "source": self.source, "by": self.person}

    def run(self, form: CloneForm) -> PolicyVersion:
        """Copy it under the given heading."""
        return clone_version(
            by=self.person,
            at=business_now(),
            source=self.source,
            heading=form.heading(),
            replace=form.cleaned_data["replace"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is copied."""
        return super().get_context_data(source=self.source, **kwargs)


class ImportFile(_ToDraft):
    """A draft from a file that another installation exported."""

    template_name = "policies/import.html"
    form_class = ImportForm
    heading = "导入政策文件"
    success_message = "已导入为您的草稿；对方的裁定只作参考，须在本地重新裁定。"

    def run(self, form: ImportForm) -> PolicyVersion:
        """Import it under its own heading."""
        return import_version(
            by=self.person,
            at=business_now(),
            raw=form.raw(),
            replace=form.cleaned_data["replace"],
        )


class ExportVersion(InVersion, View):
    """The version as one sealed file; `?as=policy`, `?as=cases`: as the files it is written in."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The file, named by policy and sequence."""
        version = self.version
        if (kind := request.GET.get("as", "")) in {"policy", "cases"}:
            text = (
                policy_text(version.document()) if kind == "policy" else cases_text(version.cases)
            )
            return HttpResponse(
                text,
                content_type="application/yaml; charset=utf-8",
                headers=_named(f"{version.policy.key}-{version.sequence}.{kind}.yaml"),
            )
        text = export_version(by=self.person, at=business_now(), version=version)
        name = f"{version.policy.key}-{version.sequence}{SUFFIX}"
        return HttpResponse(
            text,
            content_type="application/json; charset=utf-8",
            headers=_named(name),
        )


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, name) or ""}  # noqa: FBT003
