"""Checks of the procedure: references, order, steps that could never be reached, the funnel."""

from __future__ import annotations

from collections import Counter

from policies.loading import schema as s
from policies.loading import schema_procedure as p
from policies.loading.collecting import Collector, keyed
from policies.loading.gate_checks import check_gates
from policies.loading.obligation_checks import check_obligations
from policies.loading.premise_checks import Words, check_premises, stated
from policies.loading.shapes import Layered
from policies.loading.time_checks import check_deadline, check_phases
from policies.rules.vocabulary import FUNNEL, MILESTONE_LABELS, PRINTED, Lifecycle, MilestoneKind

_ADD = "在政策文件中补这一节，或改步骤的 kind"
_SUBJECTS: dict[str, Layered] = {"consent": "rounds", "notice": "notices", "review": "reviews"}
# Papers that are printed of a round or a notice, and the kind of step that has one of its own.
_PRINTED_OF: dict[str, str] = {"consent_summary": "consent", "notice": "notice"}


def check_procedure(
    found: Collector, shape: s.PolicyShape, procedure: p.ProcedureShape, words: Words
) -> None:
    """Everything wrong with phases, steps, their order, gates, deadlines and obligations."""
    steps = procedure.steps
    check_phases(found, procedure.phases)
    found.unique((step.key for step in steps), "procedure.steps")
    for index, step in enumerate(steps):
        _step(found, shape, procedure, step, words, f"procedure.steps[{index}]")
    _funnel(found, steps)
    later = _order(found, steps)
    if later is not None:
        _conditions_in_time(found, shape, steps, later)
    check_gates(found, shape, words, later)
    check_obligations(found, shape, words, later)


def _who(found: Collector, step: p.StepShape, units: set[str], path: str) -> None:
    """Whoever carries out, answers, helps or issues is a unit of the file."""
    found.known(step.lead, units, f"{path}.lead", "单位")
    if step.responsible:
        found.known(step.responsible, units, f"{path}.responsible", "单位")
    if step.responsible == step.lead:
        remedy = "牵头单位自己负责的，不写 responsible"
        found.add(f"{path}.responsible", "责任单位就是牵头单位", step.lead, "另一个单位", remedy)
    for unit in step.supporters:
        found.known(unit, units, f"{path}.supporters", "单位")
    for index, document in enumerate(step.documents):
        if document.issuer:
            found.known(document.issuer, units, f"{path}.documents[{index}].issuer", "单位")


def _step(
    found: Collector,
    shape: s.PolicyShape,
    procedure: p.ProcedureShape,
    step: p.StepShape,
    words: Words,
    path: str,
) -> None:
    units, keys = keyed(shape.units), keyed(procedure.steps)
    found.known(step.phase, keyed(procedure.phases), f"{path}.phase", "阶段")
    _who(found, step, units, path)
    for other in step.after:
        found.known(other, keys, f"{path}.after", "步骤")
    if step.moves_to:
        found.known(step.moves_to, set(Lifecycle), f"{path}.moves_to", "项目状态")
    if step.reaches:
        found.known(step.reaches, set(MilestoneKind), f"{path}.reaches", "里程碑")
    _subject(found, shape, step, path)
    for index, document in enumerate(step.documents):
        _printed(found, shape, step, document, f"{path}.documents[{index}]")
    if step.deadline:
        check_deadline(found, step.deadline, keys, words, f"{path}.deadline")
    _conditional(found, step, words, path)
    _throughout(found, step, procedure.steps, path)


def _subject(found: Collector, shape: s.PolicyShape, step: p.StepShape, path: str) -> None:
    field = _SUBJECTS.get(step.kind)
    if field:
        found.known(step.subject, stated(shape, field), f"{path}.subject", "所办事项")
    if step.kind == "acceptance" and not shape.acceptance:
        found.add(f"{path}.kind", "有验收步骤而没有写验收各方", step.key, "acceptance", _ADD)
    if step.kind == "handover" and not shape.handover:
        found.add(f"{path}.kind", "有移交步骤而没有写移交清单", step.key, "handover", _ADD)


def _printed(
    found: Collector, shape: s.PolicyShape, step: p.StepShape, document: p.DocumentShape, path: str
) -> None:
    """What is printed for a document exists, and so does the round or notice it is printed of."""
    if document.prints and not found.known(document.prints, PRINTED, f"{path}.prints", "印制文件"):
        return
    kind = _PRINTED_OF.get(document.prints, "")
    if document.scope and kind:
        found.known(document.scope, stated(shape, _SUBJECTS[kind]), f"{path}.scope", "所印事项")
    elif document.scope:
        remedy = "去掉 scope：这份文件不是由某一轮征询、某次公示印出的"
        found.add(f"{path}.scope", "用不着写印制对象", document.scope, "不写", remedy)
    elif kind and step.kind != kind:
        remedy = f"写明 scope：由哪一个（{'、'.join(sorted(stated(shape, _SUBJECTS[kind])))}）印出"
        found.add(f"{path}.scope", "没有写由哪一轮征询、哪次公示印出", "", "一个键", remedy)


def _conditional(found: Collector, step: p.StepShape, words: Words, path: str) -> None:
    check_premises(found, step.when, words, f"{path}.when")
    if step.when and (step.reaches or step.moves_to):
        remedy = "把 reaches、moves_to 移到每个项目都办的步骤"
        message = "有条件的步骤不能达成里程碑或改变项目状态，否则有的项目永远走不到"
        found.add(f"{path}.when", message, step.key, "不写 when", remedy)


def _throughout(found: Collector, step: p.StepShape, steps: list[p.StepShape], path: str) -> None:
    if not step.throughout:
        return
    waiting = [one.key for one in steps if step.key in one.after]
    if waiting or step.reaches or step.moves_to:
        found.add(
            f"{path}.throughout",
            "贯穿全过程的步骤到项目办结才结束，不能有步骤等它，也不能达成里程碑",
            "、".join(waiting),
            "不出现在别的步骤的 after 中",
            "去掉 throughout，或改写 after、reaches、moves_to",
        )


def _conditions_in_time(
    found: Collector, shape: s.PolicyShape, steps: list[p.StepShape], later: dict[str, set[str]]
) -> None:
    """Whether a step is taken must be known before it: not by what it or a later one says."""
    answered = {fact.key: fact.step for fact in shape.facts if fact.step}
    for index, step in enumerate(steps):
        for number, row in enumerate(step.when):
            source = answered.get(row.fact)
            if source and (source == step.key or source in later[step.key]):
                found.add(
                    f"procedure.steps[{index}].when[{number}].fact",
                    "认定这一事实的步骤不在本步骤之前，循环等待",
                    row.fact,
                    "由前面的步骤认定",
                    "调整 facts 中的 step",
                )


def _funnel(found: Collector, steps: list[p.StepShape]) -> None:
    reached = Counter(step.reaches for step in steps if step.reaches)
    for kind, count in reached.items():
        if count > 1:
            found.add("procedure.steps", "同一里程碑由多个步骤达成", kind, "只由一个步骤达成")
    for kind in FUNNEL:
        if kind not in reached:
            found.add(
                "procedure.steps",
                f"没有步骤达成里程碑“{MILESTONE_LABELS[kind]}”",
                "",
                kind,
                "在相应步骤写 reaches",
            )


def _ring(waiting: dict[str, set[str]]) -> list[str]:
    """One circle among steps that all wait for another of them, each before what waits for it."""
    seen: list[str] = []
    at = min(waiting)
    while at not in seen:
        seen.append(at)
        at = min(waiting[at] & set(waiting))
    return seen[seen.index(at) :][::-1]


def _order(found: Collector, steps: list[p.StepShape]) -> dict[str, set[str]] | None:
    """For every step all that come after it; None when the steps run in a circle."""
    before: dict[str, set[str]] = {}
    left = {step.key: set(step.after) for step in steps}
    while left:
        ready = [key for key, needs in left.items() if not needs & set(left)]
        if not ready:
            ring = _ring(left)
            found.add(
                f"procedure.steps[{[step.key for step in steps].index(ring[0])}].after",
                "步骤先后成环，永远走不到",
                " → ".join((*ring, ring[0])),
                "从先到后，不回到自身",
                "去掉环中的一个 after",
            )
            return None
        for key in ready:
            needs = left.pop(key)
            before[key] = needs.union(*(before.get(one, set()) for one in needs))
    return {key: {other for other in before if key in before[other]} for key in before}
