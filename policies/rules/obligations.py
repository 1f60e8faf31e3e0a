"""Which step discharges which approval, which are filed as one, which are waived and against what.

Waivers are tried first, then the discharges, each in the file's order; the first that holds
decides. One that cannot be weighed yet leaves the obligation undecided: nobody is spared an
approval, or burdened with one, by a fact that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from policies.rules.model import Obligation, Terms
from policies.rules.obligations_explained import explain_discharged, explain_open, explain_waived
from policies.rules.premises import Known, Weighed, weigh
from policies.rules.settlement import Settled, Settlement


def settle(obligations: Sequence[Obligation], known: Known, terms: Terms) -> Settlement:
    """How each obligation is met, as far as the facts decide it."""
    return Settlement(tuple(_settle(one, known, terms) for one in obligations))


def _settle(one: Obligation, known: Known, terms: Terms) -> Settled:
    for waiver in one.waivers:
        found = weigh(waiver.when, known, terms)
        if found.holds is None:
            return _undecided(one, found)
        if found.holds:
            return Settled(one, "waived", explain_waived(one, waiver, found), waiver=waiver)
    for way in one.discharges:
        found = weigh(way.when, known, terms)
        if found.holds is None:
            return _undecided(one, found)
        if found.holds:
            explained = explain_discharged(one, way, found)
            return Settled(one, "discharged", explained, way.step, way.filing)
    raise KeyError(one.key)  # the last discharge has no condition: checked when the file is read


def _undecided(one: Obligation, found: Weighed) -> Settled:
    explained = explain_open(one.name, one.clauses, found, found.needs)
    return Settled(one, "undecided", explained, missing=found.missing)
