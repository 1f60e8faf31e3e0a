"""The one door from text or stored JSON to a `Policy`; every problem at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from common.errors import Problem, Refused
from policies.loading.build import build
from policies.loading.checks import check
from policies.loading.problems import from_validation
from policies.loading.reading import read_yaml
from policies.loading.schema import PolicyShape
from policies.loading.soundness import unsound
from policies.loading.upgrading import upgraded
from policies.rules.model import Policy


@dataclass(frozen=True, slots=True)
class Parsed:
    """A policy with the JSON that is stored and hashed (without the effective range)."""

    policy: Policy
    content: dict[str, Any]
    sources: dict[str, str]


def parse_text(text: str, name: str = "policy.yaml") -> Parsed:
    """Read a file's text; raises Refused with every problem, each with its path."""
    return parse_data(read_yaml(text, name), name)


def parse_data(data: Any, name: str = "policy.yaml") -> Parsed:
    """Check plain data; raises Refused."""
    if not isinstance(data, dict):
        raise Refused(
            Problem(
                "文件是空的或不是键值结构",
                code="shape",
                field=name,
                expected="以 policy、place、title 等键起头的文件",
                remedy="从最接近的政策文件夹复制一份再改",
            )
        )
    try:
        return _checked(PolicyShape.model_validate(data), name)
    except ValidationError as error:
        raise Refused(from_validation(error, PolicyShape, name)) from error


def parse_document(document: dict[str, Any], name: str = "policy.yaml") -> Parsed:
    """Check a whole document as JSON writes it (dates are text), one of an older release too.

    Raises Refused.
    """
    try:
        text = json.dumps(upgraded(document), ensure_ascii=False)
        return _checked(PolicyShape.model_validate_json(text), name)
    except ValidationError as error:
        raise Refused(from_validation(error, PolicyShape, name)) from error


def _checked(shape: PolicyShape, name: str) -> Parsed:
    problems = [*unsound(shape.model_dump(by_alias=True), name)] or check(shape, name)
    if problems:
        raise Refused(problems)
    content = shape.model_dump(mode="json", by_alias=True, exclude={"effective"})
    return Parsed(build(shape), content, dict(shape.sources))


def parse_content(content: dict[str, Any], effective: dict[str, Any]) -> Policy:
    """Rebuild a stored version; `effective` is {"from": ISO, "to": ISO or None}.

    Contents of older releases are read in today's shape. Raises Refused for what no release wrote.
    """
    whole = json.dumps({**upgraded(content), "effective": effective}, ensure_ascii=False)
    try:
        return build(PolicyShape.model_validate_json(whole))
    except ValidationError as error:
        raise Refused(
            from_validation(error, PolicyShape, content.get("short") or "政策")
        ) from error


def content_hash(content: dict[str, Any], cases: list[Any]) -> str:
    """SHA-256 over canonical JSON of the rules and their worked examples."""
    text = json.dumps(
        {"policy": content, "cases": cases},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
