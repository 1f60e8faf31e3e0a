"""The facts of a determination, read from the tables once: costs, area, homes.

Three areas are kept apart (乐清 三(一), 五(二)1): the exclusive area votes, the registered area
with the shared part carries the cap, and a garage counts only where the new design counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from common.errors import Problem, Refused
from common.money import total
from districts.models import ExclusiveUnit
from policies.rules.shares import CostItem, Home
from renovation.models import ContentItem, Project

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a person adds to the stored facts. Money in 元, areas in ㎡.

    `area` (with `area_source`) replaces the register's where a permit says otherwise. `final_costs`
    are the final account's figures by content key; `document_no` is the paper that proves them.
    """

    social: Decimal = ZERO
    social_source: str = ""
    garage_area: Decimal = ZERO
    area: Decimal | None = None
    area_source: str = ""
    final_costs: Mapping[str, Decimal] = field(default_factory=dict)
    document_no: str = ""

    def to_json(self) -> dict[str, str]:
        """What is kept beside the facts, so that the same question can be asked again."""
        return {
            "social": str(self.social),
            "social_source": self.social_source.strip(),
            "garage_area": str(self.garage_area),
            "area": "" if self.area is None else str(self.area),
            "area_source": self.area_source.strip(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Basis:
        """The basis of an estimate as kept."""
        return cls(
            social=Decimal(kept["social"]),
            social_source=kept["social_source"],
            garage_area=Decimal(kept["garage_area"]),
            area=Decimal(kept["area"]) if kept["area"] else None,
            area_source=kept["area_source"],
        )


@dataclass(frozen=True, slots=True)
class Payer:
    """A home that pays: its unit, its code in the split, area in ㎡ and building."""

    unit_id: int
    code: str
    area: Decimal
    building: str

    @property
    def home(self) -> Home:
        """As the rule takes it."""
        return Home(self.code, self.area, self.building)


def payers_of(project: Project) -> list[Payer]:
    """The homes of the community in code order; one query.

    户 counts homes, so shops, garages and other units pay nothing here. The exclusive area weighs.
    """
    rows = (
        ExclusiveUnit.objects.filter(building__community=project.community_id)
        .homes()
        .select_related("building")
        .order_by("code", "building__position", "pk")
    )
    units = list(rows)
    codes = Counter(unit.code for unit in units)
    return [
        Payer(
            unit.pk,
            unit.code if codes[unit.code] == 1 else f"{unit.building.number}-{unit.code}",
            unit.area,
            unit.building.number,
        )
        for unit in units
    ]


def cap_area(project: Project, basis: Basis) -> tuple[Decimal, str]:
    """Area in ㎡ that the cap multiplies, and where it comes from."""
    if basis.area is not None:
        area, source = basis.area, basis.area_source
    else:
        area, source = _register_area(project)
    if basis.garage_area:
        area += basis.garage_area
        source += f"，另计新设计车库 {basis.garage_area:,.2f} ㎡"
    return area, source


def _register_area(project: Project) -> tuple[Decimal, str]:
    rows = list(
        ExclusiveUnit.objects.filter(building__community=project.community_id)
        .exclude(kind="garage")
        .values_list("kind", "area_with_share")
    )
    if rows and all(area is not None for _, area in rows):
        homes = sum(1 for kind, _ in rows if kind == "home")
        area = total(area for _, area in rows if area is not None)
        return area, f"户册 产权登记面积（含公摊），{homes} 户合计"
    return project.floor_area, "项目登记的改造建筑面积"


def cost_items(project: Project, basis: Basis, *, final: bool) -> tuple[list[CostItem], str]:
    """The contents with their cost and its source; Refused with everything that is missing."""
    contents = list(ContentItem.objects.filter(project=project).order_by("key"))
    if not contents:
        raise Refused(
            Problem(
                "还没有改造内容，出资无从测算",
                code="no_contents",
                remedy="先在“改造内容”中选定并填写概算",
            )
        )
    if final:
        _check_final(contents, basis)
    costs = basis.final_costs if final else {row.key: row.estimate for row in contents}
    items = [
        CostItem(row.key, row.name, row.level, costs[row.key], frozenset(row.tags))
        for row in contents
    ]
    source = f"竣工财务决算 {basis.document_no}" if final else f"工程概算，{len(items)} 项改造内容"
    return items, source


def _check_final(contents: Sequence[ContentItem], basis: Basis) -> None:
    known = {row.key: row.name for row in contents}
    problems = [
        Problem(f"“{name}”没有决算数", code="final_missing", field=key, remedy="没有实施的填 0.00")
        for key, name in known.items()
        if key not in basis.final_costs
    ]
    problems += [
        Problem("决算中有未列入改造内容的项", code="final_unknown", field=key, value=key)
        for key in basis.final_costs
        if key not in known
    ]
    problems += [
        Problem(f"“{known[key]}”的决算数小于零", code="final_negative", field=key, value=str(cost))
        for key, cost in basis.final_costs.items()
        if key in known and cost < 0
    ]
    if not basis.document_no.strip():
        problems.append(
            Problem(
                "没有填写决算文号",
                code="document_missing",
                field="document_no",
                remedy="填写竣工财务决算的文号或批复号",
            )
        )
    if problems:
        raise Refused(problems)
