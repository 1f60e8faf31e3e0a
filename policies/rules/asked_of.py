"""What a rule asks of whoever tries it: the words to choose from, and the fields it does not read.

The shapes of facts hold everything that any policy may ask for; a form asks only for what the
chosen rule of this policy reads. Fields are named as in `loading.leaves`: by owner and field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from policies.rules.asked_of_government import asked_of_government
from policies.rules.consent_model import Matter
from policies.rules.eligibility_model import FactKey, QuotaRule
from policies.rules.fact_words import FactKind
from policies.rules.facts_read import facts_read
from policies.rules.money_model import SharesRule
from policies.rules.policy_model import Policy
from policies.rules.premise_model import Premise
from policies.rules.stream_model import SpreadRule, StreamRule
from policies.rules.time_model import Deadline, Limit
from policies.rules.vocabulary import CONTRIBUTIONS, TAGS

Known = dict[str, dict[str, str]]
_TAGGED = frozenset({"tags", "excluded", "lacks", "outside", "uses", "forbids", "apart"})
_IN_ROWS = frozenset({"quota", "ranking"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`known`: field → key → name of what a list or mapping may hold. `silent`: fields that the
    rule does not read. `facts`: what it reads of the registry, in `rows` for each row of a table.
    """

    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    facts: Mapping[FactKey, FactKind] = field(default_factory=dict)
    in_rows: bool = False


def asked_of(policy: Policy, kind: str, rule: Any) -> Asked:
    """What one rule of a policy asks for."""
    known, silent = _KINDS.get(kind, _nothing)(policy, rule)
    if not _asks_items(rule, policy):
        silent |= {f"{owner}.items" for owner in _SITUATED}
    return Asked(
        {"items": _items(policy), **known},
        frozenset(silent),
        facts_read(rule, policy.terms),
        kind in _IN_ROWS,
    )


def _nothing(_policy: Policy, _rule: Any) -> tuple[Known, set[str]]:
    return {}, set()


def _consent(_policy: Policy, rule: Matter) -> tuple[Known, set[str]]:
    """Of the counts those that the tests measure; groups where somebody else is asked."""
    measured = {test.measure for test in rule.tests}
    silent = {
        f"Counts.{layer}_{measure}"
        for layer in ("all", "participating", "agree")
        for measure in {"heads", "area", "households"} - measured
    }
    asked = [(test.population, test.scope) for test in rule.tests]
    if rule.veto:
        asked.append((rule.veto.population, rule.veto.scope))
    else:
        silent.add("Counts.against_heads")
    if all(who in {"all", "participants"} and part == "community" for who, part in asked):
        silent.add("ConsentFacts.groups")
    return {}, silent


def _shares(policy: Policy, rule: SharesRule) -> tuple[Known, set[str]]:
    chosen = {key for line in rule.every_line for key in line.choice}
    payers = {one.key: one.name for one in rule.payers if one.key in chosen}
    lies, silent = rule.residents, set()
    counted = {one.per for one in (*lies.flat, *((lies.deposit,) if lies.deposit else ()))}
    unread = {
        "Cost.payer": not payers,
        "SharesFacts.area": rule.cap is None and "area" not in counted,
        "SharesFacts.households": "home" not in counted,
        "SharesFacts.homes": not lies.by_home,
        "SharesFacts.social": not rule.social_lowers,
    }
    silent |= {name for name, is_unread in unread.items() if is_unread}
    levels = {one.key: one.name for one in policy.levels}
    return {"tags": _tags(rule, policy), "payer": payers, "level": levels}, silent


def _counted(_policy: Policy, _rule: SharesRule) -> tuple[Known, set[str]]:
    return {"paid": dict(CONTRIBUTIONS)}, set()


def _stream(policy: Policy, rule: StreamRule) -> tuple[Known, set[str]]:
    unread = {
        "tags": not (rule.uses or rule.forbids or rule.apart),
        "total": rule.at_most is None,
        "year": rule.first_year is None and rule.last_year is None,
        "area_code": not rule.areas,
    }
    tags = _tags((rule, policy.shares), policy)
    return {"tags": tags}, {f"StreamFacts.{name}" for name, left in unread.items() if left}


def _spread(_policy: Policy, rule: SpreadRule) -> tuple[Known, set[str]]:
    named = {one.key: f"{one.name}（{one.unit}）" if one.unit else one.name for one in rule.factors}
    open_ones = {one.key: one.name for one in rule.factors if one.weight is None}
    silent = set() if rule.difficulty else {"Place.difficulty"}
    return {"values": named, "weights": open_ones}, silent


def _quota(_policy: Policy, rule: QuotaRule) -> tuple[Known, set[str]]:
    return {}, {
        f"Member.{name}" for name in ("households", "buildings", "area") if name != rule.counts
    }


def _due(_policy: Policy, rule: Deadline | Limit) -> tuple[Known, set[str]]:
    """A fixed day counts from nothing."""
    deadline = rule.deadline if isinstance(rule, Limit) else rule
    counts = (
        deadline.relative
        or deadline.yearly
        or any(one.deadline.yearly for one in deadline.variants)
    )
    return {}, set() if counts else {"DeadlineFacts.start", "LimitFacts.start"}


def _checklist(_policy: Policy, rule: Any) -> tuple[Known, set[str]]:
    rows = {one.key: one.name for one in rule.items}
    return {"unmet": rows, "unmarked": rows}, set()


def _acceptance(_policy: Policy, rule: Any) -> tuple[Known, set[str]]:
    unread = {"body": not rule.owners_body, "representatives": not rule.owners_max}
    signed = {one.key: one.name for one in rule.parties}
    return {"signed": signed}, {f"AcceptanceFacts.{name}" for name, left in unread.items() if left}


def _sequence(policy: Policy, _rule: Any) -> tuple[Known, set[str]]:
    return {"item": _items(policy)}, set()


def _items(policy: Policy) -> dict[str, str]:
    return {item.key: f"{item.code} {item.name}".strip() for item in policy.catalogue}


def _asks_items(rule: Any, policy: Policy) -> bool:
    """Whether a condition of it asks what the chosen contents are."""
    if isinstance(rule, tuple):
        return any(_asks_items(one, policy) for one in rule)
    if not is_dataclass(rule):
        return False
    if isinstance(rule, Premise):
        track = policy.terms.tracks[rule.track].when if rule.track else ()
        return bool(rule.within or rule.outside) or _asks_items(track, policy)
    return any(_asks_items(getattr(rule, one.name), policy) for one in fields(rule))


def _tags(rule: Any, policy: Policy) -> dict[str, str]:
    """The kinds of cost that a rule tells apart, by the policy's own words."""
    own = dict(policy.shares.tag_names) if policy.shares else {}
    names = TAGS | own
    found = set(_tagged(rule))
    return {tag: name for tag, name in names.items() if tag in found}


def _tagged(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _tagged(one)
    elif is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if one.name in _TAGGED and isinstance(inner, tuple | frozenset):
                yield from inner
            else:
                yield from _tagged(inner)
        if getattr(value, "overhead_over", ()):
            yield from ("other_cost", "reserve")


_SITUATED = ("DeadlineFacts", "LimitFacts", "GateFacts", "StepFacts", "TrackFacts", "ApprovalFacts")
_KINDS: dict[str, Callable[[Policy, Any], tuple[Known, set[str]]]] = {
    "consent": _consent,
    "shares": _shares,
    "counted": _counted,
    "government": asked_of_government,
    "stream": _stream,
    "spread": _spread,
    "quota": _quota,
    "deadline": _due,
    "limit": _due,
    "checklist": _checklist,
    "acceptance": _acceptance,
    "sequence": _sequence,
}
