"""An invented community under Yueqing's scheme: one project closed, one being voted on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from config.demo.carrying import Ballot, Carry
from config.demo.cast import Cast
from config.demo.homes import Shape, homes
from config.demo.people import CHENGNAN
from districts.models import Area, Community
from districts.services.communities import register_community
from districts.services.homes import register_homes
from renovation.models import Project
from renovation.services.candidates import Candidate, open_candidate

NAME = "望湖苑（虚构）"
SHAPE = Shape(NAME, buildings=2, households=36, area=Decimal("3000.00"))
OPENED = date(2024, 1, 8)
ORGANISER = "望湖苑业主委员会、城南街道办事处"

APPLICANT = {
    "名称": "望湖苑业主委员会（演示）",
    "类别（业主委员会、自治小组、社区）": "业主委员会",
    "成立日期": "2023-11-20",
    "负责人": "陈娜",
    "成员": "陈娜、吴勇、林芳",
    "改造楼栋的成员数": "3",
}

# What the scheme asks before approval: the fast track takes projects that change none of it.
SIMPLE = (
    "government_invested",
    "land_right_unchanged",
    "land_use_unchanged",
    "building_use_unchanged",
    "no_new_area",
    "structure_unchanged",
)

SUPERVISOR = {"姓名代号": "监督员甲", "推荐方": "城南社区", "任期": "开工至验收"}
PARKING = {"事由": "地面车位划线占用消防通道", "牵头单位": "城南街道", "调解方式": "人民调解"}
NOISE = {"事由": "充电棚离窗过近", "牵头单位": "城南街道", "调解方式": "行政调解"}

FIRST = {
    "building/basic/1.1": Decimal("260000.00"),
    "building/basic/1.2": Decimal("140000.00"),
    "building/improving/2.1": Decimal("60000.00"),
    "building/upgrading/3.1": Decimal("20000.00"),
}
# 3,000 ㎡ × 300 元 = 900,000 元: what is left for the government exceeds it, so the cap binds.
SECOND = {
    "traffic/basic/1.1": Decimal("620000.00"),
    "pipes/basic/1.1": Decimal("480000.00"),
    "landscape/improving/2.1": Decimal("160000.00"),
    "governance/upgrading/3.1": Decimal("90000.00"),
}


def community(cast: Cast) -> Community:
    """The community with its homes, entered once."""
    found = Community.objects.filter(name=NAME).first()
    if found is not None:
        return found
    made = register_community(
        by=cast.handler,
        on=OPENED,
        street=Area.objects.get(code=CHENGNAN),
        name=NAME,
        built_year=1996,
        built_year_proof="工程规划许可证（演示）",
        management="业主委员会自管",
        demo=True,
    )
    register_homes(by=cast.handler, on=OPENED, community=made, rows=homes(SHAPE))
    return made


def project(cast: Cast, where: Community, name: str, on: date) -> Project:
    """A candidate of the community."""
    return open_candidate(
        by=cast.handler,
        on=on,
        community=where,
        candidate=Candidate(name, 2024, SHAPE.buildings, SHAPE.households, SHAPE.area),
    )


def tell(cast: Cast) -> None:
    """Both projects, one after the other."""
    where = community(cast)
    closed(Carry(project(cast, where, "望湖苑一期（屋面外墙）", OPENED), cast))
    voting(Carry(project(cast, where, "望湖苑二期（道路管网）", date(2024, 4, 8)), cast))


def prepared(carry: Carry, days: dict[str, str], items: dict[str, Decimal]) -> None:
    """The committee formed, the first round passed and the design made."""
    carry.keep("applicant", days["asked"], APPLICANT)
    carry.ask(
        "application",
        (days["asked"], days["came"], days["counted"], days["confirmed"]),
        [Ballot(15, 1), Ballot(14, 1)],
        ORGANISER,
    )
    carry.finish("application", days["confirmed"], by="clerk")
    carry.contents(days["designed"], items)
    carry.finish("design", days["designed"], by="clerk")
    carry.estimate(days["designed"])


def closed(carry: Carry) -> None:
    """一期: from the first vote to long-term management."""
    days = {
        "asked": "2024-01-09",
        "came": "2024-01-12",
        "counted": "2024-01-15",
        "confirmed": "2024-01-16",
        "designed": "2024-01-22",
    }
    prepared(carry, days, FIRST)
    carry.post("scheme", "2024-01-23", last_photograph="2024-02-01")
    carry.ask(
        "design",
        ("2024-01-23", "2024-01-28", "2024-01-31", "2024-02-01"),
        [Ballot(16, 1), Ballot(15)],
        ORGANISER,
    )
    carry.finish("vote", "2024-02-01", by="clerk")
    carry.due("2024-02-01")
    carry.pay(carry.due_row(), "2024-02-05")
    carry.declare("2024-02-02", "改造意见公示书，2 月 1 日附上汇总表", "result_in_period")
    carry.finish("notice", "2024-02-05", by="clerk")
    carry.finish("residents_money", "2024-02-05", by="clerk")
    carry.finish("filing", "2024-02-06", by="clerk")
    carry.finish("plan", "2024-02-19")
    carry.approve(carry.review("consultation", "2024-02-20", "2024-02-26"), "2024-02-27")
    carry.declare("2024-02-27", "联合会商意见", *SIMPLE)
    carry.finish("consultation", "2024-02-27")
    carry.finish("approval", "2024-03-01")
    carry.finish("start", "2024-03-11", by="clerk", also=("drawing_undertaking",))
    carry.work([("2024-03-29", 40), ("2024-04-19", 80), ("2024-04-30", 100)])
    carry.finish("supervision", "2024-04-30", by="clerk")
    carry.accept("2024-05-08", ["陈娜", "吴勇"])
    carry.finish("acceptance", "2024-05-13", by="clerk")
    carry.hand_over("2024-05-20")
    carry.finish("handover", "2024-05-21", by="clerk")
    carry.survey("2024-05-22", "2024-06-05", 20)
    carry.finish("long_term", "2024-06-06", by="clerk")


def voting(carry: Carry) -> None:
    """二期: design posted, the vote a few owners short, the subsidy at its cap."""
    days = {
        "asked": "2024-04-10",
        "came": "2024-04-15",
        "counted": "2024-04-18",
        "confirmed": "2024-04-19",
        "designed": "2024-06-07",
    }
    prepared(carry, days, SECOND)
    carry.post("scheme", "2024-06-12")
    carry.keep("supervisors", "2024-06-11", SUPERVISOR)
    carry.keep("petitions", "2024-04-16", PARKING)
    carry.keep("petitions", "2024-05-06", NOISE, closed="2024-05-20", how="调解达成一致，移位三米")
    round_ = carry.open("design", "2024-06-12", "2024-06-25", ORGANISER)
    carry.collect(round_, "2024-06-20", [Ballot(10, 2), Ballot(9, 1)])
    carry.date("vote", "2024-06-12", "2024-06-25", "表决截止日前办结")
