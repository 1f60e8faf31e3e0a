"""The audit trail in scope, and whether its chains hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings

from accounts.filters import AuditFilter
from accounts.models import AuditEntry
from accounts.permissions import Permission
from accounts.selectors.trail import check_all
from accounts.views.system import tabs
from accounts.web import ListPage

_FIELDS = (
    ("actor", "经办人", "text"),
    ("area", "区划代码", "text"),
    ("project", "项目编号", "text"),
    ("since", "自", "date"),
    ("until", "至", "date"),
)


class Trail(ListPage):
    """The audit trail in scope, with the state of its chains on demand."""

    permission = Permission.VIEW_AUDIT
    template_name = "accounts/trail.html"
    model = AuditEntry
    filterset_class = AuditFilter
    sorts: ClassVar = {"recorded": ("-recorded",)}
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filters; with `?verify=1`, every chain of the person's places recomputed."""
        given, states = self.request.GET, None
        if "verify" in given:
            mine = self.person.access.area_codes()
            found = check_all(Path(settings.VAR_DIR) / "audit")
            states = [
                state
                for state in found
                if state.chain == "system" or any(_meets(state.chain, code) for code in mine)
            ]
        fields = [(name, label, (kind, given.get(name, ""))) for name, label, kind in _FIELDS]
        return super().get_context_data(
            fields=fields,
            states=states,
            given=given,
            tabs=tabs(self.person, "accounts:trail"),
            **kwargs,
        )


def _meets(chain: str, code: str) -> bool:
    return chain.startswith(code) or code.startswith(chain)
