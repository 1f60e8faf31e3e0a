"""What a REST body asks of an issued plan: which service, with which things of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.web import visible
from renovation.models import Plan, PlanEntry, PlanLine, Project
from renovation.rules.baseline import Figures
from renovation.rules.splitting import Part
from renovation.services import plan_adjusting, plan_reshaping

SERVICES: Mapping[str, Callable[..., PlanEntry]] = {
    "addition": plan_adjusting.add_line,
    "withdrawal": plan_adjusting.take_out,
    "split": plan_reshaping.split,
    "merge": plan_reshaping.merge,
    "rename": plan_adjusting.rename,
    "revision": plan_adjusting.revise,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked body of `AdjustIn`; lines and projects out of the person's scope are not found."""

    person: User
    plan: Plan
    given: Mapping[str, Any]

    @property
    def service(self) -> Callable[..., PlanEntry]:
        """The service of the kind."""
        return SERVICES[self.given["kind"]]

    def arguments(self) -> dict[str, Any]:
        """What that service takes besides person, time and document."""
        match self.given["kind"]:
            case "addition":
                project = visible(Project.objects.all(), self.person, pk=self.given["project"])
                return {"plan": self.plan, "project": project, "figures": _figures(self.given)}
            case "withdrawal":
                return {"lines": self._lines(), "end_projects": self.given["end_projects"]}
            case "split":
                parts = [Part(part["name"], _figures(part)) for part in self.given["parts"]]
                return {"line": self._line(), "parts": parts}
            case "merge":
                return {"into": self._line(), "others": self._lines()}
            case "rename":
                return {"line": self._line(), "name": self.given["name"]}
            case _:
                return {"line": self._line(), "figures": _figures(self.given)}

    def _line(self) -> PlanLine:
        return self._one(self.given["line"])

    def _lines(self) -> list[PlanLine]:
        return [self._one(pk) for pk in self.given["lines"]]

    def _one(self, pk: int) -> PlanLine:
        rows = PlanLine.objects.select_related("plan", "project__community")
        return visible(rows, self.person, pk=pk, plan=self.plan)


def _figures(given: Mapping[str, Any]) -> Figures:
    return Figures(given["buildings"], given["households"], given["floor_area"])
