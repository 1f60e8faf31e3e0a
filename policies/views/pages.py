"""Reading: the list of policies, and one version as a document."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from policies.models import PolicyVersion, Status
from policies.selectors.comparing import baseline
from policies.selectors.governing import calendar, policy_of
from policies.selectors.pages import (
    TONES,
    WHEN,
    chapters,
    governs,
    policy_rows,
    to_do,
    unit_rows,
)
from policies.selectors.readiness import open_points, suggested_units
from policies.services.origins import words

COMPARE = "policies:compare"


class PolicyList(SignedIn, TemplateView):
    """Every policy in or around the person's places."""

    permission = Permission.VIEW_POLICY
    template_name = "policies/policy_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows by policy, and the announced calendar years."""
        versions = PolicyVersion.objects.visible_to(self.person)
        return super().get_context_data(
            rows=policy_rows(versions),
            years=sorted(calendar().years.items(), reverse=True)[:4],
            may_load=can(self.person, Permission.EDIT_POLICY),
            **kwargs,
        )


class InVersion(SignedIn):
    """A page about one version in the person's scope."""

    permission = Permission.VIEW_POLICY
    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> PolicyVersion:
        """The version, or 404."""
        rows = PolicyVersion.objects.select_related(
            "policy", "made_by", "checked_by", "published_by", "retired_by"
        )
        return visible(rows, self.person, pk=self.kwargs["version_id"])

    def own_url(self) -> str:
        """The document's address."""
        return reverse("policies:version", kwargs={"version_id": self.version.pk})

    def holds(self, permission: Permission) -> bool:
        """Whether the person has the right at this policy's place."""
        return can(self.person, permission, on=self.version.area_code or None)


class VersionPage(InVersion, TemplateView):
    """The document: rules by theme, cases with outcome, conflicts with both readings."""

    template_name = "policies/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything on the page; the cases are run now, not remembered."""
        version = self.version
        found = chapters(version)
        policy = policy_of(version)
        is_open = version.status in {Status.DRAFT, Status.CHECKED}
        maker = version.made_by_id == self.person.pk
        return super().get_context_data(
            version=version,
            policy=policy,
            chapters=found,
            tone=TONES[version.status],
            crumbs=[("政策", reverse("policies:policy_list")), (version.short_name, "")],
            rule_count=sum(len(chapter.section.rows) for chapter in found),
            case_count=sum(len(chapter.cases) for chapter in found),
            cases_passed=sum(chapter.passed for chapter in found),
            units=unit_rows(version, suggested_units(version) if is_open else {}),
            governs=governs(version),
            when=WHEN,
            decided=version.decisions.count(),
            siblings=version.policy.versions.order_by("-sequence"),
            actions=self._actions(maker=maker),
            more=self._more(is_open=is_open),
            origin=words(version.origin),
            foreign=version.origin.get("decisions", ()),
            may_decide=is_open and not maker and self.holds(Permission.CHECK_POLICY),
            may_simulate=self.holds(Permission.SIMULATE_POLICY),
            may_move=version.status == Status.PUBLISHED and self.holds(Permission.MIGRATE_RULES),
            may_bind=is_open and self.holds(Permission.EDIT_POLICY),
            **(self._open() if is_open else {}),
            **kwargs,
        )

    def _more(self, *, is_open: bool) -> list[dict[str, Any]]:
        """What else can be done with it: changed, compared, copied, taken along."""
        version = self.version
        where = {"version_id": version.pk}
        drafts = self.holds(Permission.EDIT_POLICY)
        against = baseline(version)
        query = f"?old={against.pk}&new={version.pk}" if against else f"?old={version.pk}"
        found = [
            ("修改", "policies:edit", "pencil", "", is_open and drafts),
            ("试算", "policies:what_if", "calculator", "", True),
            ("比较版本", COMPARE, "arrow-left-right", query, True),
            ("复制为草稿", "policies:clone", "copy", "", drafts),
            ("导出一个文件", "policies:export", "download", "", True),
            ("取回政策文件", "policies:export", "filetype-yml", "?as=policy", drafts),
            ("取回算例文件", "policies:export", "filetype-yml", "?as=cases", drafts),
        ]
        return [
            {
                "label": label,
                "url": reverse(name, kwargs=None if name == COMPARE else where) + query,
                "icon": icon,
            }
            for label, name, icon, query, shown in found
            if shown
        ]

    def _open(self) -> dict[str, Any]:
        """What stands before publishing: counted by kind, and content problems in full."""
        points = open_points(self.version)
        rows = to_do(self.version, points)
        for row in rows:
            if row["key"] == "units" and not row["done"]:
                where = {"version_id": self.version.pk}
                row |= {"url": reverse("policies:units", kwargs=where), "go": "去对应"}
        grouped = {"conflict_open", "unit_unbound"}
        return {"to_do": rows, "blocking": [one for one in points if one.code not in grouped]}

    def _actions(self, *, maker: bool) -> list[dict[str, Any]]:
        """The one primary action of the version's state, with the reason when it is closed."""
        status = self.version.status
        where = {"version_id": self.version.pk}
        if status == Status.DRAFT and self.holds(Permission.EDIT_POLICY):
            url = reverse("policies:edit", kwargs=where)
            return [{"label": "修改", "url": url, "icon": "pencil", "tone": "primary"}]
        if status == Status.DRAFT and self.holds(Permission.CHECK_POLICY):
            return [
                {
                    "label": "复核通过",
                    "url": reverse("policies:version_check", kwargs=where),
                    "method": "post",
                    "icon": "check2-square",
                    "tone": "primary",
                    "disabled": "起草人不能复核" if maker else "",
                }
            ]
        if status == Status.CHECKED and self.holds(Permission.PUBLISH_POLICY):
            return [
                {
                    "label": "发布",
                    "url": reverse("policies:version_publish", kwargs=where),
                    "method": "post",
                    "icon": "send-check",
                    "tone": "primary",
                    "disabled": "起草人不能发布" if maker else "",
                    "confirm": {
                        "title": "发布这一版？",
                        "text": "发布后内容不可修改，按施行期间生效。",
                        "yes": "发布",
                    },
                }
            ]
        if status == Status.PUBLISHED and self.holds(Permission.PUBLISH_POLICY):
            url = reverse("policies:version_retire", kwargs=where)
            return [{"label": "废止", "url": url, "icon": "archive", "tone": "plain"}]
        return []
