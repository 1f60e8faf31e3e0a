"""YAML text into plain data: safe loader, no key twice, readable errors with line numbers."""

from __future__ import annotations

import re
from typing import Any

import yaml

from common.errors import Problem, Refused

# The parser in C where the library has it: a policy is read about ten times as fast.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50  # levels of nesting; no policy needs half of that


class _Loader(_Safe):
    """Safe loader that refuses a key given twice and takes only true and false as booleans."""

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: _Loader, node: yaml.MappingNode, *, deep: bool = False) -> dict[Any, Any]:
    seen: dict[Any, int] = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(
                problem=f"键“{key}”写了两次", problem_mark=key_node.start_mark
            )
        seen[key] = key_node.start_mark.line
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


LONGEST = 2 * 1024 * 1024
MOST_VALUES = 200_000


def _not_too_deep(text: str) -> None:
    """Refuse nesting that nobody writes by hand, before anything recurses into it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Safe):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                mark: Any = event.start_mark
                raise yaml.MarkedYAMLError(problem=f"嵌套超过 {DEEPEST} 层", problem_mark=mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def read_yaml(text: str, name: str) -> Any:
    """The data of one YAML document; `name` is the file as it is called in messages.

    Raises Refused on what is no YAML, and on a file that would unfold beyond any policy's size.
    """
    if len(text) > LONGEST:
        raise Refused(_oversized(name))
    try:
        _not_too_deep(text)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _unfolded(node, {}) > MOST_VALUES:
            raise Refused(_oversized(name))
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name} 第 {mark.line + 1} 行" if mark else name
        raise Refused(
            Problem(
                f"不是合格的 YAML：{error.problem}",
                code="yaml",
                field=where,
                expected="缩进一致、每个键只写一次的 YAML",
            )
        ) from error
    except yaml.YAMLError as error:
        raise Refused(Problem(f"不是合格的 YAML：{error}", code="yaml", field=name)) from error


def _unfolded(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values a node holds when every alias is written out; a circle has no end."""
    if id(node) not in known:
        known[id(node)] = MOST_VALUES + 1  # until its own parts are counted: only a circle asks
        total = 1
        for part in node.value if isinstance(node.value, list) else ():
            for inner in part if isinstance(part, tuple) else (part,):
                total += _unfolded(inner, known)
        known[id(node)] = total
    return known[id(node)]


def _oversized(name: str) -> Problem:
    return Problem(
        "文件过大、嵌套过深或展开后过大，政策文件不会这样",
        code="size",
        field=name,
        expected="不超过 2 MB、层层写明的 YAML",
    )
