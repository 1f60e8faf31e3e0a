"""What the forms of an application and a filing say about a project; what is not known is ""."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from common.errors import Refused
from common.explanations import Clause, Version
from districts.models import Entrance
from policies.rules.fact_words import PROPERTY_KINDS
from policies.rules.model import Step as Definition
from policies.rules.vocabulary import PRINTED, StepKind
from policies.selectors.ruleset import Governed
from renovation.models import Project, ProjectFact, StepDocument
from renovation.selectors.situations import procedure_of


@dataclass(frozen=True, slots=True)
class Demand:
    """The step whose document a form answers: what the policy calls it, and where it says so."""

    name: str
    key: str
    step: Definition
    before: tuple[Definition, ...]
    version: Version

    @property
    def rounds(self) -> list[tuple[str, str]]:
        """Key and name of the rounds up to this step, in the policy's order."""
        asked = [one for one in self.before if one.kind is StepKind.CONSENT]
        return [(one.subject, one.name) for one in asked]

    @property
    def notices(self) -> list[str]:
        """Keys of the notices up to this step."""
        return [one.subject for one in self.before if one.kind is StepKind.NOTICE]

    @property
    def basis(self) -> str:
        """依据 乐政办发〔2023〕47号 三(一) · 方案 第 1 版."""
        return f"依据 {clause_words(self.step.clauses)} · {policy_words(self.version)}"


@dataclass(frozen=True, slots=True)
class Facts:
    """A project's community and extent; None and "" where the register does not say."""

    project: str
    code: str
    demo: bool
    community: str
    street: str
    neighbourhood: str
    address: str
    built_year: int | None
    built_proof: str
    property_kind: str
    management: str
    buildings: int | None
    entrances: int | None
    households: int | None
    area: Decimal | None


@dataclass(frozen=True, slots=True)
class Attached:
    """A document of the step that goes with the form: there or not, with number and day."""

    name: str
    required: bool
    there: bool
    words: str


def clause_words(clauses: tuple[Clause, ...]) -> str:
    """Each place once: 乐政办发〔2023〕47号 三(一)；三(四)."""
    return "；".join(dict.fromkeys(f"{one.document} {one.section}" for one in clauses))


def policy_words(version: Version) -> str:
    """乐清市城镇老旧小区改造实施方案 第 1 版."""
    return f"{version.title} 第 {version.sequence} 版"


def project_of(subject_id: str) -> Project:
    """The project that a form is about; Refused when there is none."""
    rows = Project.objects.select_related("community__street", "community__neighbourhood")
    found = rows.filter(pk=subject_id).first()
    if found is None or found.procedure_id is None:
        raise Refused("没有这个项目，或项目尚未建档。")
    return found


def demand(project: Project, kind: str) -> Demand:
    """Which step asks for this form under the project's procedure; Refused where none does."""
    governed: Governed = procedure_of(project)
    steps = governed.rule.steps
    for place, step in enumerate(steps):
        for need in step.documents:
            if need.prints == kind:
                before = steps[: place + 1]
                return Demand(need.name, need.key, step, before, governed.version)
    raise Refused(f"本项目所依方案的各步骤没有由系统印制的“{PRINTED[kind]}”。", code="not_demanded")


def facts_of(project: Project) -> Facts:
    """The register's and the project's own words; a zero that nobody filled in is not known."""
    where = project.community
    kind = ProjectFact.objects.filter(project=project, key="property.kind").first()
    return Facts(
        project=project.name,
        code=project.code,
        demo=project.demo,
        community=where.name,
        street=where.street.name,
        neighbourhood=where.neighbourhood.name if where.neighbourhood else "",
        address=where.address,
        built_year=where.built_year,
        built_proof=where.built_year_proof,
        property_kind=PROPERTY_KINDS.get(kind.value, "") if kind else "",
        management=where.management,
        buildings=project.buildings or None,
        entrances=Entrance.objects.filter(building__community=where).count() or None,
        households=project.households or None,
        area=project.floor_area or None,
    )


def attached_to(project: Project, asked: Demand) -> tuple[Attached, ...]:
    """The other documents of the step, as the policy lists them, and which are there already."""
    rows = StepDocument.objects.filter(step__project=project, step__key=asked.step.key)
    there = {row.key: row for row in rows if row.attachment_id}
    return tuple(
        Attached(need.name, need.required, need.key in there, _words(there.get(need.key)))
        for need in asked.step.documents
        if need.key != asked.key
    )


def _words(row: StepDocument | None) -> str:
    if row is None:
        return ""
    parts = (row.document_no, row.dated_on.isoformat() if row.dated_on else "")
    return "，".join(part for part in parts if part)
