"""Parts of a roll that a matter is put to: the whole, buildings, entrances; all owners or some.

A part is counted by itself: of each head only the units inside of it. Every round counts its whole
and its buildings, one of a cluster each of its communities too; what else a matter's tests or its
veto ask about is counted for that matter only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, TypeVar

from approvals.rules.words import building_words, entrance_words
from policies.rules.consent import GROUPS, SCOPES
from policies.rules.model import ConsentTest, Matter, Veto

Kind = tuple[str, str]  # group, scope
Asking = TypeVar("Asking", ConsentTest, Veto)
APART = "—"  # stands for the entrance of units that belong to none
MEMBER = "member"  # a community of a cluster; no policy puts a test to it


class Part(NamedTuple):
    """One part: "" and "" the whole; a building; a building's entrance. Of whose units, `group`.

    `community`: one of a cluster's communities with all of its buildings.
    """

    building: str = ""
    entrance: str = ""
    group: str = "owners"
    community: str = ""

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Part:
        """Of what a stored row is the count; where it says no more, of a whole building."""
        return cls(**{name: row[name] for name in cls._fields if name in row})

    @property
    def scope(self) -> str:
        """Which kind of part this is, in the policy's word; a cluster's community is a `member`."""
        if self.community:
            return MEMBER
        if self.entrance:
            return "entrance"
        return "building" if self.building else "community"

    @property
    def kind(self) -> Kind:
        """Whose units, in which kind of part."""
        return self.group, self.scope

    @property
    def code(self) -> str:
        """As a round's places are written: 3, 3-2."""
        return f"{self.building}-{self.entrance}" if self.entrance else self.building

    @property
    def words(self) -> str:
        """3 号楼 2 单元, 安乐东 of a cluster; nothing for the whole."""
        if not self.building:
            return self.community
        stair = "（不分单元）" if self.entrance == APART else entrance_words(self.entrance)
        words = building_words(self.building) + (f" {stair}" if stair else "")
        return words.replace(" （", "（")

    @property
    def label(self) -> str:
        """As `words`, with the owners where they are not all: 3 号楼出资业主, 小区."""
        who = "" if self.group == "owners" else GROUPS[self.group]
        return f"{self.words or SCOPES['community']}{who}"


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class RollUnit:
    """One unit of the frozen roll: its head, its building, the area that votes (㎡).

    `paying` and `affected` hold the matters whose costs or works touch this unit. `community`: in
    which community of a cluster it lies, "" where one is asked alone.
    """

    unit: int
    head: int
    building: str
    area: Decimal
    home: bool = True
    entrance: str = ""
    paying: frozenset[str] = frozenset()
    affected: frozenset[str] = frozenset()
    community: str = ""


PLAIN: frozenset[Kind] = frozenset(
    {("owners", "community"), ("owners", MEMBER), ("owners", "building")}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds of parts that one matter is counted by; `matter` "" where no group is asked."""

    matter: str = ""
    kinds: frozenset[Kind] = PLAIN

    @classmethod
    def of(cls, matter: Matter) -> Asked:
        """What the matter's tests and its veto ask about; a cluster is judged over rounds."""
        asked = {kind for kind in kinds_of(matter) if kind[1] != "cluster"}
        return cls(matter.key, PLAIN | asked)

    def parts(self, unit: RollUnit) -> list[Part]:
        """Every part that holds this unit."""
        if self.kinds == PLAIN:
            inside = [Part(community=unit.community)] if unit.community else []
            return [WHOLE, *inside, Part(unit.building)]
        return [
            _part(unit, group, scope)
            for group, scope in self.kinds
            if (group == "owners" or self.matter in getattr(unit, group))
            and (scope != MEMBER or unit.community)
        ]


ASKED_PLAINLY = Asked()


def over_cluster(matter: Matter) -> Matter:
    """The matter as a round of a cluster puts it: the cluster is the whole of that round."""
    tests = tuple(_over_whole(test) for test in matter.tests)
    return replace(matter, tests=tests, veto=matter.veto and _over_whole(matter.veto))


def kinds_of(matter: Matter) -> set[Kind]:
    """Group and scope of every test and of the veto."""
    asked: Iterable[ConsentTest | Veto] = (*matter.tests, *([matter.veto] if matter.veto else []))
    return {kind_of(one) for one in asked}


def kind_of(one: ConsentTest | Veto) -> Kind:
    """Whose units in which kind of part a test asks about; who takes part is some of all owners."""
    of = one.population
    return (of if of in {"paying", "affected"} else "owners"), one.scope


def _over_whole(one: Asking) -> Asking:
    return replace(one, scope="community") if one.scope == "cluster" else one


def _part(unit: RollUnit, group: str, scope: str) -> Part:
    if scope == MEMBER:
        return Part(group=group, community=unit.community)
    building = "" if scope == "community" else unit.building
    return Part(building, (unit.entrance or APART) if scope == "entrance" else "", group)
