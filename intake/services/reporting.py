"""What an import comes to, as the JSON of docs/contracts.md: exact numbers are text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from common.errors import Problem
from intake.kinds import KINDS, Kind
from intake.models import Upload
from intake.rules.effects import Effect
from intake.services.examining import Examination, Request
from intake.services.staged_rows import Stager
from intake.services.staging import subtotal_dict


def report(
    *,
    request: Request,
    name: str,
    examination: Examination,
    upload: Upload | None = None,
    problems: Sequence[Problem] = (),
) -> dict[str, Any]:
    """An examined file; `upload` once it is written, `problems` where writing was refused."""
    refused = (examination.refused and upload is None) or bool(problems)
    return {
        **_envelope(request, name, "refused" if refused else _status(examination, upload)),
        "sheet": examination.reading.sheet,
        "ignored_sheets": [
            {"sheet": sheet, "reason": reason} for sheet, reason in examination.ignored
        ],
        "rows": _counts(examination),
        "totals": examination.totals,
        "streets": examination.streets,
        "claims": [claim.as_dict() for claim in examination.claims],
        "subtotals": [subtotal_dict(total) for total in examination.reading.totals],
        "problems": [
            *(finding.as_dict() for finding in examination.findings),
            *map(as_finding, problems),
        ],
        "effects": effects(examination, KINDS[request.kind]),
        "written": written(upload),
    }


def refused_report(*, request: Request, name: str, problems: Sequence[Problem]) -> dict[str, Any]:
    """A file that could not be shown at all: the same keys, with nothing in them."""
    return {
        **_envelope(request, name, "refused"),
        "sheet": "",
        "ignored_sheets": [],
        "rows": {**{effect.value: 0 for effect in Effect}, "rejected": 0},
        "totals": {},
        "streets": [],
        "claims": [],
        "subtotals": [],
        "problems": [as_finding(problem) for problem in problems],
        "effects": [],
        "written": None,
    }


def as_finding(problem: Problem) -> dict[str, str]:
    """A refusal in the shape of a finding; `sheet!cell` is taken apart."""
    sheet, mark, cell = problem.field.rpartition("!")
    found = problem.as_dict()
    del found["field"]
    return {"severity": "refuse", **found, "sheet": sheet if mark else "", "cell": cell}


def written(upload: Upload | None) -> dict[str, Any] | None:
    """What was written, also of a roll whose other rows still wait; None when nothing was."""
    if upload is None or upload.state not in {"staged", "committed"} or not upload.result:
        return None
    return {"upload": upload.pk, "sha256": upload.sha256, **upload.result}


def effects(examination: Examination, kind: Kind) -> list[dict[str, Any]]:
    """Every row with what it would do, and its figures where there is something to compare."""
    stager = Stager(examination)
    return [
        {
            "row": row.parsed.number,
            "street": row.parsed.text(kind.place) if kind.place else "",
            "street_code": row.street_code,
            "name": kind.name_of(row.parsed),
            "effect": row.effect.value,
            "figures": {
                key: format(row.parsed.amount(key), "f") if key in row.parsed.values else None
                for key in kind.figures
            },
            "differences": [
                {key: cell[key] for key in ("key", "cell", "effect", "last", "now", "file")}
                for cell in stager.comparison(row)
                if cell["effect"] != Effect.SAME or cell["kept"]
            ],
        }
        for row in examination.rows
    ]


def _envelope(request: Request, name: str, status: str) -> dict[str, Any]:
    return {
        "kind": request.kind,
        "file": name,
        "area": request.area_code,
        "year": request.year,
        "subject": request.subject,
        "status": status,
    }


def _status(examination: Examination, upload: Upload | None) -> str:
    if upload is not None and upload.state == "staged":
        return "partly"
    if upload is not None and upload.state == "committed":
        nothing = not upload.result.get("new") and not upload.result.get("changed")
        return "unchanged" if nothing else "committed"
    return "unchanged" if unchanged(examination) else "checked"


def unchanged(examination: Examination) -> bool:
    """Whether nothing is to do: every row as the plan has it, no project that could be opened."""
    schemeless = any(finding.code == "no_scheme" for finding in examination.findings)
    waiting = examination.unopened and not schemeless
    as_it_is = all(row.effect is Effect.SAME for row in examination.rows)
    return bool(examination.rows) and as_it_is and not waiting


def _counts(examination: Examination) -> dict[str, int]:
    stager = Stager(examination)
    counts: Counter[str] = Counter()
    for row in examination.rows:
        parts = examination.reading.joined.get((row.parsed.sheet, row.parsed.number), ())
        rejected = stager.wrong(row.parsed, *parts)
        counts["rejected" if rejected else row.effect.value] += 1
    return {key: counts[key] for key in (*(effect.value for effect in Effect), "rejected")}
