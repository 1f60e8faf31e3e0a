"""Reference rows brought into line with a shipped file, by code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from accounts.services import audit


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, changed and the same."""

    new: int
    changed: int
    same: int

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return {"new": self.new, "changed": self.changed, "same": self.same}


def read_file(path: Path) -> dict[str, Any]:
    """The shipped YAML file as it stands."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def merge(model: Any, wanted: dict[str, Any], action: str) -> Loaded:
    """Enter what is new, write what differs, and leave the rest; `wanted` is values by code."""
    known = {row.code: row for row in model._default_manager.filter(code__in=wanted)}
    fresh = [model(code=code, **values) for code, values in wanted.items() if code not in known]
    differing = []
    for code, row in known.items():
        values = wanted[code]
        if any(getattr(row, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(row, field, value)
            differing.append(row)
    model._default_manager.bulk_create(fresh)
    fields = list(next(iter(wanted.values()), {}))
    model._default_manager.bulk_update(differing, fields)
    if fresh or differing:
        audit.record(
            by=None,
            action=action,
            on=(fresh or differing)[0],
            area_code="",
            summary=f"{action}：新增 {len(fresh)}，变更 {len(differing)}",
            payload={"codes": [row.code for row in (*fresh, *differing)]},
        )
    return Loaded(len(fresh), len(differing), len(known) - len(differing))
