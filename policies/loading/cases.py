"""The shape of `cases.yaml`, and its way into `rules.cases.Case`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from common.errors import Problem, Refused
from policies.loading.problems import from_validation
from policies.loading.reading import read_yaml
from policies.loading.schema import Exact, Key, Shape, Text
from policies.rules.cases import Case
from policies.rules.model import Policy

THEMES = {
    "consent": "consent",
    "notice": "notice",
    "deadline": "procedure",
    "gate": "procedure",
    "shares": "shares",
    "apportion": "shares",
    "merge": "merges",
    "catalogue": "contents",
}


class CaseShape(Shape):
    """What every case has; expected values are text, booleans or whole numbers."""

    id: Text
    title: Text
    depends: list[str] = []
    expect: dict[str, str | bool | int | date]


class ConsentCase(CaseShape):
    """Counts of one matter."""

    kind: Literal["consent"]
    round: Key
    matter: Key
    counts: dict[str, int | Exact]


class NoticeCase(CaseShape):
    """The last day of a notice."""

    kind: Literal["notice"]
    notice: Key
    posted: date


class DeadlineCase(CaseShape):
    """When a step is due."""

    kind: Literal["deadline"]
    step: Key
    start: date | None = None


class GateCase(CaseShape):
    """Whether a gate is open; facts are `key` or `key@scope`."""

    kind: Literal["gate"]
    gate: Key
    on: date
    facts: dict[str, str | bool | int | date] = {}


class CostShape(Shape):
    """A cost in 元."""

    amount: Exact
    level: str = ""
    name: str = "内容"
    tags: list[str] = []


class SharesCase(CaseShape):
    """Who pays what."""

    kind: Literal["shares"]
    items: list[CostShape]
    area: Exact = "0"
    social: Exact = "0"
    stage: Literal["estimate", "due", "final"] = "estimate"


class HomeShape(Shape):
    """A home that pays."""

    code: Text
    area: Exact
    building: str = ""


class ApportionCase(CaseShape):
    """The residents' sum over homes."""

    kind: Literal["apportion"]
    due: Exact
    homes: list[HomeShape]


class MergeCase(CaseShape):
    """Approvals filed as one."""

    kind: Literal["merge"]
    cost: Exact


class CatalogueCase(CaseShape):
    """Counts of the catalogue."""

    kind: Literal["catalogue"]
    code: str = ""


AnyCase = Annotated[
    ConsentCase
    | NoticeCase
    | DeadlineCase
    | GateCase
    | SharesCase
    | ApportionCase
    | MergeCase
    | CatalogueCase,
    Field(discriminator="kind"),
]
ADAPTER: TypeAdapter[list[AnyCase]] = TypeAdapter(list[AnyCase])


def parse_cases(text: str, policy: Policy, name: str = "cases.yaml") -> list[dict[str, Any]]:
    """The cases of a file as JSON to be stored; raises Refused with every problem."""
    data = read_yaml(text, name)
    try:
        cases = ADAPTER.validate_python(data)
    except ValidationError as error:
        raise Refused(from_validation(error, name)) from error
    problems = _check(cases, policy, name)
    if problems:
        raise Refused(problems)
    stored: list[dict[str, Any]] = ADAPTER.dump_python(cases, mode="json")
    return stored


def cases_of(stored: list[dict[str, Any]]) -> tuple[Case, ...]:
    """Rebuild the cases of a stored version."""
    shapes = ADAPTER.validate_python(stored, strict=False)
    return tuple(_case(shape) for shape in shapes)


def _case(shape: AnyCase) -> Case:
    data = shape.model_dump()
    common = {key: data.pop(key) for key in ("id", "title", "depends", "expect", "kind")}
    return Case(
        id=common["id"],
        title=common["title"],
        kind=common["kind"],
        theme=THEMES[common["kind"]],
        facts=data,
        expect=common["expect"],
        depends=tuple(common["depends"]),
    )


def _check(cases: list[AnyCase], policy: Policy, name: str) -> list[Problem]:
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
            )
            for one in case.depends
            if one not in conflicts
        ]
    return problems
