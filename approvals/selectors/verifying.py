"""A second way to count: one SQL over roll, papers and answers, sharing nothing with the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from approvals.models import Head, HeadUnit, Paper, Round, RunningTally, Seal, Tally
from approvals.rules.parts import WHOLE, Asked, Part
from approvals.rules.sampling import digest, roll_digest, sample
from approvals.rules.tally import FIELDS, Count
from approvals.selectors.rules import matters_of, round_rule
from approvals.selectors.sealed import body_of, confirmation_of
from common.collecting import collecting_afterwards

# One row per matter and part that is asked about. %(…)s are the policy's own words for missing,
# abstaining and invalid papers (absent, participates, agrees) and for heads whose homes differ;
# papers count as they stood after number `upto`, so the stored mark of a live paper is not believed
# either. `choice` is what the paper says, `voice` what it is taken for.
RECOUNT = """
WITH standing AS MATERIALIZED (
    SELECT p.id, p.unit_id FROM approvals_paper p
    WHERE p.round_id = %(round)s AND p.id <= %(upto)s AND NOT p.withdrawn
        AND p.id NOT IN (SELECT s.supersedes_id FROM approvals_paper s
                         WHERE s.round_id = %(round)s AND s.id <= %(upto)s
                             AND s.supersedes_id IS NOT NULL)
),
asked AS (
    SELECT * FROM unnest(%(matters)s::text[], %(groups)s::text[], %(scopes)s::text[])
        AS a(matter, "group", scope)
),
said AS (
    SELECT m.matter, m."group",
           CASE WHEN m.scope = 'member' THEN u.community ELSE '' END AS community,
           CASE WHEN m.scope IN ('community', 'member') THEN '' ELSE u.building END AS building,
           CASE WHEN m.scope <> 'entrance' THEN '' WHEN u.entrance = '' THEN '—'
                ELSE u.entrance END AS entrance,
           u.head_id, u.area, u.kind = 'home' AS home, a.choice,
           CASE WHEN a.choice IN ('agree', 'against') THEN TRUE
                WHEN a.choice = 'abstain' THEN %(abstain)s <> 'absent'
                WHEN a.choice = 'invalid' THEN %(invalid)s <> 'absent'
                ELSE %(missing)s <> 'absent' END AS part,
           CASE WHEN a.choice IS NULL AND %(missing)s = 'agrees' THEN 'agree'
                WHEN a.choice = 'abstain' AND %(abstain)s = 'agrees' THEN 'agree'
                ELSE a.choice END AS voice
    FROM approvals_headunit u
    JOIN asked m ON (m."group" = 'owners' OR m.matter = ANY(
        CASE m."group" WHEN 'paying' THEN u.paying ELSE u.affected END))
        AND (m.scope <> 'member' OR u.community <> '')
    LEFT JOIN standing p ON p.unit_id = u.id
    LEFT JOIN approvals_answer a ON a.paper_id = p.id AND a.matter = m.matter
    WHERE u.round_id = %(round)s
),
units AS (
    SELECT {keys}, count(*) AS all_units, count(*) FILTER (WHERE home) AS all_homes,
        sum(area) AS all_area, count(choice) AS returned_units,
        count(*) FILTER (WHERE part) AS participating_units,
        count(*) FILTER (WHERE part AND home) AS participating_homes,
        coalesce(sum(area) FILTER (WHERE part), 0) AS participating_area,
        count(*) FILTER (WHERE choice = 'agree') AS agree_units,
        count(*) FILTER (WHERE voice = 'agree' AND home) AS agree_homes,
        coalesce(sum(area) FILTER (WHERE voice = 'agree'), 0) AS agree_area,
        count(*) FILTER (WHERE choice = 'against') AS against_units,
        coalesce(sum(area) FILTER (WHERE choice = 'against'), 0) AS against_area,
        count(*) FILTER (WHERE choice = 'abstain') AS abstain_units,
        coalesce(sum(area) FILTER (WHERE voice = 'abstain' AND part), 0) AS abstain_area,
        count(*) FILTER (WHERE choice = 'invalid') AS invalid_units
    FROM said GROUP BY {keys}
),
voices AS (
    SELECT {keys}, head_id,
        bool_or(part) AS part,
        count(DISTINCT coalesce(voice, '-')) FILTER (WHERE part) AS kinds,
        bool_or(part AND voice IN ('agree', 'against', 'abstain')) AS spoke,
        min(voice) FILTER (WHERE part AND voice IN ('agree', 'against', 'abstain')) AS voice,
        bool_and(coalesce(voice, '') = 'agree') AS all_agree
    FROM said GROUP BY {keys}, head_id
),
ruled AS (
    SELECT *, part AND spoke AND (kinds > 1
        OR (voice = 'agree' AND %(mixed)s = 'agree_if_all' AND NOT all_agree)) AS mixed
    FROM voices
),
heads AS (
    SELECT {keys}, count(*) AS all_heads,
        count(*) FILTER (WHERE part) AS participating_heads,
        count(*) FILTER (WHERE part AND NOT mixed AND voice = 'agree') AS agree_heads,
        count(*) FILTER (WHERE part AND ((NOT mixed AND voice = 'against')
            OR (mixed AND %(mixed)s = 'against'))) AS against_heads,
        count(*) FILTER (WHERE part AND NOT mixed AND voice = 'abstain') AS abstain_heads,
        count(*) FILTER (WHERE mixed AND %(mixed)s <> 'against') AS mixed_heads
    FROM ruled GROUP BY {keys}
)
SELECT {keys}, {columns} FROM units u JOIN heads h USING ({keys})
"""
KEYS = 'matter, building, entrance, "group", community'
EVER = 2**63 - 1
OF_HEADS = {name for name in FIELDS if name.endswith("_heads")}


Counted = dict[tuple[str, Part], Count]  # by matter and part


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored figure that the recount does not give."""

    round_id: int
    where: str
    field: str
    stored: str
    counted: str


def recount(round_: Round, upto: int = EVER) -> Counted:
    """(matter, part) → count, by one query; as it stood when paper `upto` was the last."""
    rule = round_rule(round_).rule
    columns = ", ".join(f"{'h' if name in OF_HEADS else 'u'}.{name}" for name in FIELDS)
    asked = [
        (matter.key, *kind)
        for matter in matters_of(round_)
        for kind in sorted(Asked.of(matter).kinds)
    ]
    values: dict[str, Any] = {
        "matters": [matter for matter, _, _ in asked],
        "groups": [group for _, group, _ in asked],
        "scopes": [scope for _, _, scope in asked],
        "round": round_.pk,
        "upto": upto,
        "missing": rule.counting.missing,
        "abstain": rule.counting.abstain,
        "invalid": rule.counting.invalid,
        "mixed": rule.mixed_head,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # A roll that was just frozen has no statistics yet: only joins that stay linear.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(RECOUNT.format(keys=KEYS, columns=columns), values)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_nestloop = on")
    return {
        (matter, Part(*part)): Count(*figures)
        for matter, *rest in rows
        for part, figures in [(rest[: len(Part._fields)], rest[len(Part._fields) :])]
    }


@collecting_afterwards()
def differences(round_: Round) -> list[Difference]:
    """Every running figure, stored count, building, the roll and the seal, if it is not so."""
    counted = recount(round_)
    found: list[Difference] = []
    rows = RunningTally.objects.filter(round=round_)
    running = {(row.matter, row.part): Count.of(row) for row in rows}
    for matter, part in {**running, **counted}:
        stored = running.get((matter, part), Count())
        where = f"{matter}/{_named(part)}"
        found += _apart(round_, where, stored, counted.get((matter, part)))
    at = {EVER: counted}
    for tally in Tally.objects.filter(round=round_):
        upto = EVER if tally.last_paper is None else tally.last_paper
        if tally.last_paper is None and tally.occasion != "certificate":
            continue  # taken before it was kept up to which paper
        if upto not in at:
            at[upto] = recount(round_, upto)
        found += _stored(round_, tally, at[upto])
    return found + _roll(round_) + _seal(round_)


def _stored(round_: Round, tally: Tally, counted: Counted) -> list[Difference]:
    where = f"{tally.matter}/{tally.get_occasion_display()}"
    found = _apart(round_, where, Count.from_text(tally.counts), counted.get((tally.matter, WHOLE)))
    for row in [*tally.buildings, *tally.parts]:
        part = Part.of(row)
        other = counted.get((tally.matter, part))
        found += _apart(round_, f"{where}/{_named(part)}", Count.from_text(row), other)
    return found


def _roll(round_: Round) -> list[Difference]:
    """The roll's hash over the frozen rows, and what they add up to."""
    heads = dict(
        Head.objects.filter(round=round_).order_by("number").values_list("pk", "owner_ids")
    )
    units: dict[int, list[tuple[int, Decimal]]] = {head: [] for head in heads}
    rows = HeadUnit.objects.filter(round=round_).order_by("position")
    for head, unit, area in rows.values_list("head", "unit", "area"):
        units[head].append((unit, area))
    whole = [area for those in units.values() for _, area in those]
    digest_now = roll_digest((heads[head], units[head]) for head in heads)
    figures = [
        ("sha256", round_.roll_sha256, digest_now),
        ("heads", str(round_.heads), str(len(heads))),
        ("units", str(round_.units), str(len(whole))),
        ("area", str(round_.area), str(sum(whole, Decimal("0.00")))),
    ]
    return _differing(round_, "名册", figures)


def _seal(round_: Round) -> list[Difference]:
    """The seal's hash over what the tables say today, and the sample that it draws."""
    seal = Seal.objects.filter(round=round_).first()
    if seal is None:
        return []
    confirmed = confirmation_of(round_) if seal.body.get("confirmed") else ""
    now = digest(body_of(round_, confirmed, seal.salt))
    live = Paper.objects.filter(round=round_, live=True)
    drawn = sample(live.values_list("unit__serial", flat=True), now, len(seal.sample))
    figures = [
        ("sha256", seal.sha256, now),
        ("body", digest(seal.body), now),
        ("sample", ",".join(seal.sample), ",".join(drawn)),
    ]
    return _differing(round_, "封存", figures)


def _differing(
    round_: Round, where: str, figures: Sequence[tuple[str, str, str]]
) -> list[Difference]:
    return [
        Difference(round_.pk, where, name, stored, counted)
        for name, stored, counted in figures
        if stored != counted
    ]


def _named(part: Part) -> str:
    return "合计" if part == WHOLE else part.label


def _apart(round_: Round, where: str, stored: Count, counted: Count | None) -> list[Difference]:
    other = counted or Count()
    return [
        Difference(round_.pk, where, name, str(getattr(stored, name)), str(getattr(other, name)))
        for name in FIELDS
        if getattr(stored, name) != getattr(other, name)
    ]
