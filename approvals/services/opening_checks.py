"""What keeps a round from being opened: the project, the cluster, the places, the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from approvals.models import HeadUnit, Round
from approvals.rules.papers import shown
from approvals.selectors.clusters import Electorate, names_on_roll
from approvals.selectors.register import RegisterUnit, places_of
from approvals.services.rolls import DraftRoll
from approvals.services.rounds import consent_step
from common.errors import Problem, Undecidable
from policies.rules.model import ConsentRound
from renovation.models import Project
from renovation.services.pins import governing

NAMED = 5  # rooms named in one message
SCOPE_WORDS = {"building": "楼栋", "entrance": "单元"}


def standing(asked: Electorate, on: date, places: Sequence[str], roll: DraftRoll) -> list[Problem]:
    """What of the projects' state, or of the places, keeps this round from being opened."""
    found = _places(asked.lead, asked.rule, places)
    if asked.rule.scope == "cluster":
        found += _cluster(asked, on) + _empty(asked, roll)
    for project in asked.projects:
        found += _step(project, asked)
    return found + [
        Problem(
            f"“{row.name}”正在进行（{row.get_state_display()}），不能再开一轮",
            code="round_live",
            remedy="先截止并复核，或作废",
        )
        for row in _live(asked, places, roll)
    ]


def _cluster(asked: Electorate, on: date) -> list[Problem]:
    if not asked.cluster:
        remedy = "先在“计划与项目”登记组团连片，把本项目列入"
        return [Problem("本项目没有列入组团连片", code="no_cluster", remedy=remedy)]
    if len(asked.projects) == 1:
        return [Problem("组团内只有一个在办小区", code="no_cluster", remedy="先把其他小区列入")]
    found = []
    for project in asked.projects:
        try:
            same = governing(project, f"rounds.{asked.rule.key}", on).version_id == asked.version
        except Undecidable as unknown:
            found += list(unknown.problems)
            continue
        if not same:
            words = f"{project.name}适用的方案与组团内其他小区不同，不能合并征询"
            found.append(Problem(words, code="other_version", value=project.name))
    return found


def _empty(asked: Electorate, roll: DraftRoll) -> list[Problem]:
    """The communities of a cluster in which there is nobody to ask."""
    there = {unit.community for head in roll.heads for unit in head.units}
    missing = set(names_on_roll(asked.projects)) - there if asked.cluster else set()
    remedy = "先在“楼栋住户”登记房屋、面积和业主"
    return [
        Problem(f"{name}的台账里没有房屋", code="empty_register", value=name, remedy=remedy)
        for name in sorted(missing)
    ]


def _step(project: Project, asked: Electorate) -> Iterable[Problem]:
    step = consent_step(project, asked.rule.key)
    name = f"{project.name}：" if asked.cluster else ""
    if step is None and asked.rule.scope == "community":
        yield Problem("办理程序里没有这一轮征询", code="no_step", field="key", value=asked.rule.key)
    elif step is not None and step.state not in {"open", "to_evidence"}:
        yield Problem(
            f"{name}“{step.name}”{step.get_state_display()}，现在不能开启征询",
            code="step_not_open",
            remedy="先办结前面的步骤" if step.state == "waiting" else "",
        )


def _live(asked: Electorate, places: Sequence[str], roll: DraftRoll) -> Iterable[Round]:
    """Rounds of this key that are under way with any of these owners."""
    found = {
        row.pk: row
        for project in asked.projects
        for row in Round.objects.of(project).filter(
            key=asked.rule.key, state__in=["open", "closed"]
        )
    }
    if places and found:
        units = [unit.pk for head in roll.heads for unit in head.units]
        there = HeadUnit.objects.filter(round__in=found, unit__in=units)
        inside = set(there.values_list("round", flat=True))
        return [row for pk, row in found.items() if pk in inside]
    return found.values()


def _places(project: Project, rule: ConsentRound, places: Sequence[str]) -> list[Problem]:
    if rule.scope not in SCOPE_WORDS:
        if not places:
            return []
        whole = "组团" if rule.scope == "cluster" else "小区"
        words = f"这一轮征询全{whole}，不分楼栋、单元"
        return [Problem(words, code="places", field="places")]
    words = SCOPE_WORDS[rule.scope]
    if not places:
        return [Problem(f"请指明在哪些{words}征询", code="places", field="places")]
    known = places_of(project, rule.scope)
    return [
        Problem(f"小区台账里没有这个{words}", code="places", field="places", value=place)
        for place in places
        if place not in known
    ]


def form_problems(at: datetime, closes_at: datetime, organiser: str) -> list[Problem]:
    """What is wrong with the dates and the organiser."""
    found = []
    if closes_at <= at:
        expected = f"晚于开启时间 {shown(at)}"
        found.append(Problem("截止时间早于开启时间", field="closes_at", expected=expected))
    if not organiser.strip():
        found.append(Problem("请填写组织单位", code="required", field="organiser"))
    return found


def register_problems(roll: DraftRoll) -> list[Problem]:
    """What the register lacks for a roll: units at all, their owners, the area that votes."""
    if not roll.heads:
        return [
            Problem(
                "小区台账里还没有房屋和业主，名册为空",
                code="empty_register",
                remedy="先在“楼栋住户”登记房屋、面积和业主",
            )
        ]
    found = []
    if roll.ownerless:
        found.append(
            Problem(
                f"{_rooms(roll.ownerless)}没有登记业主，不能确定由谁表决",
                code="ownerless",
                remedy="先在“楼栋住户”补登业主",
            )
        )
    if roll.unmeasured:
        found.append(
            Problem(
                f"尚不能判定：{_rooms(roll.unmeasured)} 没有专有面积或面积依据，面积基数不能确定",
                code="area_unknown",
                expected="登记面积，没有的用测绘面积，再没有的用合同面积",
                remedy="先在“楼栋住户”补登面积和依据，或把这类房屋裁定不列入",
            )
        )
    return found


def _rooms(units: Sequence[RegisterUnit]) -> str:
    more = f"等 {len(units)} 套" if len(units) > NAMED else ""
    return "、".join(unit.label for unit in units[:NAMED]) + more
