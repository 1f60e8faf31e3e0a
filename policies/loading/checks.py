"""What shapes cannot say: references, payer holes, tiers, dates. All problems of a file at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from common.errors import Problem
from policies.loading import schema as s
from policies.loading.collecting import Collector, keyed
from policies.loading.eligibility_checks import check_eligibility
from policies.loading.government_checks import check_government
from policies.loading.money_checks import check_money, tags_of
from policies.loading.premise_checks import check_terms, words_of
from policies.loading.priority_checks import check_priority
from policies.loading.procedure_checks import check_procedure
from policies.loading.records import check_figures, check_registers, check_warranties
from policies.loading.sequences import check_sequences
from policies.loading.time_checks import check_returns
from policies.rules.vocabulary import CHANNELS, PROGRAMMES

CITY = 4
"""Digits of a city's code: the nation and provinces set frames, cities and districts proceed."""


def check(shape: s.PolicyShape, name: str) -> list[Problem]:
    """Everything wrong with a well-shaped policy; empty when it can be used."""
    found = Collector(name)
    found.known(shape.programme, PROGRAMMES, "programme", "项目类别")
    _names(found, shape)
    if shape.effective.to and shape.effective.to < shape.effective.from_:
        found.add("effective.to", "失效日早于施行日", shape.effective.to, "不早于施行日的日期")
    _clauses(found, shape)
    _unique(found, shape)
    _catalogue(found, shape)
    check_eligibility(found, shape)
    if shape.priority:
        check_priority(found, shape, shape.priority)
    _rounds(found, shape)
    _notices(found, shape)
    _wider(found, shape)
    check_money(found, shape)
    check_government(found, shape)
    _parties(found, shape)
    check_figures(found, shape.figures)
    check_sequences(found, shape.sequences, _item_keys(shape))
    check_registers(found, shape.registers, shape.units)
    check_warranties(found, shape.warranties, shape.units)
    words = words_of(shape)
    check_terms(found, shape, words)
    check_returns(found, shape)
    if shape.procedure:
        check_procedure(found, shape, shape.procedure, words)
    elif shape.obligations or shape.limits:
        found.add("procedure", "写了审批事项或全流程时限而没有办理程序", "", "procedure")
    _procedure(found, shape)
    for index, conflict in enumerate(shape.conflicts):
        readings = {reading.key for reading in conflict.readings}
        for field in ("proposed", "applied"):
            found.known(getattr(conflict, field), readings, f"conflicts[{index}].{field}", "读法")
    return found.problems


def _names(found: Collector, shape: s.PolicyShape) -> None:
    for field, most in (("title", 120), ("short", 20), ("document", 80)):
        if len(getattr(shape, field)) > most:
            found.add(field, "太长了", getattr(shape, field), f"不超过 {most} 字")


def _procedure(found: Collector, shape: s.PolicyShape) -> None:
    """A city's or district's policy says how a project proceeds, or whose procedure it adds to."""
    if shape.procedure and shape.supplements:
        found.add(
            "supplements",
            "本文件已写明办理程序，不再补充别的方案",
            shape.supplements,
            "只写其一",
            "删去 supplements，或删去 procedure",
        )
    elif len(shape.place) >= CITY and not (shape.procedure or shape.supplements):
        found.add(
            "procedure",
            "市、县的方案没有办理程序，项目无法立项",
            "",
            "procedure（phases 和 steps）",
            "写明办理程序；只补充上位方案的，在 supplements 中写那部方案的 policy",
        )


def _clauses(found: Collector, shape: s.PolicyShape) -> None:
    """Every clause names one of the file's sources."""
    for path, text in _find_clauses(shape.model_dump(), ""):
        source = text.partition(" ")[0]
        found.known(source, shape.sources, path, "条款出处", "在 sources 中写明这份文件的全称")


def _find_clauses(value: Any, path: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            where = f"{path}.{key}" if path else key
            if key == "clause":
                yield from ((f"{where}[{n}]", text) for n, text in enumerate(item))
            else:
                yield from _find_clauses(item, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _find_clauses(item, f"{path}[{index}]")


def _unique(found: Collector, shape: s.PolicyShape) -> None:
    for field in (
        "units",
        "levels",
        "aspects",
        "rounds",
        "notices",
        "reviews",
        "handover",
        "timing",
        "cost_tags",
        "utilities",
        "streams",
        "spreads",
        "facts",
        "tracks",
        "item_lists",
        "checklists",
        "obligations",
        "limits",
        "returns",
    ):
        found.unique((row.key for row in getattr(shape, field)), field)
    found.unique((row.id for row in shape.conflicts), "conflicts")
    codes = [f"{p.aspect}/{p.level}/{item.code}" for p in shape.catalogue for item in p.items]
    found.unique(codes, "catalogue")


def _item_keys(shape: s.PolicyShape) -> set[str]:
    return {f"{p.aspect}/{p.level}/{item.code}" for p in shape.catalogue for item in p.items}


def _catalogue(found: Collector, shape: s.PolicyShape) -> None:
    levels, aspects, tags = keyed(shape.levels), keyed(shape.aspects), tags_of(shape)
    for index, part in enumerate(shape.catalogue):
        found.known(part.level, levels, f"catalogue[{index}].level", "层级")
        found.known(part.aspect, aspects, f"catalogue[{index}].aspect", "方面")
        for number, item in enumerate(part.items):
            if item.quantity and not item.unit:
                path = f"catalogue[{index}].items[{number}].unit"
                found.add(path, "有工程量而没有计量单位", item.name, "如 ㎡、m、个")
            for tag in item.tags:
                found.known(tag, tags, f"catalogue[{index}].items[{number}].tags", "造价类别")


def _rounds(found: Collector, shape: s.PolicyShape) -> None:
    for index, one in enumerate(shape.rounds):
        path = f"rounds[{index}]"
        for channel in one.channels:
            found.known(channel, CHANNELS, f"{path}.channels", "征询渠道")
        found.unique((matter.key for matter in one.matters), f"{path}.matters")
        for number, matter in enumerate(one.matters):
            _deciding(found, matter, f"{path}.matters[{number}]")
            _of_cluster(found, one, matter, f"{path}.matters[{number}]")
            for place, test in enumerate(matter.tests):
                where = f"{path}.matters[{number}].tests[{place}]"
                found.share(test.share, f"{where}.share")
                if test.numerator == "participate" and test.of == "participants":
                    found.add(f"{where}.of", "参与人数不能以参与者为基数", test.of, "all")


def _notices(found: Collector, shape: s.PolicyShape) -> None:
    """A notice shows the results of rounds that the file has."""
    rounds = keyed(shape.rounds)
    for index, one in enumerate(shape.notices):
        for key in one.rounds:
            found.known(key, rounds, f"notices[{index}].rounds", "征询轮次")


def _of_cluster(found: Collector, one: s.RoundShape, matter: s.MatterShape, path: str) -> None:
    """A round of a cluster is judged over the cluster, any other never."""
    here, there = ("cluster", "community")[:: 1 if one.scope == "cluster" else -1]
    asked: list[tuple[str, s.TestShape | s.VetoShape]] = [
        (f"tests[{place}]", test) for place, test in enumerate(matter.tests)
    ]
    if matter.veto:
        asked.append(("veto", matter.veto))
    for where, test in asked:
        if test.scope == there:
            words = {"cluster": "组团连片征询", "community": "本轮不在组团连片征询"}[here]
            found.add(f"{path}.{where}.scope", f"{words}，比例须按这一范围计", there, here)


def _deciding(found: Collector, matter: s.MatterShape, path: str) -> None:
    """Parts that decide for themselves are all of one kind."""
    if matter.decides == "whole":
        return
    scopes = {test.scope for test in matter.tests} | ({matter.veto.scope} if matter.veto else set())
    if len(scopes) > 1 or not scopes <= {"building", "entrance"}:
        found.add(
            f"{path}.decides",
            "各自决定的事项，每项比例和否决都须写明同一范围：逐栋或逐单元",
            "、".join(sorted(scopes)),
            "building 或 entrance",
        )


def _wider(found: Collector, shape: s.PolicyShape) -> None:
    """A section that the file states hides the wider layer's; it cannot refer to both."""
    for section in shape.wider:
        if getattr(shape, section):
            found.add(
                f"wider.{section}",
                "本文件已写明这一部分，上位层的同一部分不再适用",
                "、".join(shape.wider[section]),
                "只写其一",
                "删去 wider 中的这一部分，或删去本文件的规则",
            )


def _parties(found: Collector, shape: s.PolicyShape) -> None:
    units = keyed(shape.units)
    for index, review in enumerate(shape.reviews):
        found.unique((party.key for party in review.parties), f"reviews[{index}].parties")
        for number, party in enumerate(review.parties):
            found.known(party.unit, units, f"reviews[{index}].parties[{number}].unit", "单位")
    if shape.acceptance:
        if shape.acceptance.owners_max < shape.acceptance.owners_min:
            found.add(
                "acceptance.owners_max",
                "业主代表人数上限低于下限",
                shape.acceptance.owners_max,
                f"不少于 {shape.acceptance.owners_min}",
            )
        if shape.acceptance.owners_body:
            bodies = {unit.key for unit in shape.units if unit.kind == "owners"}
            found.known(shape.acceptance.owners_body, bodies, "acceptance.owners_body", "业主组织")
        for number, party in enumerate(shape.acceptance.parties):
            found.known(party.unit, units, f"acceptance.parties[{number}].unit", "单位")
    for index, item in enumerate(shape.handover):
        found.known(item.receiver, units, f"handover[{index}].receiver", "单位")
