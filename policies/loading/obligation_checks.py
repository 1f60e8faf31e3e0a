"""Checks of obligations and limits: nobody's obligation, a discharge never reached, a wrong way."""

from __future__ import annotations

from policies.loading import schema as s
from policies.loading import schema_premises as c
from policies.loading.collecting import Collector, keyed
from policies.loading.gate_checks import Later
from policies.loading.premise_checks import Words, check_premises


def check_obligations(
    found: Collector, shape: s.PolicyShape, words: Words, later: Later | None
) -> None:
    """Everything wrong with obligations and the limits over several steps."""
    steps = shape.procedure.steps if shape.procedure else []
    keys = keyed(steps)
    answered = {fact.key: fact.step for fact in shape.facts if fact.step}
    for index, one in enumerate(shape.obligations):
        path = f"obligations[{index}]"
        if one.by:
            found.known(one.by, keyed(shape.units), f"{path}.by", "单位")
        _waivers(found, one, words, path)
        _discharges(found, one, keyed(shape.obligations), keys, words, path)
        if later is not None:
            _answered_in_time(found, one, answered, later, path)
    for index, limit in enumerate(shape.limits):
        _limit(found, limit, keys, words, later, f"limits[{index}]")


def _waivers(found: Collector, one: c.ObligationShape, words: Words, path: str) -> None:
    found.unique((waiver.key for waiver in one.waived), f"{path}.waived")
    for number, waiver in enumerate(one.waived):
        where = f"{path}.waived[{number}]"
        check_premises(found, waiver.when, words, f"{where}.when")
        for place, key in enumerate(waiver.instead):
            remedy = "在代替办理的步骤的 documents 中列出"
            allowed = words.scopes["document"]
            found.known(key, allowed, f"{where}.instead[{place}]", "要件", remedy)


def _discharges(
    found: Collector,
    one: c.ObligationShape,
    obligations: set[str],
    steps: set[str],
    words: Words,
    path: str,
) -> None:
    last = len(one.discharged) - 1
    for number, row in enumerate(one.discharged):
        where = f"{path}.discharged[{number}]"
        found.known(row.step, steps, f"{where}.step", "步骤")
        if row.filing:
            found.known(row.filing, obligations, f"{where}.filing", "审批事项")
        check_premises(found, row.when, words, f"{where}.when")
        if row.when and not (row.says and row.clause):
            found.add(where, "有条件的办理方式要有转述和条款", row.step, "says 和 clause")
        if number == last and row.when:
            found.add(
                f"{where}.when",
                "条件不成立时没有步骤办理这一事项",
                one.key,
                "最后一种办理方式不写 when",
                "补一条不带条件的办理方式",
            )
        if number < last and not row.when:
            found.add(where, "后面的办理方式永远轮不到", row.step, "只有最后一种不写 when")


def _answered_in_time(
    found: Collector, one: c.ObligationShape, answered: dict[str, str], later: Later, path: str
) -> None:
    """What decides how an obligation is met must be known when its steps are reached."""
    steps = {row.step for row in one.discharged}
    rows = [(f"discharged[{n}]", row.when) for n, row in enumerate(one.discharged)]
    rows += [(f"waived[{n}]", row.when) for n, row in enumerate(one.waived)]
    for name, when in rows:
        for number, row in enumerate(when):
            step = answered.get(row.fact)
            if step and any(step in later.get(key, set()) for key in steps):
                found.add(
                    f"{path}.{name}.when[{number}].fact",
                    "认定这一事实的步骤在办理步骤之后，循环等待",
                    row.fact,
                    "由办理步骤之前或当步的步骤认定",
                    "调整 facts 中的 step",
                )


def _limit(
    found: Collector,
    limit: s.LimitShape,
    steps: set[str],
    words: Words,
    later: Later | None,
    path: str,
) -> None:
    known = [found.known(getattr(limit, name), steps, f"{path}.{name}", "步骤") for name in ENDS]
    check_premises(found, limit.when, words, f"{path}.when")
    if later is None or not all(known) or limit.start == limit.end:
        return
    if limit.end not in later[limit.start]:
        expected = f"{limit.start} 之后的步骤"
        found.add(f"{path}.end", "止于的步骤不在起于的步骤之后", limit.end, expected)


ENDS = ("start", "end")
