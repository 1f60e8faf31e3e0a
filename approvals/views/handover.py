"""移交: drawing up the list and signing for each item."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from accounts.permissions import Permission
from approvals.forms import bodies as forms
from approvals.models import HandoverItem
from approvals.services import handover
from approvals.views.acts import Act
from common.clock import business_now

ACCEPTANCE = "approvals:acceptance"


class PrepareHandover(Act):
    """Drawing up the handover list."""

    heading, submit, tab = "编制移交清单", "按方案列出", ACCEPTANCE
    lead = "按方案列出各项设施、资料和接收单位；数量在签收时填写，已签收的不变。"
    right = Permission.RUN_HANDOVER
    success_message = "移交清单已列出"
    form_class = Form

    def run(self, form: Form) -> list[HandoverItem]:
        """Prepare."""
        return handover.prepare(by=self.person, at=business_now(), project=self.project)


class ReceiveItem(Act):
    """A receiver's signature."""

    form_class = forms.ReceiveForm
    heading, submit, tab = "移交签收", "签收", ACCEPTANCE
    rows = HandoverItem.objects.select_related("project")
    right = Permission.RUN_HANDOVER
    days = ("received_on",)
    success_message = "已签收"

    def run(self, form: forms.ReceiveForm) -> HandoverItem:
        """Receive."""
        return handover.receive(
            by=self.person, at=business_now(), item=self.thing, **form.cleaned_data
        )

    def get_initial(self) -> dict[str, Any]:
        """The quantity that stands."""
        return super().get_initial() | {"quantity": self.thing.quantity}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is handed to whom."""
        row: HandoverItem = self.thing
        facts = [("移交内容", row.name), ("接收单位", row.receiver)]
        return super().get_context_data(facts=facts, **kwargs)
