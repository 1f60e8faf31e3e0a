"""What a key of a shape asks for, and which key was probably meant, for refusals."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from policies.loading.shape_finding import bare, is_shape

_WORDS: dict[Any, str] = {
    bool: "true 或 false",
    date: "日期，如 2024-06-30",
    int: "整数",
    str: "文字",
}


def keys_of(shape: type[BaseModel]) -> list[str]:
    """The keys that a mapping of this shape may have, as the file writes them."""
    return [info.alias or name for name, info in shape.model_fields.items()]


def nearest(key: str, keys: list[str]) -> str:
    """The key that was probably meant; "" where none is near."""
    return next(iter(get_close_matches(key, keys, n=1, cutoff=0.6)), "")


def asks_for(shape: type[BaseModel], key: str) -> str:
    """What a key of the shape asks for, in words; "" for an unknown key."""
    info = next((one for name, one in shape.model_fields.items() if key in {name, one.alias}), None)
    if info is None:
        return ""
    hint = bare(info.annotation)
    if get_origin(hint) is Literal:
        return "、".join(map(str, get_args(hint)))
    if get_origin(hint) is list:
        inner = bare(get_args(hint)[0])
        rows = f"，每项写 {'、'.join(keys_of(inner))}" if is_shape(inner) else ""
        return f"以“- ”起头的列表{rows}"
    if is_shape(hint):
        return f"写明 {'、'.join(keys_of(hint))}"
    return _WORDS.get(hint, "写明此项")
