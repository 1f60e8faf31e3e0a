"""The shape of the facts that a rule is asked with, in cases, "what if" and `manage.py evaluate`.

One shape per evaluator, told apart by `kind`. Only the form is checked here; whether the policy has
such a rule, and whether the facts suffice, the evaluator says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import StringConstraints, ValidationError

from common.errors import Problem, Refused
from policies.loading import facts_government, facts_money
from policies.loading.problems import from_validation
from policies.loading.reading import read_yaml
from policies.loading.shapes import Exact, FactsShape, Key, Shape, Text
from policies.rules.evaluating import EVALUATORS


class CountsShape(Shape):
    """Heads and households are whole numbers, areas ㎡ as text; what no test reads may be left."""

    all_heads: int | None = None
    all_area: Exact | None = None
    all_households: int | None = None
    participating_heads: int | None = None
    participating_area: Exact | None = None
    participating_households: int | None = None
    agree_heads: int | None = None
    agree_area: Exact | None = None
    agree_households: int | None = None
    against_heads: int | None = None


class PileShape(Shape):
    """Papers of one answer."""

    said: Literal["agree", "against", "abstain", "blank", "invalid", "missing"]
    heads: int
    area: Exact
    households: int = 0
    proxy: Literal["none", "mandate", "without"] = "none"


class GroupShape(Shape):
    """Counts of other owners, or of one building or entrance (`part`)."""

    of: Literal["owners", "paying", "affected"] = "owners"
    scope: Literal["community", "cluster", "building", "entrance"] = "community"
    part: str = ""
    counts: CountsShape


class ConsentFacts(FactsShape):
    """Counts of one matter, or the papers they are counted from; counts of parts in `groups`."""

    kind: Literal["consent"]
    round: Key
    matter: Key
    counts: CountsShape | None = None
    papers: list[PileShape] = []
    groups: list[GroupShape] = []


class InterruptionShape(Shape):
    """The day a notice was found down, the day it was put up again."""

    down: date
    restored: date | None = None


class NoticeFacts(FactsShape):
    """The day a notice was posted, and when it was down."""

    kind: Literal["notice"]
    notice: Key
    posted: date
    interruptions: list[InterruptionShape] = []


class Situated(FactsShape):
    """A project as far as it is known: facts as `key` or `key@scope`, keys of chosen items."""

    facts: dict[str, str | bool | int | date] = {}
    items: list[str] | None = None


class DeadlineFacts(Situated):
    """The day from which a step is counted, and the day it was done."""

    kind: Literal["deadline"]
    step: Key
    start: date | None = None
    done: date | None = None


class LimitFacts(Situated):
    """The day from which several steps together are counted, and the day they were done."""

    kind: Literal["limit"]
    limit: Key
    start: date | None = None
    done: date | None = None


class GateFacts(Situated):
    """The day of asking."""

    kind: Literal["gate"]
    gate: Key
    on: date


class PhaseFacts(FactsShape):
    """A day."""

    kind: Literal["phase"]
    on: date


class StepFacts(Situated):
    """A step that a project takes, or does not."""

    kind: Literal["step"]
    step: Key


class TrackFacts(Situated):
    """A test of entry."""

    kind: Literal["track"]
    track: Key


class ApprovalFacts(Situated):
    """All obligations of a project."""

    kind: Literal["approval"]


class ChecklistFacts(FactsShape):
    """A standard: every item is met but those named."""

    kind: Literal["checklist"]
    checklist: Key
    unmet: list[Key] = []
    unmarked: list[Key] = []


class ReturnFacts(FactsShape):
    """The period that a report is about, and the day it came in."""

    kind: Literal["return"]
    rule: Key
    period: Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    received: date | None = None


class CatalogueFacts(FactsShape):
    """A number of the catalogue to be counted."""

    kind: Literal["catalogue"]
    code: str = ""


class EligibilityFacts(FactsShape):
    """A rule of eligibility and what is known of the community, `key` or `key@scope`."""

    kind: Literal["eligibility"]
    rule: Key
    facts: dict[str, str | bool | int | date] = {}


class MemberShape(Shape):
    """A project of the annual plan."""

    name: Text
    households: int = 0
    buildings: int = 0
    area: Exact = "0"
    facts: dict[str, str | bool | int | date] = {}


class QuotaFacts(FactsShape):
    """A whole annual plan."""

    kind: Literal["quota"]
    quota: Key
    members: list[MemberShape]


class RankingFacts(FactsShape):
    """Candidates by name with what is known of each."""

    kind: Literal["ranking"]
    candidates: dict[str, dict[str, str | bool | int | date]]


class FigureFacts(FactsShape):
    """A stated figure to be held against its parts."""

    kind: Literal["figure"]
    figure: Key


class RegisterFacts(FactsShape):
    """What is kept, filed or issued, the day of asking, the day it was done."""

    kind: Literal["register"]
    entry: Key
    on: date
    done: date | None = None


class AcceptanceFacts(FactsShape):
    """Who has signed: keys of parties, representatives, whether the owners' body did."""

    kind: Literal["acceptance"]
    signed: list[Key]
    representatives: int = 0
    body: bool = False


class WorkShape(Shape):
    """Planned works: the item as aspect/level/code, first and last day."""

    name: Text
    item: Text
    starts: date | None = None
    ends: date | None = None


class SequenceFacts(FactsShape):
    """Works planned for one community, to be held against an order."""

    kind: Literal["sequence"]
    sequence: Key
    works: list[WorkShape]


class WarrantyFacts(FactsShape):
    """A part, the day of acceptance and the day of asking."""

    kind: Literal["warranty"]
    warranty: Key
    accepted: date
    on: date


class CensusFacts(FactsShape):
    """The rules of a section that rest on clauses beginning so."""

    kind: Literal["census"]
    section: Literal["units", "steps", "catalogue", "registers"]
    cites: str = ""


SHAPES: dict[str, type[FactsShape]] = {
    "consent": ConsentFacts,
    "notice": NoticeFacts,
    "deadline": DeadlineFacts,
    "limit": LimitFacts,
    "gate": GateFacts,
    "phase": PhaseFacts,
    "step": StepFacts,
    "track": TrackFacts,
    "approval": ApprovalFacts,
    "checklist": ChecklistFacts,
    "return": ReturnFacts,
    **facts_money.SHAPES,
    **facts_government.SHAPES,
    "catalogue": CatalogueFacts,
    "eligibility": EligibilityFacts,
    "quota": QuotaFacts,
    "ranking": RankingFacts,
    "figure": FigureFacts,
    "register": RegisterFacts,
    "acceptance": AcceptanceFacts,
    "sequence": SequenceFacts,
    "warranty": WarrantyFacts,
    "census": CensusFacts,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What one rule is asked: the kind of rule and the facts, as `rules.evaluating` takes them."""

    kind: str
    facts: Mapping[str, Any]


S = TypeVar("S", bound=FactsShape)


def read_questions(path: Path) -> list[Question]:
    """The questions of a facts file: one mapping, or a list of them. Raises Refused with all."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            Problem(
                "读不到文件",
                code="file",
                field=str(path),
                expected="UTF-8 文本文件",
                remedy="另存为 UTF-8 再试",
            )
        ) from error
    return questions(read_yaml(text, path.name), path.name)


def questions(data: Any, name: str) -> list[Question]:
    """Plain data as questions; raises Refused with every problem, each with its path."""
    shapes = validated(data if isinstance(data, list) else [data], SHAPES, name)
    return [question(shape) for shape in shapes]


def question(shape: FactsShape) -> Question:
    """A checked shape as the evaluator takes it."""
    facts = shape.model_dump(include=set(SHAPES[shape.kind].model_fields))
    return Question(facts.pop("kind"), facts)


def validated(
    rows: Any, shapes: Mapping[str, type[S]], name: str, *, strict: bool = True
) -> list[S]:
    """Each row by the shape of its `kind`; Refused with the problems of all rows."""
    found: list[S] = []
    problems: list[Problem] = []
    if not isinstance(rows, list) or not rows:
        raise Refused(
            Problem(
                "文件是空的或不是列表",
                code="shape",
                field=name,
                expected="以“- ”起头的列表",
                remedy="每题一项，写明 kind 和事实；可从别的政策的 cases.yaml 抄一题再改",
            )
        )
    for index, row in enumerate(rows):
        kind = row.get("kind") if isinstance(row, dict) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            problems.append(_unknown_kind(f"{name}: [{index}].kind", kind))
            continue
        try:
            found.append(shape.model_validate(row, strict=strict))
        except ValidationError as error:
            problems += from_validation(error, shape, name, at=(index,))
    if problems:
        raise Refused(problems)
    return found


def _unknown_kind(field: str, kind: Any) -> Problem:
    known = "、".join(f"{one.kind}（{one.label}）" for one in EVALUATORS.values())
    message = "缺少必填项" if kind is None else "没有这一类规则"
    value = "" if kind is None else str(kind)
    remedy = "写明 kind；各类的事实见 docs/policies.md 的 Asking one rule"
    return Problem(
        message, code="unknown_kind", field=field, value=value, expected=known, remedy=remedy
    )
