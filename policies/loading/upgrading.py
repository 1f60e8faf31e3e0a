"""Contents stored by an older release, brought to today's shape whenever they are read.

A published version never changes, so no migration rewrites it: its rows, its hash and its seal stay
what they were, and each step below is a pure function from the old shape to the new one that leaves
anything newer alone. A release that takes a key away adds its step here, with a test that reads a
content of the release before; a key nobody knows is still refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Content = Mapping[str, Any]


def upgraded(content: Content) -> dict[str, Any]:
    """The content in today's shape; the same content where nothing is old about it."""
    found = dict(content)
    for step in STEPS:
        found = step(found)
    return found


def upgraded_cases(cases: Sequence[Content]) -> list[dict[str, Any]]:
    """Worked cases in today's shape."""
    return [_merge_case(case) if _asks_merge(case) else dict(case) for case in cases]


def _asks_merge(case: Content) -> bool:
    return case.get("kind") == "merge" and {"cost", "expect"} <= set(case)


def _merges_to_obligations(content: dict[str, Any]) -> dict[str, Any]:
    """`merges` (rows of a limit with what is filed as one) became obligations and their filings.

    The approvals are discharged by the step that reaches the approval; where a procedure has none,
    the rows are kept as notes, for nothing could hold a project to them.
    """
    if "merges" not in content:
        return content
    left = {key: value for key, value in content.items() if key != "merges"}
    rows: list[dict[str, Any]] = content["merges"]
    step = _approval_step(left)
    if not step or left.get("obligations"):
        return {**left, "notes": [*left.get("notes", []), *(row["says"] for row in rows)]}
    names = list(dict.fromkeys(name for row in rows for name in _names(row)))
    keys = {name: f"approval_{number}" for number, name in enumerate(names, 1)}
    owed = [
        {
            "key": keys[name],
            "name": name,
            "by": "",
            "waived": [],
            "discharged": _discharges(name, rows, keys, step),
            "says": rows[0]["says"],
            "clause": list(dict.fromkeys(one for row in rows for one in row["clause"])),
        }
        for name in names
    ]
    return {**left, "obligations": owed}


def _names(row: Content) -> list[str]:
    return [*row.get("merged", ()), *row.get("separate", ())]


def _approval_step(content: Content) -> str:
    steps = (content.get("procedure") or {}).get("steps", ())
    return next((step["key"] for step in steps if step.get("reaches") == "approved"), "")


def _discharges(
    name: str, rows: Sequence[Content], keys: Mapping[str, str], step: str
) -> list[dict[str, Any]]:
    """One way per row that names it, the first whose limit holds; the row without a limit ends."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if name not in _names(row):
            continue
        merged = row.get("merged") or []
        limit = row.get("at_most")
        found.append(
            {
                "step": step,
                "filing": keys[merged[0]] if name in merged else "",
                "says": row["says"],
                "clause": row["clause"],
                "when": [{"fact": "money.estimate", "operator": "<=", "value": limit}]
                if limit
                else [],
            }
        )
        if not limit:
            break
    return found


def _merge_case(case: Content) -> dict[str, Any]:
    """What was asked of a row is asked of the obligations; a row's key has no counterpart."""
    kept = {key: value for key, value in case.items() if key not in {"kind", "cost", "expect"}}
    expect = {key: value for key, value in case["expect"].items() if key == "merged"}
    return {
        **kept,
        "kind": "approval",
        "facts": {"money.estimate": case["cost"]},
        "expect": expect,
    }


STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_merges_to_obligations,)
"""In the order of the releases that took something away."""
