"""Columns that the registers share, and makers of plain ones."""

from __future__ import annotations

from decimal import Decimal

from records.rules.sheets import Column, Unit

SQUARE_METRES = Unit("㎡", synonyms=("平方米", "m2", "平米", "平方"))
HOMES, UNITS, HOUSES = Unit("户"), Unit("套"), Unit("栋", synonyms=("幢", "座"))
RECKONED = "由系统算出，导入时不读。"
MASKED = "遮盖后导出，导入时不读；改业主请到该房屋的“产权人”。"
LAST_YEAR = Decimal(2101)

STREET = Column(
    "street",
    "街道",
    "place",
    ("街道名称", "所属街道", "所在街道", "坐落街道", "镇街", "乡镇街道", "镇(街道)"),
    fill_down=True,
    hint="按行政区划写全称。",
    example="城关街道",
)
COMMUNITY_NAME = Column(
    "community",
    "小区名称",
    "name",
    ("小区", "所属小区", "所在小区"),
    fill_down=True,
    hint="与小区台账一致，别名也认。",
    example="县委家属院",
)
BUILT_YEAR = Column(
    "built_year",
    "建成年份",
    "count",
    ("建成年代", "建造年份", "建成时间", "竣工年份", "建成年"),
    required=False,
    units=(Unit("年"),),
    most=LAST_YEAR,
    hint="四位年份。",
    example="1996",
)


def told(key: str, label: str, unit: Unit, *, places: int = 0, summed: bool = True) -> Column:
    """A figure that the register reckons."""
    return Column(
        key,
        label,
        "decimal" if places else "count",
        required=False,
        units=(unit,),
        places=places,
        summed=summed,
        hint=RECKONED,
    )


def words(key: str, label: str, *synonyms: str, hint: str = "", example: str = "") -> Column:
    """A column of words that may stay empty."""
    return Column(key, label, "text", synonyms, required=False, hint=hint, example=example)
