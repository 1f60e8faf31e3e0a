"""Every declared table of the house, found where the rooms declare them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings

from common.errors import OutOfScope
from records.rules.sheets import SheetSpec


def specs() -> dict[str, SheetSpec]:
    """By key: whatever `SheetSpec` a room has in its `sheets` modules."""
    found: dict[str, SheetSpec] = {}
    for config in apps.get_app_configs():
        if not config.path.startswith(str(settings.BASE_DIR)) or config.module is None:
            continue
        for module in iter_modules([config.path]):
            if module.name.endswith("sheets"):
                values = vars(import_module(f"{config.name}.{module.name}")).values()
                found |= {one.key: one for one in values if isinstance(one, SheetSpec)}
    return found


def spec_of(key: str) -> SheetSpec:
    """The table of that key; OutOfScope for another."""
    found = specs().get(key)
    if found is None:
        raise OutOfScope("没有这种表。")
    return found
