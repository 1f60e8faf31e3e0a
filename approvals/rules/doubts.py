"""What about a roll wants a decision before it is frozen, case by case, with its clause.

Nothing is guessed: equal names are two heads until somebody says they are one; so is whoever owns a
home alone and another with somebody; a garage votes as any exclusive part does unless it is decided
otherwise. Sources: Civil Code 278; judicial interpretation on ownership of buildings
(2020), 8 (area) and 9 (heads).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from districts.rules.heads import Head

CODE = "《民法典》第二百七十八条"
AREA = "法释〔2020〕17号 建筑物区分所有权司法解释第八条"
HEADS = "法释〔2020〕17号 建筑物区分所有权司法解释第九条"
SOURCES = {"surveyed": "测绘面积", "contract": "合同面积", "none": "没有面积依据"}
LONGEST = 200  # characters of a key that names its heads
KINDS = {"shop": "商铺", "garage": "车库", "other": "其他用房"}


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the register has it: where it is in words, its kind, area (㎡) and its source."""

    unit: int
    where: str
    kind: str
    area: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """An owner: masked name, digest of the name, whether an ID or registration number is known."""

    owner: int
    label: str
    name: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """One case. `choices`: key → words, empty where only the register can mend it.

    `proposed` is what counts until somebody decides; `decided` what was decided, "" for nothing.
    `heads` are the heads that it may make one.
    """

    key: str
    kind: str
    words: str
    units: tuple[int, ...]
    clause: str
    choices: Mapping[str, str]
    proposed: str
    decided: str = ""
    heads: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether somebody could decide it and nobody has."""
        return len(self.choices) > 1 and not self.decided

    @property
    def counts(self) -> str:
        """In words, how it is counted as things stand."""
        return self.choices.get(self.decided or self.proposed, "先到“楼栋住户”更正")


def doubts(
    units: Sequence[UnitFacts],
    heads: Sequence[Head],
    owners: Iterable[OwnerFacts],
    decided: Mapping[str, str],
    silent: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """Every doubtful case in a fixed order; `decided`: key → choice.

    `silent`: kinds that do not vote by the rule, so that nothing about them is open.
    """
    people = {owner.owner: owner for owner in owners}
    where = {unit.unit: unit.where for unit in units}
    voting = [unit for unit in units if unit.kind not in silent]
    out = left_out(_kinds(voting, decided))
    found = [
        *_areas([unit for unit in voting if unit.unit not in out]),
        *_kinds(voting, decided),
        *_same_names(heads, people, where, decided),
        *_shared(heads, people, where, decided),
    ]
    return tuple(found)


def merged(found: Iterable[Doubt]) -> dict[str, str]:
    """Head key → key of the head that it is one with, as decided; decisions that meet add up."""
    first: dict[str, str] = {}
    for doubt in found:
        if doubt.decided != "one":
            continue
        those = dict.fromkeys(first.get(key, key) for key in doubt.heads)
        target, *others = those
        for key, leads_to in first.items():
            if leads_to in others:
                first[key] = target
        first |= dict.fromkeys([*doubt.heads, *others], target)
    return first


def left_out(found: Iterable[Doubt]) -> set[int]:
    """Units that do not vote, as decided."""
    out = [doubt for doubt in found if doubt.kind == "kind" and doubt.decided == "out"]
    return {unit for doubt in out for unit in doubt.units}


def _areas(units: Sequence[UnitFacts]) -> Iterable[Doubt]:
    for unit in units:
        if unit.source not in SOURCES and unit.area > 0:
            continue
        missing = unit.area <= 0 or unit.source == "none"
        basis = SOURCES.get(unit.source, "面积为零")
        yield Doubt(
            key=f"area:{unit.unit}",
            kind="area",
            words=f"{unit.where} {basis}（{unit.area} ㎡）",
            units=(unit.unit,),
            clause=AREA,
            choices={} if missing else {"use": f"按{basis}计"},
            proposed="" if missing else "use",
        )


def _kinds(units: Sequence[UnitFacts], decided: Mapping[str, str]) -> Iterable[Doubt]:
    for kind, label in KINDS.items():
        those = [unit for unit in units if unit.kind == kind]
        if not those:
            continue
        area = sum((unit.area for unit in those), Decimal(0))
        yield Doubt(
            key=f"kind:{kind}",
            kind="kind",
            words=f"{label} {len(those)} 处、{area} ㎡是否列入名册",
            units=tuple(unit.unit for unit in those),
            clause=CODE,
            choices={"in": "列入，按专有部分表决", "out": "不列入"},
            proposed="in",
            decided=decided.get(f"kind:{kind}", ""),
        )


def _same_names(
    heads: Sequence[Head],
    people: Mapping[int, OwnerFacts],
    where: Mapping[int, str],
    decided: Mapping[str, str],
) -> Iterable[Doubt]:
    alike: dict[tuple[str, ...], list[Head]] = defaultdict(list)
    for head in heads:
        if head.owner_ids:
            alike[tuple(sorted(people[pk].name for pk in head.owner_ids))].append(head)
    for those in alike.values():
        known = [all(people[pk].numbered for pk in head.owner_ids) for head in those]
        if len(those) == 1 or all(known):
            continue
        those.sort(key=lambda head: head.key)
        keys = tuple(head.key for head in those)
        key = _key("same_name", keys)
        label = "、".join(people[pk].label for pk in those[0].owner_ids)
        rooms = "、".join(where[head.unit_ids[0]] for head in those)
        yield Doubt(
            key=key,
            kind="same_name",
            words=f"{label}：{rooms} 的业主同名，证件号不全，不能确定是否同一人",
            units=tuple(unit for head in those for unit in head.unit_ids),
            clause=HEADS,
            choices={"several": f"按 {len(those)} 人计", "one": "是同一人，按 1 人计"},
            proposed="several",
            decided=decided.get(key, ""),
            heads=keys,
        )


def _shared(
    heads: Sequence[Head],
    people: Mapping[int, OwnerFacts],
    where: Mapping[int, str],
    decided: Mapping[str, str],
) -> Iterable[Doubt]:
    holds: dict[int, list[Head]] = defaultdict(list)
    for head in heads:
        for owner in head.owner_ids:
            holds[owner].append(head)
    for owner, those in holds.items():
        if len(those) == 1:
            continue
        keys = tuple(sorted(head.key for head in those))
        key = _key(f"shared:{owner}", keys)
        rooms = "、".join(where[head.unit_ids[0]] for head in those)
        yield Doubt(
            key=key,
            kind="shared",
            words=f"{people[owner].label} 在 {rooms} 与不同的人共有",
            units=tuple(unit for head in those for unit in head.unit_ids),
            clause=HEADS,
            choices={
                "sets": f"每组共有人各为 1 人，计 {len(those)} 人",
                "one": "合并按 1 人计",
            },
            proposed="sets",
            decided=decided.get(key, ""),
            heads=keys,
        )


def _key(begins: str, heads: Sequence[str]) -> str:
    """Names the heads, so that a decision is about these and no others; many by their digest."""
    named = f"{begins}:{'+'.join(heads)}"
    if len(named) <= LONGEST:
        return named
    return f"{begins}:{hashlib.sha256(named.encode()).hexdigest()}"
