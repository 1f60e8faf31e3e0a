"""Which shape of the file a path leads to, so that a refusal can say what may stand there."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel


def shape_at(root: type[BaseModel], location: Iterable[int | str]) -> type[BaseModel] | None:
    """The shape of the mapping at a location as pydantic reports it; None where none is."""
    hint: Any = root
    for part in location:
        hint = _into(bare(hint), part)
    found = bare(hint)
    return found if is_shape(found) else None


def _into(hint: Any, part: int | str) -> Any:
    if is_shape(hint):
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
    hints = (info.annotation for info in shape.model_fields.values()) if is_shape(shape) else ()
    return any(get_origin(one) is Literal and tag in get_args(one) for one in hints)


def bare(hint: Any) -> Any:
    """Without limits and without `None`."""
    if get_origin(hint) is Annotated:
        return bare(get_args(hint)[0])
    if get_origin(hint) in {Union, UnionType}:
        inner = [one for one in get_args(hint) if one is not NoneType]
        return bare(inner[0]) if len(inner) == 1 else hint
    return hint


def is_shape(hint: Any) -> bool:
    """Whether it is a mapping with keys of its own."""
    return isinstance(hint, type) and issubclass(hint, BaseModel)
