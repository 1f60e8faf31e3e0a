"""公示中断: noting that a notice was down, noting that it hangs again."""

from __future__ import annotations

from typing import Any

from accounts.permissions import Permission
from approvals.forms.interruptions import InterruptionForm, RestoreForm
from approvals.models import Interruption, Notice
from approvals.rules.interruptions import Sighting
from approvals.selectors.rules import notice_rule
from approvals.services import interruptions
from approvals.views.acts import Act
from common.clock import business_now
from policies.rules.notice_days import INTERRUPTED, OPEN_POLICY

TAB = "approvals:notices"


class InterruptNotice(Act):
    """Noting that a notice was down."""

    form_class = InterruptionForm
    heading, submit, tab = "登记公示中断", "登记中断", TAB
    rows = Notice.objects.select_related("project", "pin")
    right = Permission.POST_NOTICE
    days = ("down_on",)
    success_message = "已登记公示中断，期满日随之改算"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What an interruption does by the rule that governs this notice."""
        notice: Notice = self.thing
        way = notice_rule(notice).rule.interrupted
        words = INTERRUPTED[way] if way else OPEN_POLICY
        facts = [("公示", notice.title), ("张贴日", notice.posted_on), ("中断怎么算", words)]
        return super().get_context_data(facts=facts, **kwargs)

    def run(self, form: InterruptionForm) -> Interruption:
        """Interrupt."""
        seen = Sighting(**form.cleaned_data)
        return interruptions.interrupt(
            by=self.person, at=business_now(), notice=self.thing, seen=seen
        )


class RestoreNotice(Act):
    """Noting that it hangs again."""

    form_class = RestoreForm
    heading, submit, tab = "恢复张贴", "登记恢复", TAB
    rows = Notice.objects.select_related("project")
    right = Permission.POST_NOTICE
    days = ("restored_on",)
    success_message = "已登记恢复张贴，期满日见本页"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The interruption above the form."""
        down = self.thing.interruptions.filter(restored_on=None).first()
        facts = down and [("中断日", down.down_on), ("原因", down.reason), ("发现人", down.seen_by)]
        return super().get_context_data(facts=facts, **kwargs)

    def run(self, form: RestoreForm) -> Interruption:
        """Restore."""
        return interruptions.restore(
            by=self.person, at=business_now(), notice=self.thing, **form.cleaned_data
        )
