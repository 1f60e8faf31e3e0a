"""The statement behind the sums of planned, received and paid money."""

from __future__ import annotations

SIGNED = "CASE WHEN f.reverses_id IS NULL THEN f.amount ELSE -f.amount END"
MONEY = """
WITH scope(id) AS ({scope}),
mains(payer, kind) AS (VALUES {mains}),
chosen AS (
    SELECT DISTINCT ON (d.project_id) d.id, d.project_id
    FROM funding_determination d JOIN scope s ON s.id = d.project_id
    WHERE d.live AND (d.stage = 'estimate' OR d.confirmed_at IS NOT NULL)
    ORDER BY d.project_id, CASE d.stage WHEN 'final' THEN 0 WHEN 'due' THEN 1 ELSE 2 END
),
part AS (
    SELECT c.project_id, l.kind AS payer, SUM(l.amount) AS amount
    FROM chosen c JOIN funding_determinationline l ON l.determination_id = c.id GROUP BY 1, 2
),
allocated AS (
    SELECT f.project_id, o.kind, o.payer, SUM({signed}) AS amount
    FROM funding_allocation f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope) GROUP BY 1, 2, 3
),
rest AS (
    SELECT p.project_id, m.kind, p.amount - COALESCE((
        SELECT SUM(a.amount) FROM allocated a
        WHERE a.project_id = p.project_id AND a.payer = p.payer AND a.kind <> m.kind), 0) AS amount
    FROM part p JOIN mains m ON m.payer = p.payer
),
planned AS (
    SELECT COALESCE(a.project_id, r.project_id) AS project_id, COALESCE(a.kind, r.kind) AS kind,
           GREATEST(COALESCE(a.amount, 0), COALESCE(r.amount, 0)) AS amount
    FROM allocated a FULL JOIN rest r ON r.project_id = a.project_id AND r.kind = a.kind
),
money AS (
    SELECT project_id, kind, amount AS planned, 0::numeric AS received, 0::numeric AS paid
    FROM planned
    UNION ALL
    SELECT f.project_id, o.kind, 0, {signed}, 0
    FROM funding_receipt f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope)
    UNION ALL
    SELECT e.project_id, 'residents', 0, e.amount * e.direction, 0
    FROM funding_ledgerentry e WHERE e.project_id IN (SELECT id FROM scope)
    UNION ALL
    SELECT f.project_id, o.kind, 0, 0, {signed}
    FROM funding_payment f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope)
)
"""
# A place names its sources; where several places name one kind differently, the list's name stands.
GROUPED = {
    "source": """
SELECT m.kind,
       (SELECT CASE WHEN COUNT(DISTINCT o.name) = 1 THEN MIN(o.name) END FROM funding_source o
        WHERE o.kind = m.kind AND o.area_code IN (
            SELECT DISTINCT LEFT(p.area_code, 6) FROM renovation_project p
            JOIN scope s ON s.id = p.id)),
       SUM(m.planned), SUM(m.received), SUM(m.paid)
FROM money m GROUP BY m.kind
""",
    "project": """
SELECT p.id, p.name, COALESCE(SUM(m.planned), 0), COALESCE(SUM(m.received), 0),
       COALESCE(SUM(m.paid), 0)
FROM renovation_project p JOIN scope s ON s.id = p.id LEFT JOIN money m ON m.project_id = p.id
GROUP BY p.id, p.name
""",
}
