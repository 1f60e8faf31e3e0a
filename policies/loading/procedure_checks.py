"""Checks of the procedure: references, order, gates that could never open, the funnel."""

from __future__ import annotations

from collections import Counter
from datetime import date

from policies.loading import schema as s
from policies.loading import schema_procedure as p
from policies.loading.collecting import Collector, keyed
from policies.loading.shapes import Layered
from policies.rules.gates import parse_value
from policies.rules.vocabulary import (
    FACTS,
    FUNNEL,
    MILESTONE_LABELS,
    Lifecycle,
    MilestoneKind,
)

_SUBJECTS: dict[str, Layered] = {"consent": "rounds", "notice": "notices", "review": "reviews"}
_NUMERIC = {"count", "area", "money", "share"}


def check_procedure(found: Collector, shape: s.PolicyShape, procedure: p.ProcedureShape) -> None:
    """Everything wrong with steps, their order, gates and deadlines."""
    steps = procedure.steps
    found.unique((step.key for step in steps), "procedure.steps")
    found.unique((gate.key for step in steps for gate in step.gates), "procedure.steps.gates")
    for index, step in enumerate(steps):
        _step(found, shape, procedure, step, f"procedure.steps[{index}]")
    _funnel(found, steps)
    order = _order(found, steps)
    units = keyed(shape.units)
    documents = {document.key for step in steps for document in step.documents}
    for index, step in enumerate(steps):
        for number, gate in enumerate(step.gates):
            path = f"procedure.steps[{index}].gates[{number}]"
            found.known(gate.owed_by, units, f"{path}.owed_by", "单位")
            if _gate(found, shape, gate, documents, path) and order is not None:
                _not_circular(found, steps, order[step.key], gate, path)


def _step(
    found: Collector,
    shape: s.PolicyShape,
    procedure: p.ProcedureShape,
    step: p.StepShape,
    path: str,
) -> None:
    units, keys = keyed(shape.units), keyed(procedure.steps)
    found.known(step.phase, keyed(procedure.phases), f"{path}.phase", "阶段")
    found.known(step.lead, units, f"{path}.lead", "单位")
    for unit in step.supporters:
        found.known(unit, units, f"{path}.supporters", "单位")
    for other in step.after:
        found.known(other, keys, f"{path}.after", "步骤")
    if step.moves_to:
        found.known(step.moves_to, set(Lifecycle), f"{path}.moves_to", "项目状态")
    if step.reaches:
        found.known(step.reaches, set(MilestoneKind), f"{path}.reaches", "里程碑")
    _subject(found, shape, step, path)
    _deadline(found, step, keys, path)


def _subject(found: Collector, shape: s.PolicyShape, step: p.StepShape, path: str) -> None:
    field = _SUBJECTS.get(step.kind)
    if field:
        found.known(step.subject, _stated(shape, field), f"{path}.subject", "所办事项")
    if step.kind == "acceptance" and not shape.acceptance:
        found.add(f"{path}.kind", "有验收步骤而没有写验收各方", step.key, "acceptance")
    if step.kind == "handover" and not shape.handover:
        found.add(f"{path}.kind", "有移交步骤而没有写移交清单", step.key, "handover")


def _stated(shape: s.PolicyShape, field: Layered) -> set[str]:
    """Keys that the file states, and those that it leaves to a wider layer by name."""
    return keyed(getattr(shape, field)) | set(shape.wider.get(field, ()))


def _deadline(found: Collector, step: p.StepShape, keys: set[str], path: str) -> None:
    deadline = step.deadline
    if deadline is None:
        return
    if deadline.fixed is None and deadline.within is None and not deadline.yearly:
        found.add(f"{path}.deadline", "期限既没有日期也没有天数", "", "fixed、within 或 yearly")
    if deadline.yearly and not _is_month_day(deadline.yearly):
        found.add(f"{path}.deadline.yearly", "没有这一天", deadline.yearly, "月-日，如 05-31")
    if deadline.after:
        found.known(deadline.after, keys, f"{path}.deadline.after", "步骤")


def _is_month_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


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


def _order(found: Collector, steps: list[p.StepShape]) -> dict[str, set[str]] | None:
    """For every step all that come after it; None when the steps run in a circle."""
    before: dict[str, set[str]] = {}
    left = {step.key: set(step.after) for step in steps}
    while left:
        ready = [key for key, needs in left.items() if not needs & set(left)]
        if not ready:
            found.add(
                "procedure.steps",
                "步骤先后成环，永远走不到",
                "、".join(sorted(left)),
                "去掉环中的一个 after",
            )
            return None
        for key in ready:
            needs = left.pop(key)
            before[key] = needs.union(*(before.get(one, set()) for one in needs))
    return {key: {other for other in before if key in before[other]} for key in before}


def _gate(
    found: Collector, shape: s.PolicyShape, gate: p.GateShape, documents: set[str], path: str
) -> bool:
    if not found.known(gate.fact, FACTS, f"{path}.fact", "事实键", "见 docs/policies.md 的事实表"):
        return False
    kind = FACTS[gate.fact]
    if kind.value in {"word", "code"} or kind.scoped == "score":
        found.add(
            f"{path}.fact", "这个事实用于改造范围和优先次序，不能作条件", gate.fact, "别的事实"
        )
        return False
    scopes = {
        "round": _stated(shape, "rounds"),
        "notice": _stated(shape, "notices"),
        "review": _stated(shape, "reviews"),
        "document": documents,
    }
    if kind.scoped and not found.known(gate.scope, scopes[kind.scoped], f"{path}.scope", "对象"):
        return False
    if gate.scope and not kind.scoped:
        found.add(f"{path}.scope", f"“{kind.label}”不分对象", gate.scope, "不写 scope")
    if (gate.operator == "passed") != (kind.value == "date" and not gate.value):
        found.add(
            f"{path}.operator",
            "passed 只用于日期，且不写 value",
            gate.operator,
            "日期用 passed，其余用比较符",
        )
        return False
    if gate.operator != "passed":
        _value(found, gate, path)
    return True


def _value(found: Collector, gate: p.GateShape, path: str) -> None:
    kind = FACTS[gate.fact]
    if gate.of:
        if not found.known(gate.of, FACTS, f"{path}.of", "事实键"):
            return
        found.share(gate.value, f"{path}.value")
        if FACTS[gate.of].value != kind.value or kind.value not in _NUMERIC:
            found.add(f"{path}.of", "两个事实不能相比", gate.of, f"同为 {kind.value} 的事实")
        return
    try:
        parse_value(kind, gate.value)
    except ValueError as error:
        found.add(f"{path}.value", str(error), gate.value)
    if kind.value == "bool" and gate.operator != "=":
        found.add(f"{path}.operator", "是否类的事实只能用 =", gate.operator, "=")


def _not_circular(
    found: Collector, steps: list[p.StepShape], later: set[str], gate: p.GateShape, path: str
) -> None:
    """A gate must not ask for what only a later step brings."""
    kinds = {"round": "consent", "notice": "notice", "review": "review"}
    kind = kinds.get(FACTS[gate.fact].scoped)
    if kind is None:
        return
    sources = {one.key for one in steps if one.kind == kind and one.subject == gate.scope}
    if not sources:
        found.add(
            path,
            "没有步骤办理这个条件所依的事项，条件永远不满足",
            gate.scope,
            f"一个 kind: {kind} 的步骤",
        )
    elif sources <= later:
        found.add(
            path,
            "条件所依的事项在本步骤之后才办，循环等待",
            gate.scope,
            "把条件移到后面的步骤，或调整 after",
        )
