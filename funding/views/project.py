"""A project's money on one page: who pays what and why, what came, what went."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from accounts.access import can
from accounts.permissions import Permission
from common.clock import business_today
from common.money import total
from common.templatetags import formats
from funding.models import Determination
from funding.models.determinations import STAGES
from funding.rules.flows import ZERO, moved, planned_by_source
from funding.rules.sources import MAIN
from funding.selectors.accounts import accounts
from funding.selectors.determinations import chosen, live, most_advanced, parts_by_payer
from funding.selectors.figures import why_url
from funding.selectors.households import Sums, households, sums
from funding.selectors.stakes import stakes
from funding.services.sources import ensure_sources
from funding.views.base import OfProject
from policies.rules.government_facts import STATES, StepOutcome
from renovation.selectors.frame import project_frame


class ProjectMoney(OfProject, View):
    """The tab 资金."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The stage in `?stage=`, else the most advanced one."""
        frame = project_frame(self.person, self.project, business_today(), "funding:project")
        found = live(self.project)
        shown = found.get(request.GET.get("stage", "")) or most_advanced(found.values())
        governs = chosen(found.values())
        residents = sums(households(governs)) if governs else None
        standing = stakes(self.project, business_today())
        context = frame | {
            "stages": [self._stage(key, found, shown) for key in STAGES],
            "shown": shown,
            "lines": self._lines(shown) if shown else [],
            "confirm": self._confirm(shown) if shown else None,
            "governs": governs,
            "residents": residents,
            "residents_met": residents is not None and not residents.missing,
            "residents_facts": _facts(residents) if residents else [],
            "money": self._money(most_advanced(found.values())),
            "ledger_url": self.url("ledger"),
            "flows_url": self.url("flows"),
            "may_print": can(self.person, Permission.PRINT_PAPER, on=self.project),
            "may_determine": can(self.person, Permission.DETERMINE_SHARES, on=self.project),
            "may_collect": can(self.person, Permission.COLLECT_MONEY, on=self.project),
            "may_book": can(self.person, Permission.BOOK_MONEY, on=self.project),
            "history": self._history(),
            "rewards": [self._reward(one) for one in standing.rewards],
            "reward_gaps": standing.open_points,
        }
        return render(request, "funding/project.html", context)

    def _stage(
        self, key: str, found: dict[str, Determination], shown: Determination | None
    ) -> dict[str, Any]:
        row = found.get(key)
        words = "未测算"
        if row is not None:
            words = "已复核" if row.confirmed_at else "待复核"
        before = _BEFORE.get(key)
        ready = before is None or (before in found and found[before].confirmed_at is not None)
        return {
            "label": STAGES[key],
            "words": words,
            "url": f"{self.url('project')}?stage={key}",
            "row": row,
            "current": row is not None and row == shown,
            "determine": {
                "label": f"{'重新办理' if row else '办理'}{STAGES[key]}测算",
                "url": self.url("determine", stage=key),
                "icon": "calculator",
                "disabled": "" if ready or before is None else f"先复核{STAGES[before]}测算",
            },
        }

    def _lines(self, row: Determination) -> list[dict[str, Any]]:
        rows = [line for line in row.lines.order_by("pk") if line.amount or line.kind in _ALWAYS]
        return [
            {"line": line, "id": f"line-{line.payer}", "why_url": why_url(row, line.payer)}
            for line in rows
        ]

    def _confirm(self, row: Determination) -> dict[str, Any] | None:
        if row.confirmed_at or not can(self.person, Permission.CONFIRM_SHARES, on=self.project):
            return None
        action: dict[str, Any] = {
            "label": f"复核{STAGES[row.stage]}测算",
            "url": self.url("confirm", determination_id=row.pk),
            "method": "post",
            "icon": "check2-circle",
        }
        if row.determined_by_id == self.person.pk:
            action["disabled"] = "测算人不能复核自己的测算"
        return action

    def _money(self, governs: Determination | None) -> dict[str, Any]:
        """Planned, allocated, received and paid by source; planned as `rules.sources` says."""
        sources = ensure_sources(self.project.area_code)
        found = accounts(self.project, sources)
        due = parts_by_payer(governs) if governs else {}
        allocated = {
            source.kind: (source.payer, found[source.pk].allocated)
            for source in sources
            if found[source.pk].allocated
        }
        planned = planned_by_source(due, allocated, MAIN)
        rows = [
            {
                "source": source,
                "account": found[source.pk],
                "planned": planned.get(source.kind, ZERO),
            }
            for source in sources
            if planned.get(source.kind) or moved(found[source.pk])
        ]
        received = total(account.received for account in found.values())
        paid = total(account.paid for account in found.values())
        return {
            "rows": rows,
            "planned": total(planned.values()),
            "received": received,
            "paid": paid,
            "kept": received - paid,
        }

    def _reward(self, one: StepOutcome) -> dict[str, Any]:
        return {
            "name": one.name,
            "id": f"stake-{one.key}",
            "state": one.state,
            "words": STATES[one.state],
            "amount": one.at_stake or one.amount,
            "until": one.until,
            "why_url": self.url("stake", key=one.key),
        }

    def _history(self) -> list[Determination]:
        rows = Determination.objects.filter(project=self.project, live=False)
        return list(rows.select_related("determined_by").order_by("-pk")[:10])


_ALWAYS = frozenset({"residents", "government"})
# The stage whose confirmed result a stage needs.
_BEFORE = {"due": "estimate", "final": "due"}


def _facts(money: Sums) -> list[tuple[str, str]]:
    return [
        ("应缴", f"{formats.yuan(money.owed)} 元"),
        ("已缴", f"{formats.yuan(money.paid)} 元"),
        ("未缴", f"{formats.yuan(money.missing)} 元"),
        ("缴清", f"{money.settled}/{money.households} 户"),
    ]
