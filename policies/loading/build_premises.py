"""From checked shapes of premises, checklists and obligations to frozen values."""

from __future__ import annotations

from collections.abc import Iterable

from policies.loading import schema_premises as s
from policies.loading.clauses import clauses
from policies.loading.schema_government import PlaceTypeShape
from policies.rules import model as m
from policies.rules.fact_words import FactKind


def premises(rows: Iterable[s.PremiseShape]) -> m.Premises:
    """A list of premises, in the file's order."""
    return tuple(
        m.Premise(
            c.fact,
            c.scope,
            c.operator,
            values_of(c),
            c.track,
            c.within,
            c.outside,
            c.holds,
        )
        for c in rows
    )


def values_of(c: s.PremiseShape) -> tuple[str, ...]:
    """What a fact is compared with; a yes-or-no fact without a value is to be true."""
    return tuple(c.one_of) or (c.value or "true",) if c.fact else ()


def own_fact(f: s.OwnFactShape, places: Iterable[PlaceTypeShape] = ()) -> m.OwnFact:
    """A question of the policy's own; `places` are those of `government`."""
    words = {one.key: one.name for one in f.options}
    kind = FactKind(f.key, f.name, f.unit or _UNITS.get(f.value, ""), f.value, "own", "", words)
    rows = list(places) if f.place_type else []
    return m.OwnFact(
        kind,
        f.owed_by,
        f.step,
        f.says,
        clauses(f.clause, f.says),
        f.place_type,
        tuple(code for one in rows if one.key == f.place_type for code in one.areas),
        tuple(code for one in rows if one.undecided for code in one.areas),
    )


_UNITS = {"area": "㎡", "money": "元", "count": "个"}


def track(t: s.TrackShape) -> m.Track:
    """A test of entry."""
    return m.Track(t.key, t.name, premises(t.when), t.says, clauses(t.clause, t.says))


def item_list(x: s.ItemListShape) -> m.ItemList:
    """An exemption list."""
    return m.ItemList(x.key, x.name, frozenset(x.items), x.says, clauses(x.clause, x.says))


def checklist(x: s.ChecklistShape) -> m.Checklist:
    """A standard; an item without a clause has the standard's."""
    items = tuple(
        m.ChecklistItem(one.key, one.name, one.group, clauses(one.clause or x.clause))
        for one in x.items
    )
    return m.Checklist(x.key, x.name, x.of, items, x.at_least, x.says, clauses(x.clause, x.says))


def obligation(x: s.ObligationShape) -> m.Obligation:
    """An approval with its waivers and discharges; what they do not say is the obligation's."""
    return m.Obligation(
        key=x.key,
        name=x.name,
        discharges=tuple(
            m.Discharge(
                d.step,
                d.filing or x.key,
                premises(d.when),
                d.says,
                clauses(d.clause or x.clause, d.says),
            )
            for d in x.discharged
        ),
        waivers=tuple(
            m.Waiver(w.key, premises(w.when), tuple(w.instead), w.says, clauses(w.clause, w.says))
            for w in x.waived
        ),
        by=x.by,
        says=x.says,
        clauses=clauses(x.clause, x.says),
    )
