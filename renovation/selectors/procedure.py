"""The whole way of a project, step by step, with what each asks for and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from policies.rules.model import Step as Definition
from policies.rules.obligations import settle
from policies.rules.questions import questions, standards
from policies.rules.steps_taken import Taken, takes
from policies.rules.vocabulary import MilestoneKind
from renovation.models import DeadlineExtension, Project, Reminder, Step, StepDocument
from renovation.rules import lateness, lifecycle
from renovation.rules.decisions import Decision
from renovation.selectors import pages, situations
from renovation.selectors.card_lines import clause_words, missing_line
from renovation.selectors.scores import POINTS, scored
from renovation.selectors.situations import Gathered
from renovation.selectors.step_papers import Key, Offer, offers
from renovation.selectors.unit_names import Names, names_for

# Facts that a person may declare, and the words of the link that leads there.
DECLARED = {"low_risk.confirmed": "确认是否符合低风险简化条件"}
TONES = {"open": "blue", "done": "green", "to_evidence": "amber"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step as the page shows it."""

    step: Step
    rule: Definition
    lead: str
    responsible: str
    supporters: str
    tone: str
    live: bool
    clause: str
    until_why: str
    documents: list[StepDocument]
    lines: list[dict[str, Any]]
    decision: Decision | None
    extensions: list[DeadlineExtension]
    reminder: Reminder | None
    actions: list[dict[str, Any]]
    links: list[tuple[str, str]]
    taken: Taken
    filings: tuple[str, ...]
    offers: Mapping[Key, Offer]

    @property
    def papers(self) -> list[tuple[StepDocument, Offer | None]]:
        """Each document asked for, with how the product prints it, where it does."""
        return [(one, self.offers.get((self.step.pk, one.key))) for one in self.documents]

    @property
    def taken_clause(self) -> str:
        """Where it stands that the step is not taken by itself."""
        explained = self.taken.explanation
        rows = [explained, *explained.children] if explained else []
        found = [one for row in rows for one in row.clauses]
        return f"{found[-1].document} {found[-1].section}" if found else ""


def procedure(user: User, project: Project, on: date) -> list[tuple[str, list[Row]]]:
    """Phases with their steps; a fixed number of queries."""
    found = situations.gather([project]).get(project.pk)
    if found is None:
        return []
    names = names_for([project])
    extensions: dict[int, list[DeadlineExtension]] = {}
    for extension in DeadlineExtension.objects.filter(step__project=project):
        extensions.setdefault(extension.step_id, []).append(extension)
    reminders = {
        row.step_id: row for row in Reminder.objects.filter(step__project=project).order_by("pk")
    }
    printed = offers(user, found, found.steps)
    rows = [
        replace(
            _row(user, found, step, names, on, extensions.get(step.pk, []), reminders.get(step.pk)),
            offers=printed,
        )
        for step in found.steps
    ]
    return [(phase, list(group)) for phase, group in groupby(rows, key=lambda row: row.step.phase)]


def _row(
    user: User,
    found: Gathered,
    step: Step,
    names: Names,
    on: date,
    extensions: list[DeadlineExtension],
    reminder: Reminder | None,
) -> Row:
    project, rule = found.project, found.definition(step)
    live = step.state in {"open", "to_evidence", "waiting"}
    decision = situations.weigh(found, step, on) if live else None
    late = step.state in {"open", "to_evidence"} and lateness.light(step.due_on, on) == "late"
    return Row(
        step=step,
        rule=rule,
        lead=names.of_code(step.lead_code) or names.of_key(project, rule.lead),
        responsible=names.of_key(project, rule.responsible) if rule.responsible else "",
        supporters=_supporters(names, project, rule),
        tone="red" if late else TONES.get(step.state, ""),
        live=step.state in {"open", "to_evidence"},
        clause=clause_words(rule),
        until_why=pages.why_url(project, f"deadline.{step.key}")
        if step.deadline_explanation
        else "",
        documents=found.documents.get(step.pk, []),
        lines=[missing_line(found, step, line, names) for line in decision.lines]
        if decision
        else [],
        decision=decision,
        extensions=extensions,
        reminder=reminder,
        actions=_actions(user, project, step, decision),
        links=_links(user, found, step, rule),
        taken=_taken(found, step, rule),
        filings=_filings(found, step),
        offers={},
    )


def _supporters(names: Names, project: Project, rule: Definition) -> str:
    """Each unit once, the lead left out: a neighbourhood without a unit is the street's work."""
    lead = names.of_key(project, rule.lead)
    found = dict.fromkeys(names.of_key(project, key) for key in rule.supporters)
    return "、".join(name for name in found if name != lead)


def _actions(
    user: User, project: Project, step: Step, decision: Decision | None
) -> list[dict[str, Any]]:
    if project.state in lifecycle.FINISHED:
        return []
    made: list[dict[str, Any]] = []
    live = step.state in {"open", "to_evidence"}
    if live and decision and can(user, Permission.WORK_STEP, on=step):
        short = "" if decision.ready else f"还差 {len(decision.blockers)} 项"
        made.append(
            {
                "label": "办结",
                "method": "post",
                "icon": "check-lg",
                "disabled": short,
                "url": reverse("renovation:step_complete", args=[step.pk]),
                "tone": "primary",
            }
        )
        if step.state == "to_evidence" or can(user, Permission.EDIT_PROJECT, on=step):
            made.append(_link("补录佐证", "renovation:step_evidence", step, "file-earmark-check"))
    if step.due_on and step.state != "done" and can(user, Permission.EXTEND_DEADLINE, on=step):
        made.append(_link("延期", "renovation:step_extend", step, "calendar-plus"))
    if live and can(user, Permission.EXTEND_DEADLINE, on=step):
        made.append(_link("任务期限", "renovation:step_schedule", step, "calendar-check"))
    if live and step.lead_code and can(user, Permission.WORK_STEP, on=step):
        made.append(_link("催办", "renovation:step_remind", step, "bell") | {"method": "post"})
    return made


def _link(label: str, name: str, step: Step, icon: str) -> dict[str, Any]:
    return {"label": label, "url": reverse(name, args=[step.pk]), "icon": icon}


def _taken(found: Gathered, step: Step, rule: Definition) -> Taken:
    """Whether the project takes the step; a step once done or to be evidenced was taken."""
    if step.state in {"done", "to_evidence"}:
        return Taken(taken=True)
    return takes(rule, found.way(step).rule, found.known)


def _filings(found: Gathered, step: Step) -> tuple[str, ...]:
    """What the step discharges, a line for each filing: 可研报告（合并项目建议书、初步设计）."""
    way = found.way(step).rule
    if not way.obligations or step.state == "skipped":
        return ()
    settled = settle(way.obligations, found.known, way.terms)
    lines = []
    for key, rows in settled.filings(step.key).items():
        names = {row.obligation.key: row.obligation.name for row in rows}
        head = names.pop(key, "") or "、".join(names.values())
        others = "、".join(names.values())
        lines.append(f"{head}（合并编报：{others}）" if others and key not in names else head)
    return tuple(lines)


def _links(user: User, found: Gathered, step: Step, rule: Definition) -> list[tuple[str, str]]:
    """Pages where the work of the step is done, and facts that wait for a person's word."""
    project, links = found.project, []
    where = pages.step_page(project, step)
    if step.state != "waiting" and not where.startswith(
        reverse("renovation:procedure", kwargs={"project_id": project.pk})
    ):
        links.append(("到办理页面", where))
    if step.state == "open" and can(user, Permission.EDIT_PROJECT, on=project):
        links += [
            (DECLARED[gate.fact], reverse("renovation:declare", args=[project.pk, gate.fact]))
            for gate in rule.gates
            if gate.fact in DECLARED
        ]
        links += [
            (
                f"{'改认' if (fact.key, '') in found.facts else '认定'}“{fact.kind.label}”",
                reverse("renovation:declare", args=[project.pk, fact.key]),
            )
            for fact in questions(rule, found.way(step).rule)
            if fact.answer_at(project.area_code) is None
        ]
        if rule.reaches is MilestoneKind.ADMITTED:
            links += [
                (
                    f"评分“{part.name}”",
                    reverse("renovation:declare", args=[project.pk, f"{POINTS}@{part.key}"]),
                )
                for part in scored(project)
            ]
    if step.state == "open" and can(user, Permission.WORK_STEP, on=project):
        links += [
            (
                f"逐项检查“{one.name}”",
                reverse("renovation:checklist", args=[project.pk, one.key]),
            )
            for one in standards(rule, found.way(step).rule)
        ]
    return links
