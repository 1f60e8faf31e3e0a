"""Which shape of the file a path leads to, so that a refusal can say what may stand there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_WORDS: dict[Any, str] = {
    bool: "true 或 false",
    date: "日期，如 2024-06-30",
    int: "整数",
    str: "文字",
}


def shape_at(root: type[BaseModel], location: Iterable[int | str]) -> type[BaseModel] | None:
    """The shape of the mapping at a location as pydantic reports it; None where none is."""
    hint: Any = root
    for part in location:
        hint = _into(_bare(hint), part)
    found = _bare(hint)
    return found if _is_shape(found) else None


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
    hint = _bare(info.annotation)
    if get_origin(hint) is Literal:
        return "、".join(map(str, get_args(hint)))
    if get_origin(hint) is list:
        inner = _bare(get_args(hint)[0])
        rows = f"，每项写 {'、'.join(keys_of(inner))}" if _is_shape(inner) else ""
        return f"以“- ”起头的列表{rows}"
    if _is_shape(hint):
        return f"写明 {'、'.join(keys_of(hint))}"
    return _WORDS.get(hint, "写明此项")


def _into(hint: Any, part: int | str) -> Any:
    if _is_shape(hint):
        fields = hint.model_fields.items()
        return next((one.annotation for name, one in fields if part in {name, one.alias}), None)
    if get_origin(hint) is list:
        return get_args(hint)[0]
    if get_origin(hint) is dict:
        return get_args(hint)[1]
    if get_origin(hint) in {Union, UnionType}:
        return next((one for one in get_args(hint) if _chosen_by(one, part)), None)
    return None


def _chosen_by(shape: Any, tag: int | str) -> bool:
    """Whether the word that chose among several shapes chose this one."""
    hints = (info.annotation for info in shape.model_fields.values()) if _is_shape(shape) else ()
    return any(get_origin(one) is Literal and tag in get_args(one) for one in hints)


def _bare(hint: Any) -> Any:
    """Without limits and without `None`."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in {Union, UnionType}:
        inner = [one for one in get_args(hint) if one is not NoneType]
        return _bare(inner[0]) if len(inner) == 1 else hint
    return hint


def _is_shape(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)
