"""Keys of a policy as its own names: by field, what each key it may hold is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policies.rules.field_labels import WORDS
from policies.rules.policy_model import Policy


def names_of(rows: Iterable[Any]) -> dict[str, str]:
    """Key → name."""
    return {row.key: row.name for row in rows}


def own_facts(policy: Policy) -> dict[str, str]:
    """What the facts that a policy declares itself are called."""
    return {fact.key: fact.kind.label for fact in policy.facts}


def _contents(policy: Policy) -> dict[str, str]:
    """Items of the catalogue, and the aspects and levels that stand for all of theirs."""
    levels = names_of(policy.levels)
    found = names_of(policy.aspects)
    for aspect in policy.aspects:
        found |= {f"{aspect.key}/{key}": f"{aspect.name}{name}" for key, name in levels.items()}
    return found | {item.key: item.name for item in policy.catalogue}


def _phases(policy: Policy) -> dict[str, str]:
    return names_of(policy.procedure.phases) if policy.procedure else {}


def _whoever(policy: Policy) -> dict[str, str]:
    return _payers(policy) | _units(policy)


def _units(policy: Policy) -> dict[str, str]:
    return names_of(policy.units)


def _payers(policy: Policy) -> dict[str, str]:
    return names_of(policy.shares.payers) if policy.shares else {}


def _lines(policy: Policy) -> dict[str, str]:
    return names_of(policy.shares.every_line) if policy.shares else {}


def _steps(policy: Policy) -> dict[str, str]:
    return names_of(policy.procedure.steps) if policy.procedure else {}


def _subjects(policy: Policy) -> dict[str, str]:
    scored = policy.priority.scores if policy.priority else ()
    accepted = (policy.acceptance,) if policy.acceptance else ()
    return names_of((*policy.rounds, *policy.notices, *policy.reviews, *accepted, *scored))


def _papers(policy: Policy) -> dict[str, str]:
    steps = policy.procedure.steps if policy.procedure else ()
    return names_of(one for step in steps for one in step.documents)


def _scopes(policy: Policy) -> dict[str, str]:
    kept = WORDS["Checklist.of"] | names_of(policy.registers) | names_of(policy.checklists)
    return kept | _subjects(policy) | _papers(policy)


def _item_lists(policy: Policy) -> dict[str, str]:
    return names_of(policy.item_lists)


def _places(policy: Policy) -> dict[str, str]:
    return names_of(policy.government.places) if policy.government else {}


def _givers(policy: Policy) -> dict[str, str]:
    return names_of(policy.government.levels) if policy.government else {}


NAMES: dict[str, Callable[[Policy], Mapping[str, str]]] = {
    "AcceptanceRule.owners_body": _units,
    "CatalogueItem.unit": lambda _policy: {},
    "DocumentNeed.scope": lambda policy: names_of((*policy.rounds, *policy.notices)),
    "Discharge.filing": lambda policy: names_of(policy.obligations),
    "Discharge.step": _steps,
    "ItemList.items": _contents,
    "Limit.end": _steps,
    "Limit.start": _steps,
    "Obligation.by": _units,
    "Premise.outside": _item_lists,
    "Premise.within": _item_lists,
    "Waiver.instead": _papers,
    "responsible": _units,
    "NoticeRule.rounds": lambda policy: names_of(policy.rounds),
    "OwnFact.place_type": _places,
    "OwnFact.step": _steps,
    "Phase.parent": _phases,
    "Premise.track": lambda policy: names_of(policy.tracks),
    "Segment.builds": _whoever,
    "Segment.maintains": _whoever,
    "Segment.owner_after": _whoever,
    "SequenceRule.first": _contents,
    "SequenceRule.then": _contents,
    "after": _steps,
    "BaseStep.overflow_to": _payers,
    "OnTimeStep.of": _givers,
    "Part.payer": lambda policy: _payers(policy) | _givers(policy),
    "ReimburseStep.of": _payers,
    "against": lambda policy: _payers(policy) | _givers(policy),
    "choice": _payers,
    "other": _payers,
    "pays": _givers,
    "OnTimeStep.places": _places,
    "SplitRow.places": _places,
    "relieves": _payers,
    "aspect": lambda policy: names_of(policy.aspects),
    "lead": _units,
    "level": lambda policy: names_of(policy.levels),
    "levels": lambda policy: names_of(policy.levels),
    "overflow_to": _payers,
    "over": _lines,
    "overhead_over": _lines,
    "owed_by": _units,
    "issuer": _units,
    "owner": _units,
    "Warranty.after": _units,
    "Warranty.by": _units,
    "Party.unit": _units,
    "payer": _payers,
    "phase": _phases,
    "receiver": _units,
    "given_by": _units,
    "scope": _scopes,
    "social_lowers": _payers,
    "subject": _subjects,
    "supporters": _units,
}
