"""The bar above the list of projects: finding and filtering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from renovation import filters
from renovation.models.projects import STATES

ALL_YEARS = "all"


def bar(asked: QueryDict, offered: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, Any]:
    """What one finds and filters by, with what the address asks for."""
    get = asked.get
    latest = next(iter(offered["year"]), ("", "—"))[1]
    years = [(ALL_YEARS, "全部"), *offered["year"]]
    default = latest if not get("year") else "本年"
    return {
        "find": {"name": "q", "value": get("q", ""), "placeholder": "小区名称、编号"},
        "hidden": [(name, get(name)) for name in ("view", "sort") if get(name)],
        "selects": [
            {
                "name": "year",
                "label": "年度",
                "value": get("year", ""),
                "options": years,
                "all": default,
            },
            {
                "name": "street",
                "label": "街道",
                "value": get("street", ""),
                "options": offered["street"],
            },
            {
                "name": "state",
                "label": "状态",
                "value": get("state", ""),
                "options": list(STATES.items()),
            },
            {
                "name": "step",
                "label": "步骤",
                "value": get("step", ""),
                "options": offered["step"],
            },
            {"name": "due", "label": "期限", "value": get("due", ""), "options": filters.DUE},
        ],
    }
