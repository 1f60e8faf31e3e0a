"""Two versions side by side; what may serve as a pattern."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from common.errors import OutOfScope
from policies.models import PolicyVersion
from policies.selectors.comparing import compared, readable
from policies.selectors.pages import TONES


class Compare(SignedIn, TemplateView):
    """What differs between two versions, by theme and rule; `?old=1&new=2`."""

    permission = Permission.VIEW_POLICY
    template_name = "policies/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both versions in the person's reach, and their differences once both are chosen."""
        rows = readable(self.person)
        old, new = (_chosen(rows, self.request.GET.get(name, "")) for name in ("old", "new"))
        crumbs = [("政策", reverse("policies:policy_list")), ("比较", "")]
        return super().get_context_data(
            rows=rows,
            old=old,
            new=new,
            found=compared(old, new) if old and new else None,
            crumbs=crumbs,
            **kwargs,
        )


class Patterns(SignedIn, TemplateView):
    """Versions that a draft can be copied from: one's own, and published ones of other places."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/patterns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Own places first."""
        rows = readable(self.person)
        mine = [one for one in rows if _drafts_here(self.person, one)]
        others = [one for one in rows if one not in mine]
        crumbs = [("政策", reverse("policies:policy_list")), ("从已有政策新建", "")]
        return super().get_context_data(
            groups=[("本地政策的各版", mine), ("其他地方的政策，作样本", others)],
            tones=TONES,
            crumbs=crumbs,
            **kwargs,
        )


def _drafts_here(person: Any, version: PolicyVersion) -> bool:
    return bool(version.area_code) and can(person, Permission.EDIT_POLICY, on=version.area_code)


def _chosen(rows: list[PolicyVersion], key: str) -> PolicyVersion | None:
    """The row of that key; None while nothing is chosen, 404 for what is out of reach."""
    if not key:
        return None
    for row in rows:
        if str(row.pk) == key:
            return row
    raise OutOfScope("没有找到，或不在您的管辖范围内。")
