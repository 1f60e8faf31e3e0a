"""What rows of a plan say of themselves, as exact text: the measure of every undo."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from renovation.models import Plan, PlanLine, PlanTarget, Project
from renovation.rules.plan_rows import FIGURES, TARGETS

_CENT = Decimal("0.01")
_ORIGIN = ("imported", "upload_id", "sheet", "row", "position")


def plan_says(plan: Plan) -> dict[str, str | None]:
    """Title, number and the claims of its text."""
    claims = json.dumps(plan.claims, ensure_ascii=False, sort_keys=True)
    return {"title": plan.title, "document_no": plan.document_no, "claims": claims}


def figures_say(row: PlanLine | Project) -> dict[str, str | None]:
    """The figures of a line, or those of a project that follows its line."""
    return {key: _exact(getattr(row, key)) for key in FIGURES}


def target_says(target: PlanTarget) -> dict[str, str | None]:
    """The figures of a target."""
    return {key: _exact(getattr(target, key)) for key in TARGETS}


def origin_of(row: PlanLine | PlanTarget) -> dict[str, Any]:
    """What the row says of its last import."""
    return {key: getattr(row, key) for key in _ORIGIN}


def put_back(row: Any, values: dict[str, Any]) -> None:
    """Set values as the words above give them; figures become numbers again, claims a list."""
    for key, value in values.items():
        if isinstance(value, str) and key in {*FIGURES, *TARGETS}:
            setattr(row, key, _number(value))
        else:
            setattr(row, key, json.loads(value) if key == "claims" else value)


def _exact(value: Decimal | int) -> str:
    return format(value.quantize(_CENT), "f") if isinstance(value, Decimal) else str(value)


def _number(text: str) -> Decimal | int:
    return Decimal(text) if "." in text else int(text)
