"""Stories of communities whose works have not begun."""

from __future__ import annotations

from config.demo.carrying import Ballot, Carry
from config.demo.linqu_common import (
    Story,
    admitted,
    consented,
    designed,
    organiser,
    spread,
    turnout,
)

SUPERVISOR = {
    "姓名": "赵平（演示）",
    "推荐社区": "电力局社区（演示）",
    "身份（两代表一委员、居民）": "居民",
    "监督小区": "电力局北家属院",
}


def north(carry: Carry, story: Story) -> None:
    """电力局北家属院: the second round under way, 103 papers in, one objection open."""
    carry.evidence("admission", "2024-03-25", f"计划上报表 {carry.project.code}")
    first = carry.open("first", "2024-03-20", "2024-03-27", organiser(carry))
    carry.collect(first, "2024-03-24", [Ballot(31, 3), Ballot(30, 3), Ballot(30, 3), Ballot(32, 3)])
    carry.close(first, "2024-03-27")
    carry.confirm(first, "2024-03-28")
    carry.finish("first_round", "2024-03-28", by="clerk")
    designed(carry, story, "2024-06-06")
    notice = carry.post("scheme", "2024-06-13")
    carry.keep("supervisors", "2024-06-18", SUPERVISOR)
    carry.object(notice, "2024-06-17", "赵平", "充电棚离窗过近 1-1-101", settled="2024-06-19")
    carry.object(notice, "2024-06-19", "郑杰", "屋面防水做法 2-3-501")
    second = carry.open("second", "2024-06-13", "2024-06-24", organiser(carry))
    carry.collect(
        second,
        "2024-06-19",
        [Ballot(21, 2, 2), Ballot(17, 3, 1), Ballot(18, 3, 2, 1), Ballot(20, 2, 1, 1)],
    )
    carry.collect(second, "2024-06-20", [Ballot(2), Ballot(2, 1), Ballot(2), Ballot(2)], hour=21)
    carry.date("second_round", "2024-06-13", "2024-06-24", "第二轮征询截止日前办结")


def south(carry: Carry, story: Story) -> None:
    """电力局南家属院: eleven households have not paid, two days late."""
    admitted(carry)
    designed(carry, story, "2024-05-10")
    consented(
        carry, ("2024-05-20", "2024-05-26", "2024-06-03", "2024-06-04"), "2024-05-13", "2024-05-22"
    )
    carry.finish("notice", "2024-06-04", by="clerk")
    carry.pay(carry.due_row(), "2024-06-14", unpaid=11)
    carry.date(
        "residents_money", "2024-06-05", "2024-06-19", "专班调度会：居民出资 6 月 19 日前到位"
    )


def party_school(carry: Carry, story: Story) -> None:
    """党校家属院: the count waits for the second person."""
    admitted(carry)
    designed(carry, story, "2024-05-31")
    carry.post("scheme", "2024-06-03", last_photograph="2024-06-13")
    second = carry.open("second", "2024-06-03", "2024-06-20", organiser(carry))
    carry.collect(second, "2024-06-18", turnout(carry))
    carry.close(second, "2024-06-20")
    carry.finish("notice", "2024-06-17", by="clerk")
    carry.date("second_round", "2024-06-20", "2024-06-24", "截止后两个工作日内复核")


def culture_road(carry: Carry, story: Story) -> None:
    """文化路建设银行家属院: two opinions of the joint review are missing."""
    admitted(carry)
    designed(carry, story, "2024-05-08")
    consented(
        carry, ("2024-05-13", "2024-05-20", "2024-05-24", "2024-05-27"), "2024-05-13", "2024-05-22"
    )
    carry.pay(carry.due_row(), "2024-06-07")
    carry.finish("residents_money", "2024-06-10", by="clerk")
    carry.finish("notice", "2024-06-11", by="clerk")
    carry.review("joint", "2024-06-11", "2024-06-17", without=("natural_resources", "development"))


def armed_forces(carry: Carry, story: Story) -> None:
    """武装部家属院: the design is seven days late."""
    admitted(carry)
    carry.contents("2024-05-15", spread(story.investment))
    carry.date("design", "2024-05-20", "2024-06-14", "专班调度会：6 月 14 日前提交设计方案")


def relay_station(carry: Carry, story: Story) -> None:
    """沂山转播台家属院: the design is due in five days."""
    admitted(carry)
    carry.contents("2024-05-20", spread(story.investment))
    carry.date("design", "2024-06-12", "2024-06-26", "专班调度会：6 月 26 日前定稿")


def county_committee(carry: Carry, story: Story) -> None:
    """县委家属院: the second round ended short of turnout, three days late."""
    admitted(carry)
    designed(carry, story, "2024-05-17")
    carry.post("scheme", "2024-05-20", last_photograph="2024-05-29")
    second = carry.open("second", "2024-05-27", "2024-06-14", organiser(carry))
    carry.collect(second, "2024-06-10", turnout(carry, share=59, yes=88))
    carry.date(
        "second_round", "2024-06-03", "2024-06-18", "专班调度会：6 月 18 日前完成表决或作出处理决定"
    )
    carry.close(second, "2024-06-14")
    carry.confirm(second, "2024-06-17")
    carry.finish("notice", "2024-06-03", by="clerk")


def rest_home(carry: Carry, story: Story) -> None:
    """军休所小区: approved, the permit to start is being issued."""
    admitted(carry)
    designed(carry, story, "2024-05-06")
    consented(
        carry, ("2024-05-10", "2024-05-17", "2024-05-22", "2024-05-23"), "2024-05-08", "2024-05-16"
    )
    carry.finish("notice", "2024-05-23", by="clerk")
    carry.pay(carry.due_row(), "2024-06-03")
    carry.finish("residents_money", "2024-06-04", by="clerk")
    carry.approve(carry.review("joint", "2024-05-27", "2024-06-06"), "2024-06-07")
    carry.finish("joint_review", "2024-06-11")
    carry.date("start", "2024-06-13", "2024-06-27", "审批服务局第 10 个工作日前核发施工许可")
