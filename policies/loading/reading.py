"""YAML text into plain data: safe loader, no key twice, readable errors with line numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from common.errors import Problem, Refused
from policies.loading.yaml_words import not_yaml

# The parser in C where the library has it: a policy is read about ten times as fast.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50  # levels of nesting; no policy needs half of that


_BOOL, _INT, _DAY = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "timestamp"))
_OWN = {_BOOL, _INT, _DAY}


class _Loader(_Safe):
    """Safe loader without surprises.

    It refuses a key given twice and tags, takes only true and false as booleans, only plain decimal
    digits as whole numbers (012 and 1:30 stay text) and only days that exist as days.
    """

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] not in _OWN]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: _Loader, node: yaml.MappingNode, *, deep: bool = False) -> dict[Any, Any]:
    seen: dict[Any, int] = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, list | dict | set):
            raise yaml.MarkedYAMLError(problem="键要写成文字", problem_mark=key_node.start_mark)
        if key in seen:
            raise yaml.MarkedYAMLError(
                problem=f"键“{key}”写了两次", problem_mark=key_node.start_mark
            )
        seen[key] = key_node.start_mark.line
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


def _day(loader: _Loader, node: yaml.ScalarNode) -> date | str:
    """A day; one that does not exist stays text, for the shape to refuse it with its path."""
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        return str(node.value)


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9]\d{0,17})$"), list("-0123456789"))
_Loader.add_implicit_resolver(_DAY, re.compile(r"^\d{4}-\d{2}-\d{2}$"), list("0123456789"))
_Loader.add_constructor(_DAY, _day)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


LONGEST = 2 * 1024 * 1024
MOST_VALUES = 200_000


def _refused(words: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=words, problem_mark=mark)


def _plain(text: str) -> None:
    """Refuse tags, and nesting that nobody writes by hand, before anything recurses into it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Safe):
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise _refused("不许用标签（“!”“!!”）", event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _refused(f"嵌套超过 {DEEPEST} 层", event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def read_yaml(text: str, name: str) -> Any:
    """The data of one YAML document; `name` is the file as it is called in messages.

    Raises Refused on what is no YAML, and on a file that would unfold beyond any policy's size.
    """
    if len(text) > LONGEST:
        raise Refused(_oversized(name))
    try:
        _plain(text)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _unfolded(node, {}) > MOST_VALUES:
            raise Refused(_oversized(name))
        return loader.construct_document(node)
    except (yaml.YAMLError, UnicodeError) as error:
        raise Refused(not_yaml(error, name)) from error


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
        remedy="去掉层层引用，长的材料不放进政策文件",
    )
