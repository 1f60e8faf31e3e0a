"""What several writings of one import come to together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def together(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The counts added up; keys of things and all other values are the latest."""
    return dict(now) | {
        key: earlier[key] + value
        for key, value in now.items()
        if isinstance(value, int) and not key.endswith("_id") and key in earlier
    }
