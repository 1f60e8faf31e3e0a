"""Premises weighed against what is known: yes, no, or cannot be decided and by what.

A list holds when every premise holds. One that fails settles the list, whatever else is missing;
else one that is missing leaves it undecided: never a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from common.explanations import Explanation, Line
from policies.rules.fact_values import Facts, Value, number, parse_value, shown
from policies.rules.fact_words import FactKind
from policies.rules.gates import COMPARE, SIGNS
from policies.rules.premise_model import ItemList, Premise, Premises, Terms, Track

HOLDS = {True: "符合", False: "不符合", None: "尚不能判定"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a project; `items` are the keys of its chosen contents, None: not chosen."""

    facts: Facts = field(default_factory=dict)
    items: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer with its lines; `missing` names what it waits for, empty unless `holds` is None."""

    holds: bool | None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def needs(self) -> str:
        """尚不能判定：需要“…”; empty when it is decided."""
        return f"尚不能判定：需要“{'”“'.join(self.missing)}”" if self.holds is None else ""


def weigh(premises: Premises, known: Known, terms: Terms) -> Weighed:
    """Whether all premises hold; an empty list does."""
    found = [_one(premise, known, terms) for premise in premises]
    lines = tuple(line for one in found for line in one.lines)
    if any(one.holds is False for one in found):
        return Weighed(holds=False, lines=lines)
    missing = tuple(dict.fromkeys(name for one in found for name in one.missing))
    return Weighed(holds=None if missing else True, lines=lines, missing=missing)


def qualify(track: Track, known: Known, terms: Terms) -> tuple[bool | None, Explanation]:
    """Whether a project passes a test of entry, with every premise in the 依据."""
    found = weigh(track.when, known, terms)
    short = [line.label for line in found.lines if line.value == HOLDS[False]]
    sentence = found.needs or (
        f"不符合：{'；'.join(short)}" if short else f"{len(found.lines)} 项条件全部符合"
    )
    return found.holds, Explanation(
        title=track.name,
        result=HOLDS[found.holds],
        sentence=sentence,
        status="undecided" if found.holds is None else "final",
        lines=found.lines,
        clauses=track.clauses,
        note=track.says,
    )


def asked(premise: Premise, terms: Terms) -> str:
    """What a premise asks for, in words: 总投资概算 ≤ 10,000,000.00 元, 不符合低风险项目."""
    turned = "" if premise.holds else "不是："
    if premise.track:
        return f"{'符合' if premise.holds else '不符合'}“{terms.tracks[premise.track].name}”"
    if premise.fact:
        kind = terms.kind(premise.fact)
        wanted = _asked(premise, kind)
        if kind.value == "bool" and premise.holds:
            return kind.label if premise.values == ("true",) else f"未{kind.label}"
        return f"{turned}{kind.label} {wanted}"
    name = terms.lists[premise.within or premise.outside].name
    return f"{turned}改造内容{'全部在' if premise.within else '都不在'}“{name}”之内"


def _one(premise: Premise, known: Known, terms: Terms) -> Weighed:
    if premise.track:
        track = terms.tracks[premise.track]
        inner = weigh(track.when, known, terms)
        return _answer(premise, track.name, "", inner.holds, inner.missing)
    if premise.fact:
        return _fact(premise, known.facts, terms)
    listed = terms.lists[premise.within or premise.outside]
    return _items(premise, listed, known.items)


def _fact(premise: Premise, facts: Facts, terms: Terms) -> Weighed:
    kind = terms.kind(premise.fact)
    text = _asked(premise, kind)
    fact = facts.get((premise.fact, premise.scope if kind.scoped else ""))
    if fact is None:
        return _answer(premise, kind.label, text, None, (kind.label,))
    limits = [parse_value(kind, value) for value in premise.values]
    holds = any(_compare(premise.operator, fact.value, limit) for limit in limits)
    return _answer(premise, kind.label, f"{shown(kind, fact.value)}；须 {text}", holds)


def _compare(operator: str, value: Value, limit: Value) -> bool:
    if isinstance(value, str) or isinstance(limit, str):
        return value == limit
    return COMPARE[operator](number(value), number(limit))


def _asked(premise: Premise, kind: FactKind) -> str:
    values = "或".join(shown(kind, parse_value(kind, text)) for text in premise.values)
    unit = f" {kind.unit}" if kind.unit else ""
    sign = "" if premise.operator == "=" else f"{SIGNS[premise.operator]} "
    return f"{sign}{values}{unit}"


def _items(premise: Premise, listed: ItemList, items: frozenset[str] | None) -> Weighed:
    inside = bool(premise.within)
    text = f"{'全部在' if inside else '都不在'}“{listed.name}”之内"
    if items is None:
        return _answer(premise, "改造内容", text, None, ("改造内容",))
    holds = items <= listed.items if inside else not items & listed.items
    return _answer(premise, "改造内容", text, holds)


def _answer(
    premise: Premise,
    label: str,
    text: str,
    holds: bool | None,  # noqa: FBT001  three answers, not a switch
    missing: tuple[str, ...] = (),
) -> Weighed:
    if holds is not None and not premise.holds:
        holds = not holds
    turned = "" if premise.holds else "不应："
    return Weighed(holds, (Line(label, turned + text, HOLDS[holds]),), missing)


def impossible(premises: Premises, kinds: Mapping[str, FactKind]) -> str:
    """The name of a fact, track or list on which the premises contradict each other; "" if none.

    Exact for comparisons of one fact with fixed values; premises on different things never clash.
    """
    grouped: dict[tuple[str, str], list[Premise]] = {}
    for one in premises:
        key = (one.fact or one.track or one.within or one.outside, one.scope)
        grouped.setdefault(key, []).append(one)
    for (name, _), rows in grouped.items():
        clash = _clash(kinds[name], rows) if rows[0].fact else len({r.holds for r in rows}) > 1
        if clash:
            return kinds[name].label if rows[0].fact else name
    return ""


def _clash(kind: FactKind, rows: list[Premise]) -> bool:
    limits = [[parse_value(kind, value) for value in row.values] for row in rows]
    if kind.value in {"word", "code"}:
        tried: list[Value] = [*kind.words, *(limit for some in limits for limit in some)]
    else:
        numbers = sorted(number(limit) for some in limits for limit in some)
        tried = [value for limit in numbers for value in _around(kind, limit)]
    return not any(
        all(
            any(_compare(row.operator, value, _plain(limit)) for limit in some) is row.holds
            for row, some in zip(rows, limits, strict=True)
        )
        for value in tried
    )


def _plain(limit: Value) -> Value:
    return limit if isinstance(limit, str) else number(limit)


def _around(kind: FactKind, limit: Fraction) -> list[Fraction]:
    """Values beside a limit: whether all premises can hold shows at one of them."""
    if kind.value == "bool":
        return [Fraction(0), Fraction(1)]
    step = STEPS.get(kind.value, Fraction(1, 100))
    near = [limit - step, limit, limit + step]
    if kind.value == "share":
        return [value for value in near if 0 <= value <= 1]
    return near if kind.value == "date" else [value for value in near if value >= 0]


STEPS = {
    "count": Fraction(1),
    "year": Fraction(1),
    "date": Fraction(1),
    "share": Fraction(1, 10**9),
}
