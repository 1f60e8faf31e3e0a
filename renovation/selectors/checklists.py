"""Standards of a project's policy with what was seen of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from common.errors import OutOfScope
from common.explanations import Explanation, Input, Version
from policies.rules.checklists import ChecklistOutcome, check_items
from policies.rules.model import Checklist
from renovation.models import ChecklistMark, Project
from renovation.selectors.situations import procedure_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A standard with the latest mark of each item that was looked at."""

    rule: Checklist
    version: Version
    marks: Mapping[str, ChecklistMark]

    @property
    def outcome(self) -> ChecklistOutcome:
        """Met, not met, or not to be said yet."""
        return check_items(self.rule, {key: mark.met for key, mark in self.marks.items()})

    @property
    def open_items(self) -> int:
        """How many items are still wanting, those that nobody looked at included."""
        return max(0, self.rule.needed - self.outcome.met)

    @property
    def explanation(self) -> Explanation:
        """Why so many items are open: item by item, who looked last, by which version."""
        last = max(self.marks.values(), key=lambda mark: mark.pk, default=None)
        seen = (Input("最近检查", str(last.marked_by), source=f"{last.seen_on}"),) if last else ()
        return replace(
            self.outcome.explanation,
            title=f"{self.rule.name}：未达标项",
            result=str(self.open_items),
            unit="项",
            inputs=seen,
            version=self.version,
        )


def checklists_of(project: Project) -> list[Checked]:
    """Every standard of the version that the project stands under (two queries)."""
    if project.procedure_id is None:
        return []
    procedure = procedure_of(project)
    marks: dict[str, dict[str, ChecklistMark]] = {}
    for mark in _latest(project):
        marks.setdefault(mark.checklist, {})[mark.item] = mark
    found = []
    for rule in procedure.rule.checklists:
        keys = {one.key for one in rule.items}
        ours = {key: mark for key, mark in marks.get(rule.key, {}).items() if key in keys}
        found.append(Checked(rule, procedure.version, ours))
    return found


def checklist_of(project: Project, key: str) -> Checked:
    """One standard; OutOfScope (404) when the project's policy has none of that key."""
    for one in checklists_of(project):
        if one.rule.key == key:
            return one
    raise OutOfScope("本项目所依的方案没有这份清单。")


def _latest(project: Project) -> list[ChecklistMark]:
    rows = ChecklistMark.objects.filter(project=project).select_related("marked_by")
    return list(rows.order_by("checklist", "item", "-pk").distinct("checklist", "item"))
