"""Linqu's real plan of 2024, and how far each community is on 2024-06-21."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.carrying import Carry
from config.demo.linqu_common import Story, begun
from config.demo.linqu_early import (
    armed_forces,
    county_committee,
    culture_road,
    north,
    party_school,
    relay_station,
    rest_home,
    south,
)


def working(due: str, reason: str, *reports: tuple[str, int]) -> Callable[[Carry, Story], None]:
    """Works under way with a date that the dispatch has set."""

    def tell(carry: Carry, story: Story) -> None:
        begun(carry, story, "2024-05-20", list(reports))
        carry.date("works", "2024-06-14", due, reason)

    return tell


def motor_factory(carry: Carry, story: Story) -> None:
    """电机厂家属院: accepted, the handover list waits for two signatures."""
    begun(carry, story, "2024-05-10", [("2024-05-20", 55), ("2024-06-04", 100)])
    carry.finish("works", "2024-06-05", by="clerk")
    carry.accept("2024-06-11", ["梁敏", "许林"])
    carry.finish("acceptance", "2024-06-14", by="clerk")
    carry.hand_over("2024-06-17", without=("power", "water"))
    carry.date("handover", "2024-06-17", "2024-07-12", "验收后二十个工作日内移交")


MONTHLY = "专班调度会：6 月进度于 7 月 3 日前填报"
STORIES: tuple[Story, ...] = (
    Story("电力局北家属院", 960, north, social=12, company="临朐县供电公司", company_homes=5),
    Story("电力局南家属院", 448, south),
    Story("东沂勘察设计家属院", 92, working("2024-07-03", MONTHLY, ("2024-06-05", 30))),
    Story("电机厂家属院", 58, motor_factory),
    Story("巨龙建工家属院", 241, working("2024-07-03", MONTHLY, ("2024-06-05", 25))),
    Story(
        "财政局家属院",
        352,
        working("2024-06-28", "第 1 期进度款审核前完成计量", ("2024-06-17", 40)),
    ),
    Story("科技局家属院", 214, working("2024-07-03", MONTHLY, ("2024-06-05", 20))),
    Story("党校家属院", 106, party_school),
    Story("文化路建设银行家属院", 205, culture_road),
    Story("民主路建行家属院", 158, working("2024-07-03", MONTHLY, ("2024-06-05", 35))),
    Story("武装部家属院", 112, armed_forces),
    Story("一中家属院", 84, working("2024-06-28", "开工佐证 6 月 28 日前补齐", ("2024-06-10", 15))),
    Story(
        "沂山嘉苑",
        1092,
        working("2024-06-25", "设计变更 02 号 6 月 25 日前定稿", ("2024-06-14", 30)),
        social=20,
    ),
    Story("县委家属院", 425, county_committee),
    Story("军休所小区", 196, rest_home),
    Story("沂山转播台家属院", 277, relay_station),
)
