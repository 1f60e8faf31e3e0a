"""What the stories of Linqu's communities have in common: their menu, their first steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from config.demo.carrying import Ballot, Carry

WAN = Decimal(10000)
ORGANISER = "{street}办事处、社区居民委员会"

# How a community's investment is spread over the catalogue, in thousandths.
MENU = {
    "corridor/basic/1": 60,
    "corridor/basic/2": 150,
    "corridor/basic/3": 120,
    "environment/basic/1": 40,
    "environment/basic/2": 130,
    "environment/basic/3": 90,
    "environment/basic/4": 40,
    "management/basic/1": 50,
    "utilities/basic/1": 60,
    "utilities/basic/2": 50,
    "utilities/basic/5": 45,
    "utilities/basic/8": 35,
    "utilities/basic/9": 20,
    "environment/improving/1": 60,
    "environment/improving/2": 25,
    "living_circle/upgrading/1": 25,
}


@dataclass(frozen=True, slots=True)
class Story:
    """One community of the plan: investment (万元) and what has happened."""

    name: str
    investment: int
    tell: Callable[[Carry, Story], None]
    social: int = 0
    company: str = ""
    company_homes: int = 0


def spread(investment: int) -> dict[str, Decimal]:
    """The investment (万元) over the menu, adding up to the fen (元)."""
    total = investment * WAN
    parts = {key: (total * weight / 1000).quantize(Decimal("0.01")) for key, weight in MENU.items()}
    parts["corridor/basic/2"] += total - sum(parts.values())
    return parts


def organiser(carry: Carry) -> str:
    """Who asks the owners."""
    return ORGANISER.format(street=carry.project.community.street.name)


def admitted(carry: Carry) -> None:
    """The first round and the admission lay before the import: recorded from existing papers."""
    code = carry.project.code
    carry.evidence("first_round", "2024-03-22", f"改造意愿征询汇总表 {code}")
    carry.evidence("admission", "2024-03-25", f"计划上报表 {code}")


def designed(carry: Carry, story: Story, day: str = "2024-04-12") -> None:
    """Design and estimate done; contents and provisional shares known."""
    carry.contents(day, spread(story.investment))
    carry.finish("design", day, by="clerk")
    carry.estimate(day, story.social * WAN)


def turnout(carry: Carry, share: int = 86, yes: int = 90) -> list[Ballot]:
    """Ballots per building: `share` per cent come back, `yes` per cent of those agree."""
    ballots = []
    for building in carry.project.community.buildings.order_by("position", "number"):
        back = -(-building.units.count() * share // 100)
        agree = -(-back * yes // 100)
        ballots.append(Ballot(agree=agree, against=back - agree))
    return ballots


def consented(carry: Carry, days: tuple[str, str, str, str], posted: str, quiet: str) -> None:
    """Notice over and the second round passed; then what everybody owes is determined."""
    carry.post("scheme", posted, last_photograph=quiet)
    carry.ask("second", days, turnout(carry), organiser(carry))
    carry.finish("second_round", days[3], by="clerk")
    carry.due(days[3])


def begun(carry: Carry, story: Story, started: str, reports: list[tuple[str, int]]) -> None:
    """Everything up to the start, and the works so far."""
    admitted(carry)
    designed(carry, story)
    consented(
        carry, ("2024-04-15", "2024-04-20", "2024-04-24", "2024-04-25"), "2024-04-12", "2024-04-23"
    )
    carry.finish("notice", "2024-04-26", by="clerk")
    carry.pay(carry.due_row(), "2024-05-08")
    carry.finish("residents_money", "2024-05-09", by="clerk")
    review = carry.review("joint", "2024-04-26", "2024-05-07")
    carry.approve(review, "2024-05-08")
    carry.finish("joint_review", "2024-05-09")
    carry.finish("start", started, by="clerk")
    carry.work(reports)
