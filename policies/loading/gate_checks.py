"""Checks of gates: known facts, fitting values, and never a wait for what only comes later."""

from __future__ import annotations

from collections.abc import Mapping

from policies.loading import schema as s
from policies.loading import schema_procedure as p
from policies.loading.collecting import Collector, keyed
from policies.loading.premise_checks import (
    NUMERIC,
    ONE_WORD,
    REMEDY,
    Words,
    check_scope,
    check_value,
    stated,
)
from policies.loading.shapes import Layered

OPEN_OBJECTIONS = "notice.open_objections"
Later = Mapping[str, set[str]]


def check_gates(found: Collector, shape: s.PolicyShape, words: Words, later: Later | None) -> None:
    """Everything wrong with the gates; `later`: for every step all that come after it."""
    procedure = shape.procedure
    if procedure is None:
        return
    units, sources = keyed(shape.units), sources_of(shape, procedure)
    found.unique((g.key for step in procedure.steps for g in step.gates), "procedure.steps.gates")
    for index, step in enumerate(procedure.steps):
        for number, gate in enumerate(step.gates):
            path = f"procedure.steps[{index}].gates[{number}]"
            found.known(gate.owed_by, units, f"{path}.owed_by", "单位")
            if not _fits(found, words, gate, path):
                continue
            _own_document(found, step, gate, path)
            if later is not None:
                source = sources.get((gate.fact.partition(".")[0], gate.scope))
                if gate.fact in {fact.key for fact in shape.facts}:
                    source = sources.get((gate.fact, ""))
                _in_time(found, gate, source, later[step.key], path)
    _objections_hold(found, shape, procedure)


def _objections_hold(found: Collector, shape: s.PolicyShape, procedure: p.ProcedureShape) -> None:
    """A notice that does not end while an objection is open has a gate that says so."""
    gated = {g.scope for one in procedure.steps for g in one.gates if g.fact == OPEN_OBJECTIONS}
    posted = {one.subject for one in procedure.steps if one.kind == "notice"}
    for index, notice in enumerate(shape.notices):
        if notice.key in posted - gated and not notice.open_objections_allowed:
            found.add(
                f"notices[{index}].open_objections_allowed",
                "异议须全部办结，却没有步骤以此为条件",
                notice.key,
                f"某一步骤的条件 {OPEN_OBJECTIONS}，scope 为 {notice.key}",
                "在公示步骤或其后的步骤加上这个条件，或写明可有未办结异议",
            )


def sources_of(
    shape: s.PolicyShape, procedure: p.ProcedureShape
) -> dict[tuple[str, str], set[str]]:
    """The steps that bring a fact about, by the fact's first word and its object.

    Own facts stand under their key, with the step that the policy names for them.
    """
    rules: dict[str, Layered] = {"consent": "rounds", "notice": "notices", "review": "reviews"}
    found: dict[tuple[str, str], set[str]] = {
        (word, key): _steps(procedure, word, key)
        for word, field in rules.items()
        for key in stated(shape, field)
    }
    for word in ("acceptance", "handover", "works"):
        found[word, ""] = _steps(procedure, word)
    found |= {(fact.key, ""): {fact.step} for fact in shape.facts if fact.step}
    return found


def _steps(procedure: p.ProcedureShape, kind: str, subject: str = "") -> set[str]:
    return {
        step.key
        for step in procedure.steps
        if step.kind == kind and (not subject or step.subject == subject)
    }


def _fits(found: Collector, words: Words, gate: p.GateShape, path: str) -> bool:
    if not found.known(gate.fact, words.kinds, f"{path}.fact", "事实键", REMEDY):
        return False
    kind = words.kinds[gate.fact]
    if kind.scoped == "score" or kind.value == "code":
        message = "这个事实用于改造范围和优先次序，不能作条件"
        found.add(f"{path}.fact", message, gate.fact, "别的事实")
        return False
    if kind.scoped and not check_scope(found, kind, gate.scope, words, path):
        return False
    if not kind.scoped:
        check_scope(found, kind, gate.scope, words, path)
    if (gate.operator == "passed") != (kind.value == "date" and not gate.value):
        expected = "日期用 passed，其余用比较符"
        found.add(f"{path}.operator", "passed 只用于日期，且不写 value", gate.operator, expected)
        return False
    if gate.operator != "passed":
        _value(found, words, gate, path)
    return True


def _value(found: Collector, words: Words, gate: p.GateShape, path: str) -> None:
    kind = words.kinds[gate.fact]
    if gate.of:
        if not found.known(gate.of, words.kinds, f"{path}.of", "事实键"):
            return
        found.share(gate.value, f"{path}.value")
        if words.kinds[gate.of].value != kind.value or kind.value not in NUMERIC:
            expected = f"同为 {kind.value} 的事实"
            found.add(f"{path}.of", "两个事实不能相比", gate.of, expected)
        return
    check_value(found, kind, gate.value, f"{path}.value")
    if kind.value in ONE_WORD and gate.operator != "=":
        found.add(f"{path}.operator", "是否类和列举类的事实只能用 =", gate.operator, "=")


def _own_document(found: Collector, step: p.StepShape, gate: p.GateShape, path: str) -> None:
    own = {document.key for document in step.documents}
    if gate.fact == "document.present" and gate.scope not in own:
        remedy = "把要件写在本步骤的 documents 中"
        found.add(f"{path}.scope", "条件所看的要件不在本步骤", gate.scope, "、".join(own), remedy)


def _in_time(
    found: Collector, gate: p.GateShape, sources: set[str] | None, later: set[str], path: str
) -> None:
    if sources is None:
        return
    if not sources:
        found.add(
            path,
            "没有步骤办理这个条件所依的事项，条件永远不满足",
            gate.scope or gate.fact,
            "有一个步骤办理它",
            "增加办理它的步骤，或换成本程序中有的事实",
        )
    elif sources <= later:
        found.add(
            path,
            "条件所依的事项在本步骤之后才办，循环等待",
            gate.scope or gate.fact,
            "本步骤之前办理的事项",
            "把条件移到后面的步骤，或调整 after",
        )
