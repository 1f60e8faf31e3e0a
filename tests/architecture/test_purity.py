"""Rules decide and do nothing else: no float, clock, output or framework in `rules/`.

Imports are watched by the contract `pure-rules`; this finds what needs no import.
"""

import ast

import pytest

from tests.architecture.house import ROOMS, modules, shown, tree

FORBIDDEN_CALLS = {"float", "print", "open", "input", "eval", "exec", "breakpoint"}
CLOCKS = {"now", "today", "utcnow", "localtime", "monotonic", "business_now", "business_today"}
FRAMEWORKS = {
    "django",
    "rest_framework",
    "openpyxl",
    "weasyprint",
    "yaml",
    "pydantic",
    "os",
    "time",
}

RULES = [file for file in modules(*ROOMS) if "rules" in file.parts]


def impurities(module):
    """Line and kind of everything in the tree that a rule must not contain."""
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=float()):
                yield node.lineno, "float literal"
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS | CLOCKS:
                yield node.lineno, f"{name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
                yield node.lineno, f".{name}()"
            case ast.Name(id="float"):
                yield node.lineno, "float"
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.partition(".")[0] in FRAMEWORKS:
                        yield node.lineno, alias.name
            case ast.ImportFrom(module=str() as name) if name.partition(".")[0] in FRAMEWORKS:
                yield node.lineno, name
            case ast.Global() | ast.Nonlocal():
                yield node.lineno, "shared state"


@pytest.mark.parametrize("file", RULES, ids=shown)
def test_a_rule_is_pure(file):
    assert list(impurities(tree(file))) == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 0.5",
        "x = float('1')",
        "print('x')",
        "x = date.today()",
        "import django.db",
        "from os import path",
        "x: float",
    ],
)
def test_the_guard_sees(line):
    assert list(impurities(ast.parse(line)))
