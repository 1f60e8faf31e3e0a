"""The facts of a determination, read from the tables once: costs, area, homes.

Three areas are kept apart (乐清 三(一), 五(二)1): the exclusive area votes, the registered area
with the shared part carries the cap, and a garage counts only where the new design counts it.
"""

from __future__ import annotations

from decimal import Decimal

from common.errors import Problem, Refused
from common.money import total
from districts.models import ExclusiveUnit
from funding.services.basis import Basis
from funding.services.final_costs import check_final_costs
from policies.rules.shares import CostItem
from renovation.models import ContentItem, Project


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
        check_final_costs(contents, basis)
    costs = basis.final_costs if final else {row.key: row.estimate for row in contents}
    items = [
        CostItem(row.key, row.name, row.level, costs[row.key], frozenset(row.tags))
        for row in contents
    ]
    source = f"竣工财务决算 {basis.document_no}" if final else f"工程概算，{len(items)} 项改造内容"
    return items, source
