"""The residents' say of a project in the order of work: who applies, the roll, rounds, notices,
supervisors, disputes, the survey; each with where it stands and its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from approvals.models import Objection, Survey
from policies.rules.registers import CONCERNS
from policies.rules.vocabulary import StepKind
from renovation.models import Project, Step
from renovation.selectors.registers import concerning

PAGES = {StepKind.CONSENT: "approvals:rounds", StepKind.NOTICE: "approvals:notices"}
BEFORE, AFTER = ("applicant",), ("supervision", "dispute")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: its name, page, state in words; `pressing` where somebody must act."""

    label: str
    url: str
    words: str
    current: bool = False
    done: bool = False
    pressing: bool = False


def residents_way(project: Project, on: date, here: str) -> list[Stop]:
    """Every stop that the project's scheme has; `here`: URL of the page shown. Constant queries."""
    kept = _kept(project, on)
    steps = [step for step in project.steps.all() if step.kind in PAGES]
    steps.sort(key=lambda step: step.position)
    open_objections = Objection.objects.filter(notice__project=project, settled_at=None).count()
    stops = [kept[key] for key in BEFORE if key in kept]
    stops.append(Stop("名册", reverse("approvals:roll", args=[project.pk]), "房屋、业主、面积"))
    stops += [_step(project, step, open_objections) for step in steps]
    stops += [kept[key] for key in AFTER if key in kept]
    stops.append(_survey(project))
    return [_marked(stop, here) for stop in stops]


def _kept(project: Project, on: date) -> dict[str, Stop]:
    """Applicant, supervisors, disputes by what they concern, as far as the scheme orders them."""
    page = reverse("approvals:bodies", args=[project.pk])
    found: dict[str, Stop] = {}
    for one in concerning(project, on):
        words = f"{one.rows} 条" if one.rows else "未登记"
        if one.rule.concerns == "dispute" and one.rows:
            words = f"{one.open} 件未办结" if one.open else "均已办结"
        if one.late:
            words += f"，逾期 {one.late} 件"
        needs = one.rule.concerns == "applicant" and not one.rows
        found[one.rule.concerns] = Stop(
            CONCERNS[one.rule.concerns],
            f"{page}#{one.rule.concerns}",
            words,
            done=bool(one.rows) and not one.open and one.rule.concerns == "dispute",
            pressing=needs or bool(one.late),
        )
    return found


def _step(project: Project, step: Step, open_objections: int) -> Stop:
    kind = StepKind(step.kind)
    url, words = reverse(PAGES[kind], args=[project.pk]), step.get_state_display()
    if kind == StepKind.CONSENT:
        url += f"?round={step.subject}"
    elif open_objections and step.state != "done":
        words += f"，异议 {open_objections} 件未办结"
    pressing = kind == StepKind.NOTICE and bool(open_objections) and step.state != "done"
    return Stop(step.name, url, words, done=step.state == "done", pressing=pressing)


def _survey(project: Project) -> Stop:
    latest = Survey.objects.filter(project=project).order_by("-pk").first()
    words = "完工后开展" if latest is None else "已办结" if latest.closed_at else "进行中"
    url = reverse("approvals:surveys", args=[project.pk])
    return Stop("满意度调查", url, words, done=bool(latest and latest.closed_at))


def _marked(stop: Stop, here: str) -> Stop:
    if stop.url != here:
        return stop
    return replace(stop, current=True)
