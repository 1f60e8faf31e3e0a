"""The kinds of table that can be taken in: every module of this package that declares a `Kind`.

A new kind is a new module here, next to the sheet and the service of the room that owns it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from intake.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.key: kind
    for module in sorted(found.name for found in iter_modules(__path__))
    for kind in vars(import_module(f"{__name__}.{module}")).values()
    if isinstance(kind, Kind)
}


def choices() -> list[tuple[str, str]]:
    """Every kind by key, as a form offers it."""
    return [(kind.key, f"{kind.spec.title}（{kind.hint}）") for kind in KINDS.values()]


__all__ = ["KINDS", "Kind", "choices"]
