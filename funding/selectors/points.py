"""Who pays what in many projects: as determined, or as if another rule governed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from common.errors import Undecidable
from common.explanations import Explanation, Line
from common.money import total
from funding.models import Determination
from funding.models.determinations import PAYERS, STAGES
from funding.rules import inputs
from funding.selectors.determinations import most_advanced
from policies.rules.money_model import SharesRule
from policies.rules.shares import ShareOutcome, determine
from policies.selectors.governing import governed_by
from policies.selectors.ruleset import Governed
from renovation.models import Project
from renovation.rules.points import Effect, Kind, Point


def determined(projects: Sequence[Project]) -> dict[int, Determination]:
    """The most advanced live determination of each project that has one (one query)."""
    rows: dict[int, list[Determination]] = {}
    live = Determination.objects.filter(project__in=projects, live=True).order_by()
    light = live.select_related("version__policy").defer("version__content", "version__cases")
    for row in light:
        rows.setdefault(row.project_id, []).append(row)
    found = {pk: most_advanced(several) for pk, several in rows.items()}
    return {pk: row for pk, row in found.items() if row is not None}


def share_points(row: Determination, *, pinned: bool) -> Iterator[Point]:
    """Each kind of payer's part, computed again from the stored facts under its own version."""
    yield from _points(row, governed_by(row.version, "shares"), pinned=pinned)


def share_points_as_if(
    row: Determination, rule: Governed[SharesRule], *, pinned: bool
) -> Iterator[Point]:
    """The same facts divided by another rule."""
    yield from _points(row, rule, pinned=pinned)


def _points(row: Determination, rule: Governed[SharesRule], *, pinned: bool) -> Iterator[Point]:
    effect = Effect.PINNED if pinned else Effect.PUBLISH
    stage = STAGES[row.stage]
    try:
        outcome = determine(rule.rule, inputs.from_json(row.inputs))
    except Undecidable as open_point:
        why = str(open_point)
        explained = Explanation(
            title=f"出资（{stage}）",
            result="尚不能判定",
            sentence=why,
            status="undecided",
            version=rule.version,
        )
        yield Point(
            Kind.SHARE, "share.undecided", f"出资（{stage}）", "尚不能判定", effect, explained
        )
        return
    for kind, amount in _by_kind(rule.rule, outcome).items():
        yield Point(
            Kind.SHARE,
            f"share.{kind}",
            f"{PAYERS[kind]}出资（{stage}）",
            f"{amount:,.2f} 元",
            effect,
            _explained(rule, outcome, kind, amount),
            amount=amount,
        )


def _by_kind(rule: SharesRule, outcome: ShareOutcome) -> dict[str, Decimal]:
    """元 by kind of payer, in the order of `PAYERS`: keys of payers are each policy's own."""
    kinds = {payer.key: payer.kind for payer in rule.payers}
    return {
        kind: total(outcome.by_payer[key] for key in outcome.by_payer if kinds[key] == kind)
        for kind in PAYERS
        if kind in kinds.values()
    }


def _explained(
    rule: Governed[SharesRule], outcome: ShareOutcome, kind: str, amount: Decimal
) -> Explanation:
    keys = [payer.key for payer in rule.rule.payers if payer.kind == kind]
    if len(keys) == 1:
        return replace(outcome.explanation_for(keys[0]), version=rule.version)
    names = outcome.payer_names
    lines = [Line(names[key], "", f"{outcome.by_payer[key]:,.2f}") for key in keys]
    return replace(
        outcome.explanation,
        title=PAYERS[kind],
        result=f"{amount:,.2f}",
        lines=(*lines, Line("合计", "", f"{amount:,.2f}", emphasis=True)),
        version=rule.version,
    )
