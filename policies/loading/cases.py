"""The shape of `cases.yaml`, and its way into `rules.cases.Case`.

A case is a set of facts with a number, a title and what is expected to come out of them.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Any, cast

from pydantic import Field, TypeAdapter, create_model

from common.errors import Problem, Refused
from policies.loading.facts import SHAPES, question, validated
from policies.loading.reading import read_yaml
from policies.loading.shapes import FactsShape, Number, Text
from policies.loading.soundness import unsound
from policies.loading.upgrading import upgraded_cases
from policies.rules.cases import Case
from policies.rules.model import Policy


class CaseShape(FactsShape):
    """What every case has; expected values are text, booleans or whole numbers."""

    id: Number
    title: Text
    depends: list[str] = []
    expect: dict[str, str | bool | int | date]


def _with_facts(facts: type[FactsShape]) -> type[CaseShape]:
    bases: Any = (facts, CaseShape)
    name = facts.__name__.replace("Facts", "Case")
    return cast("type[CaseShape]", create_model(name, __base__=bases, __doc__=facts.__doc__))


CASES: dict[str, type[CaseShape]] = {kind: _with_facts(facts) for kind, facts in SHAPES.items()}
_UNION: Any = reduce(or_, CASES.values())
_LIST: Any = list
ADAPTER: TypeAdapter[Any] = TypeAdapter(_LIST[Annotated[_UNION, Field(discriminator="kind")]])


def parse_cases(text: str, policy: Policy, name: str = "cases.yaml") -> list[dict[str, Any]]:
    """The cases of a file as JSON to be stored; raises Refused with every problem."""
    return checked_cases(read_yaml(text, name), policy, name, strict=True)


def check_shapes(text: str, name: str) -> None:
    """Raise Refused with what is wrong with cases whose policy cannot be read."""
    validated(read_yaml(text, name), CASES, name)


def checked_cases(
    data: Any, policy: Policy, name: str = "cases.yaml", *, strict: bool = False
) -> list[dict[str, Any]]:
    """Cases as plain data, checked; `strict` False takes dates as JSON writes them. As above."""
    cases = validated(data if strict else _today(data), CASES, name, strict=strict)
    rows = [case.model_dump(exclude_none=True) for case in cases]
    problems = [*unsound(rows, name), *_check(cases, policy, name)]
    if problems:
        raise Refused(problems)
    return [case.model_dump(mode="json", exclude_none=True) for case in cases]


def cases_of(stored: list[dict[str, Any]]) -> tuple[Case, ...]:
    """Rebuild the cases of a stored version."""
    if not stored:
        return ()
    return tuple(map(_case, validated(_today(stored), CASES, "cases", strict=False)))


def _today(data: Any) -> Any:
    """Cases of an older release as this one writes them; what is no list is refused later."""
    shaped = isinstance(data, list) and all(isinstance(one, dict) for one in data)
    return upgraded_cases(data) if shaped else data


def _case(shape: CaseShape) -> Case:
    asked = question(shape)
    return Case(
        id=shape.id,
        title=shape.title,
        kind=asked.kind,
        facts=asked.facts,
        expect=shape.expect,
        depends=tuple(shape.depends),
    )


def _check(cases: list[CaseShape], policy: Policy, name: str) -> list[Problem]:
    problems = []
    conflicts = {conflict.id for conflict in policy.conflicts}
    seen: set[str] = set()
    for index, case in enumerate(cases):
        if case.id in seen:
            problems.append(
                Problem(
                    "算例编号重复",
                    code="policy",
                    field=f"{name}: [{index}].id",
                    value=case.id,
                    expected="每个编号只用一次",
                    remedy="另编一个号",
                )
            )
        seen.add(case.id)
        problems += [
            Problem(
                "算例所依的冲突没有记录",
                code="policy",
                field=f"{name}: [{index}].depends",
                value=one,
                expected="policy.yaml 的 conflicts 中的编号",
                remedy="改正编号，或先在 conflicts 中记录",
            )
            for one in case.depends
            if one not in conflicts
        ]
    return problems
