"""The single values of a checked shape, so that a form can ask for each of them.

Forms are drawn from the same shapes that check files: a new key in `schema.py` appears in the
browser without more. A leaf's `path` is the one that the loader's refusals name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from policies.loading.shapes import Exact, Share

Kind = Literal[
    "share", "amount", "whole", "yes_no", "choice", "several", "date", "text", "long", "lines",
    "pairs",
]  # fmt: skip
_LONG = frozenset({"says", "question", "reason", "text", "duty", "effect", "undecided"})
_SHARE, _EXACT = get_args(Share)[1], get_args(Exact)[1]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a document: where, of which shape, how it is written.

    `row` is the path of the mapping that holds it, `optional` the path of the innermost part that
    may be left out as a whole ("" = none), `options` the words that the shape allows.
    """

    path: str
    row: str
    owner: str
    field: str
    kind: Kind
    value: Any
    required: bool
    optional: str = ""
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Owner and field, as `rules.field_labels` calls them."""
        return f"{self.owner}.{self.field}"

    def read(self, given: Any) -> Any:
        """What was typed as the document writes it; what does not fit stays as typed."""
        if self.kind == "several":
            return list(given or ())
        text = str(given or "").strip()
        if self.kind == "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        if self.kind == "pairs":
            return dict(_pair(line) for line in text.splitlines() if line.strip())
        if self.kind == "whole":
            return int(text) if re.fullmatch(r"\d{1,9}", text) else text or None
        if self.kind == "yes_no":
            return {"true": True, "false": False}.get(text, text)
        return text or ("" if isinstance(self.value, str) else None)

    def shown(self) -> Any:
        """The value as a form field shows it."""
        if self.kind == "several":
            return list(self.value or ())
        if self.kind == "lines":
            return "\n".join(self.value or ())
        if self.kind == "pairs":
            return "\n".join(f"{key} = {text}" for key, text in (self.value or {}).items())
        if self.kind == "yes_no":
            return {True: "true", False: "false"}.get(self.value, "")
        return "" if self.value is None else str(self.value)


def _pair(line: str) -> tuple[str, str]:
    key, _, text = line.replace("＝", "=").partition("=")
    return key.strip(), text.strip()


def leaves(
    shape: type[BaseModel],
    data: Mapping[str, Any] | None,
    path: str = "",
    *,
    hidden: Collection[str] = (),
    known: Mapping[str, Collection[str]] | None = None,
    optional: str = "",
) -> Iterator[Leaf]:
    """Every value of a mapping of this shape, in the shape's order.

    `hidden`: fields ("key") or owner and field ("Gate.fact") left out. `known`: for a mapping by
    key, such as the parts of a line, the keys that may be given, by field.
    """
    walk = _Walk(frozenset(hidden), known or {})
    yield from walk.mapping(shape, data or {}, path, optional)


@dataclass(frozen=True, slots=True)
class _Walk:
    hidden: frozenset[str]
    known: Mapping[str, Collection[str]]

    def mapping(
        self, shape: type[BaseModel], data: Mapping[str, Any], path: str, optional: str
    ) -> Iterator[Leaf]:
        owner = owner_of(shape)
        for name, info in shape.model_fields.items():
            key = info.alias or name
            if self.hidden & {key, f"{owner}.{key}"}:
                continue
            blank = None if info.is_required() else info.get_default(call_default_factory=True)
            leaf = Leaf(
                f"{path}.{key}" if path else key,
                path,
                owner,
                key,
                "text",
                data.get(key, blank),
                info.is_required(),
                optional,
            )
            yield from self._value(leaf, *_unwrapped(info))

    def _value(self, leaf: Leaf, hint: Any, limits: tuple[Any, ...]) -> Iterator[Leaf]:
        inner, limits, may_lack = _stripped(hint, limits)
        if _is_shape(inner):
            optional = leaf.path if may_lack else leaf.optional
            yield from self.mapping(inner, leaf.value or {}, leaf.path, optional)
        elif get_origin(inner) is list:
            yield from self._list(leaf, get_args(inner)[0])
        elif get_origin(inner) is dict:
            yield from self._dict(leaf, get_args(inner)[1])
        elif _is_plain(inner):
            yield _as(leaf, *_scalar(leaf.field, inner, limits))

    def _list(self, leaf: Leaf, hint: Any) -> Iterator[Leaf]:
        inner, _, _ = _stripped(hint, ())
        if _is_shape(inner):
            for index, row in enumerate(leaf.value or ()):
                yield from self.mapping(inner, row, f"{leaf.path}[{index}]", leaf.optional)
        elif get_origin(inner) is Literal:
            yield _as(leaf, "several", get_args(inner))
        elif inner is str and leaf.field in self.known:
            yield _as(leaf, "several", tuple(self.known[leaf.field]))
        elif inner is str:
            yield _as(leaf, "lines")

    def _dict(self, leaf: Leaf, hint: Any) -> Iterator[Leaf]:
        inner, limits, _ = _stripped(hint, ())
        if leaf.field not in self.known:
            if inner is str:
                yield _as(leaf, "pairs")
            return
        given = leaf.value or {}
        for key in self.known[leaf.field]:
            kind, options = _scalar(key, inner, limits)
            yield Leaf(
                f"{leaf.path}.{key}",
                leaf.row,
                leaf.field.capitalize(),
                key,
                kind,
                given.get(key),
                required=False,
                optional=leaf.optional,
                options=options,
            )


def owner_of(shape: type[BaseModel]) -> str:
    """TestShape is called Test."""
    return shape.__name__.removesuffix("Shape")


def row_fields(shape: type[BaseModel]) -> list[str]:
    """The fields of a shape that hold rows of another."""
    found = []
    for name, info in shape.model_fields.items():
        inner, _, _ = _stripped(*_unwrapped(info))
        if get_origin(inner) is list and _is_shape(_stripped(get_args(inner)[0], ())[0]):
            found.append(name)
    return found


def _as(leaf: Leaf, kind: Kind, options: tuple[str, ...] = ()) -> Leaf:
    return Leaf(
        leaf.path,
        leaf.row,
        leaf.owner,
        leaf.field,
        kind,
        leaf.value,
        leaf.required,
        leaf.optional,
        options,
    )


def _scalar(field: str, hint: Any, limits: tuple[Any, ...]) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(hint) is Literal:
        return "choice", get_args(hint)
    plain: dict[Any, Kind] = {bool: "yes_no", int: "whole", date: "date"}
    if hint in plain:
        return plain[hint], ()
    if _SHARE in limits or _EXACT in limits:
        return ("share" if _SHARE in limits else "amount"), ()
    return ("long" if field in _LONG else "text"), ()


def _is_plain(hint: Any) -> bool:
    """Whether a form can ask for it in one field; what it cannot is edited in the file."""
    return hint in {str, bool, int, date} or get_origin(hint) is Literal


def _is_shape(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _unwrapped(info: FieldInfo) -> tuple[Any, tuple[Any, ...]]:
    return info.annotation, tuple(info.metadata)


def _stripped(hint: Any, limits: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...], bool]:
    """The hint without `None` and without its limits; whether it may be None."""
    if get_origin(hint) is Annotated:
        return _stripped(get_args(hint)[0], (*limits, *get_args(hint)[1:]))
    if get_origin(hint) in {Union, UnionType}:
        inner = [one for one in get_args(hint) if one is not NoneType]
        if len(inner) < len(get_args(hint)) and len(inner) == 1:
            found, more, _ = _stripped(inner[0], limits)
            return found, more, True
    return hint, limits, False
