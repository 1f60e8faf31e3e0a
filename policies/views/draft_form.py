"""A form over a draft: whoever comes too late keeps what was typed and sees what stands now."""

from __future__ import annotations

from typing import Any

from common.clock import business_now
from common.errors import Conflict
from policies.models import PolicyVersion
from policies.selectors.readiness import case_results
from policies.views.actions import VersionForm


class DraftForm(VersionForm):
    """Saves by the stamp that the form was drawn with; its form can `renew` itself."""

    def run(self, form: Any) -> PolicyVersion:
        """Save; a conflict lets the next save through, with both readings side by side."""
        try:
            return self.keep(
                form,
                by=self.person,
                at=business_now(),
                version=self.version,
                stamp=form.cleaned_data["stamp"],
            )
        except Conflict:
            del self.version
            form.renew(self.version)
            raise

    def keep(self, form: Any, **draft: Any) -> PolicyVersion:
        """Call the service with who, when, which draft and its stamp, and what was typed."""
        raise NotImplementedError

    def cases_left(self, done: str) -> str:
        """What was done, and how many cases do not come out now."""
        left = sum(not one.passed for one in case_results(self.result))
        return f"{done}。还有 {left} 个不符。" if left else ""
