"""A draft as the two files it could have been written in, to go on in an editor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from policies.loading.cases import CASES
from policies.loading.facts import validated
from policies.loading.schema import PolicyShape
from policies.loading.upgrading import upgraded, upgraded_cases

WIDTH = 110


def policy_text(document: Mapping[str, Any]) -> str:
    """A whole document (rules and effective period) as `policy.yaml`."""
    shape = PolicyShape.model_validate_json(json.dumps(upgraded(document), ensure_ascii=False))
    return _written(shape.model_dump(by_alias=True, exclude_defaults=True))


def cases_text(cases: Sequence[Mapping[str, Any]]) -> str:
    """Worked cases as `cases.yaml`."""
    shapes = validated(upgraded_cases(cases), CASES, "cases", strict=False)
    return _written([one.model_dump(exclude_defaults=True) for one in shapes])


def _written(data: Any) -> str:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text
