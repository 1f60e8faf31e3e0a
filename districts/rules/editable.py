"""Which fields of a community, a building, a unit may be set on many rows at once."""

from __future__ import annotations

from districts.rules.editing import EditField

EARLIEST = 1900
BUILT_YEAR = EditField("built_year", "建成年份", "year", "年", least=EARLIEST)
OF_COMMUNITIES = (
    BUILT_YEAR,
    EditField("built_year_proof", "建成年份依据", "text", longest=200),
    EditField("management", "物业管理", "text", longest=60),
    EditField("address", "坐落", "text", longest=200, single=True),
)
OF_BUILDINGS = (
    EditField("structure", "结构", "text", longest=30),
    EditField("storeys", "层数", "count", "层", least=1, most=120),
    BUILT_YEAR,
    EditField("floor_area", "建筑面积", "area", "㎡", single=True),
    EditField("households", "户数", "count", "户", single=True),
)


def of_units(
    kinds: tuple[tuple[str, str], ...], sources: tuple[tuple[str, str], ...]
) -> tuple[EditField, ...]:
    """With the kinds of unit and the proofs of an area that the register knows."""
    return (
        EditField("kind", "类别", "choice", clearable=False, options=kinds),
        EditField("area_source", "面积依据", "choice", clearable=False, options=sources),
        EditField("floor", "楼层", "count", "层", least=-5, most=120),
        EditField("area", "专有面积", "area", "㎡", clearable=False, single=True),
        EditField("area_with_share", "登记面积（含公摊）", "area", "㎡", single=True),
    )
