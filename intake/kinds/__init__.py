"""The kinds of table that can be taken in, one module per kind; `KINDS` is the whole list."""

from __future__ import annotations

from intake.kinds.community_plan import COMMUNITIES
from intake.kinds.kind import Kind
from intake.kinds.target_plan import TARGETED

KINDS: dict[str, Kind] = {kind.key: kind for kind in (COMMUNITIES, TARGETED)}
CHOICES = [(kind.key, f"{kind.spec.title}（{kind.hint}）") for kind in KINDS.values()]

__all__ = ["CHOICES", "KINDS", "Kind"]
