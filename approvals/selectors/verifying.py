"""A second way to count: one SQL over roll, papers and answers, sharing nothing with the rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from approvals.models import Round, RunningTally, Tally
from approvals.rules.tally import FIELDS, WHOLE, Count
from approvals.selectors.rules import method_of

# One row per matter and scope. %(…)s say whether missing, abstaining and invalid papers take part
# and how heads whose homes differ are counted.
RECOUNT = """
WITH matters AS (SELECT unnest(%(items)s::text[]) AS matter),
said AS (
    SELECT m.matter, s.scope, u.head_id, u.area, u.kind = 'home' AS home, a.choice,
           CASE WHEN a.choice IN ('agree', 'against') THEN TRUE
                WHEN a.choice = 'abstain' THEN %(abstain)s
                WHEN a.choice = 'invalid' THEN %(invalid)s
                ELSE %(missing)s END AS part
    FROM approvals_headunit u
    CROSS JOIN matters m
    CROSS JOIN LATERAL (VALUES (''), (u.building)) AS s(scope)
    LEFT JOIN approvals_paper p ON p.unit_id = u.id AND p.round_id = u.round_id AND p.live
    LEFT JOIN approvals_answer a ON a.paper_id = p.id AND a.matter = m.matter
    WHERE u.round_id = %(round)s
),
units AS (
    SELECT matter, scope, count(*) AS all_units, count(*) FILTER (WHERE home) AS all_homes,
        sum(area) AS all_area, count(choice) AS returned_units,
        count(*) FILTER (WHERE part) AS participating_units,
        count(*) FILTER (WHERE part AND home) AS participating_homes,
        coalesce(sum(area) FILTER (WHERE part), 0) AS participating_area,
        count(*) FILTER (WHERE choice = 'agree') AS agree_units,
        count(*) FILTER (WHERE choice = 'agree' AND home) AS agree_homes,
        coalesce(sum(area) FILTER (WHERE choice = 'agree'), 0) AS agree_area,
        count(*) FILTER (WHERE choice = 'against') AS against_units,
        coalesce(sum(area) FILTER (WHERE choice = 'against'), 0) AS against_area,
        count(*) FILTER (WHERE choice = 'abstain') AS abstain_units,
        coalesce(sum(area) FILTER (WHERE choice = 'abstain' AND part), 0) AS abstain_area,
        count(*) FILTER (WHERE choice = 'invalid') AS invalid_units
    FROM said GROUP BY matter, scope
),
voices AS (
    SELECT matter, scope, head_id,
        bool_or(part) AS part,
        count(DISTINCT coalesce(choice, '-')) FILTER (WHERE part) AS kinds,
        bool_or(part AND choice IN ('agree', 'against', 'abstain')) AS spoke,
        min(choice) FILTER (WHERE part AND choice IN ('agree', 'against', 'abstain')) AS voice,
        bool_and(coalesce(choice, '') = 'agree') AS all_agree
    FROM said GROUP BY matter, scope, head_id
),
ruled AS (
    SELECT *, part AND spoke AND (kinds > 1
        OR (voice = 'agree' AND %(mixed)s = 'agree_if_all' AND NOT all_agree)) AS mixed
    FROM voices
),
heads AS (
    SELECT matter, scope, count(*) AS all_heads,
        count(*) FILTER (WHERE part) AS participating_heads,
        count(*) FILTER (WHERE part AND NOT mixed AND voice = 'agree') AS agree_heads,
        count(*) FILTER (WHERE part AND ((NOT mixed AND voice = 'against')
            OR (mixed AND %(mixed)s = 'against'))) AS against_heads,
        count(*) FILTER (WHERE part AND NOT mixed AND voice = 'abstain') AS abstain_heads,
        count(*) FILTER (WHERE mixed AND %(mixed)s <> 'against') AS mixed_heads
    FROM ruled GROUP BY matter, scope
)
SELECT u.matter, u.scope, {columns} FROM units u JOIN heads h USING (matter, scope)
"""
OF_HEADS = {name for name in FIELDS if name.endswith("_heads")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored figure that the recount does not give."""

    round_id: int
    where: str
    field: str
    stored: str
    counted: str


def recount(round_: Round) -> dict[tuple[str, str], Count]:
    """(matter, scope) → count, by one query."""
    method = method_of(round_)
    columns = ", ".join(f"{'h' if name in OF_HEADS else 'u'}.{name}" for name in FIELDS)
    values: dict[str, Any] = {
        "items": list(round_.items),
        "round": round_.pk,
        "missing": method.missing_takes_part,
        "abstain": method.abstain_takes_part,
        "invalid": method.invalid_takes_part,
        "mixed": method.mixed_head,
    }
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT.format(columns=columns), values)
        return {(matter, scope): Count(*figures) for matter, scope, *figures in cursor.fetchall()}


def differences(round_: Round) -> list[Difference]:
    """Every running figure, and the certificate's where there is one, that does not tie."""
    counted = recount(round_)
    found: list[Difference] = []
    for row in RunningTally.objects.filter(round=round_):
        scope = row.building or "合计"
        found += _apart(round_, f"{row.matter}/{scope}", Count.of(row), counted.get(_key(row)))
    for tally in Tally.objects.filter(round=round_, occasion="certificate"):
        stored = Count.from_text(tally.counts)
        where = f"{tally.matter}/复核确认"
        found += _apart(round_, where, stored, counted.get((tally.matter, WHOLE)))
    return found


def _key(row: RunningTally) -> tuple[str, str]:
    return row.matter, row.building


def _apart(round_: Round, where: str, stored: Count, counted: Count | None) -> list[Difference]:
    other = counted or Count()
    return [
        Difference(round_.pk, where, name, str(getattr(stored, name)), str(getattr(other, name)))
        for name in FIELDS
        if getattr(stored, name) != getattr(other, name)
    ]
