"""Opening a round, with a preview of the roll before it freezes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import ServiceView
from approvals.forms.opening import OpenRoundForm
from approvals.models import Round
from approvals.selectors.clusters import electorate
from approvals.selectors.register import places_of
from approvals.services.large_rounds import is_large, open_later
from approvals.services.opening import open_round
from approvals.services.opening_checks import SCOPE_WORDS, register_problems, standing
from approvals.services.rolls import roll_of
from common.clock import SHANGHAI, business_now, business_today
from policies.rules.model import ConsentRound
from policies.selectors.governing import rule_at
from policies.selectors.ruleset import Governed
from records.models import Job
from renovation.models import Project
from renovation.selectors.frame import get_project
from renovation.services.pins import governing

DAYS_OPEN = 11  # what the form proposes; people change it


class OpenRound(ServiceView):
    """Where a rule asks in some buildings or entrances only, they are chosen here."""

    template_name = "approvals/open_round.html"
    form_class = OpenRoundForm
    permission = Permission.OPEN_ROUND

    @property
    def project(self) -> Project:
        """The project in scope."""
        return get_project(self.person, self.kwargs["project_id"])

    @property
    def governed(self) -> Governed[ConsentRound]:
        """The rule as it would be pinned today."""
        key = self.kwargs["key"]
        version = governing(self.project, f"rounds.{key}", business_today())
        return rule_at(version.version_id, "rounds", key)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rule, and the places that it may be asked in."""
        rule = self.governed.rule
        places = places_of(self.project, rule.scope) if rule.scope in SCOPE_WORDS else {}
        return super().get_form_kwargs() | {"rule": rule, "places": places}

    def get_initial(self) -> dict[str, Any]:
        """The street as organiser, and a period to change."""
        last = business_today() + timedelta(days=DAYS_OPEN)
        street = self.project.community.street
        closes = datetime.combine(last, time(18, 0), tzinfo=SHANGHAI)
        return {"organiser": f"{street.name}办事处", "closes_at": closes}

    def run(self, form: OpenRoundForm) -> Round | Job:
        """Freeze and start; of many homes as a job."""
        project, key = self.project, self.kwargs["key"]
        everybody = electorate(project, key, business_today()).projects
        work = open_later if is_large(everybody) else open_round
        return work(
            by=self.person,
            at=business_now(),
            project=project,
            key=key,
            whom=form.whom(),
            **form.plain(),
        )

    def done_message(self) -> str:
        """What was frozen."""
        made: Round | Job = self.result
        if isinstance(made, Job):
            return ""
        return f"已开启{made.name}，名册冻结：{made.heads} 人、{made.units} 套、{made.area:,.2f} ㎡"

    def get_success_url(self) -> str:
        """The tab, or the job's page."""
        if isinstance(self.result, Job):
            return reverse("records:job_detail", args=[self.result.pk])
        return reverse("approvals:rounds", args=[self.kwargs["project_id"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The roll as it would freeze, and every obstacle."""
        project = self.project
        require(self.person, Permission.OPEN_ROUND, on=project)
        governed, on = self.governed, business_today()
        asked = electorate(project, self.kwargs["key"], on)
        roll, whole = roll_of(asked), governed.rule.scope not in SCOPE_WORDS
        found = [*standing(asked, on, (), roll), *register_problems(roll)]
        return super().get_context_data(
            project=project,
            asked=asked,
            roll=roll,
            obstacles=[one for one in found if whole or one.code == "step_not_open"],
            rule=governed.rule,
            version=governed.version,
            **kwargs,
        )
