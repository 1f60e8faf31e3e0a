"""Reading docs/schemes.md: the lines, the rules and the proofs that they name."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policies.loading.reading import read_yaml
from tests.factories.policies import FOLDERS, texts

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "schemes.md"
COUNTS = {"A": 17, "B": 16, "C": 11, "D": 27, "E": 19, "F": 13, "G": 9}
ROWS = [f"{chapter}{number}" for chapter, last in COUNTS.items() for number in range(1, last + 1)]
CONFLICTS = [f"X{number}" for number in range(38)]
# What a line may be instead of a rule, said with a reason.
INSTEAD = ("import: ", "record: ", "page: ", "paper: ", "no rule can hold it: ")
SCHEMES = {
    "洛龙": "luolong-2021",
    "珲春": "hunchun-2020",
    "临朐": "linqu-2024",
    "新乡": "xinxiang-2020",
    "乐清": "yueqing-2023",
}
_LINE = re.compile(r"^\| ([A-G]\d+) \| (.*?) \| (.*?) \| (.*?) \|(.*?)\|$")
_NAMED = re.compile(r"`([^`]+)`")
_NAMES = ("key", "id", "code", "aspect")


@dataclass(frozen=True)
class Line:
    """One demand: `rules` as (folder, path), `cases` as (folder, id), `tests` as (file, name)."""

    id: str
    scheme: str
    demand: str
    instead: str
    rules: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, str], ...]


@cache
def lines():
    """All lines of the page in their order."""
    matches = map(_LINE.match, PAGE.read_text(encoding="utf-8").splitlines())
    return tuple(_line(*match.groups()) for match in matches if match)


def _line(number, scheme, demand, rule, shown):
    proofs = _NAMED.findall(shown)
    return Line(
        id=number,
        scheme=scheme,
        demand=demand,
        instead="" if "`" in rule else rule,
        rules=tuple(_pair(name, ": ") for name in _NAMED.findall(rule)),
        cases=tuple(_pair(name, ": ") for name in proofs if "::" not in name),
        tests=tuple(_pair(name, "::") for name in proofs if "::" in name),
    )


def _pair(name, mark):
    first, _, second = name.partition(mark)
    return first, second


@cache
def policy(folder):
    """The raw mapping of a policy's file."""
    return read_yaml(texts(folder)["policy_text"], folder)


@cache
def cases(folder):
    """The raw cases of a policy's folder."""
    return tuple(read_yaml(texts(folder)["cases_text"], folder))


def folders():
    return sorted(folder.name for folder in FOLDERS.iterdir())


def find(folder, path):
    """What a path names in a policy; LookupError says which part is not there."""
    value = policy(folder)
    for part in path.split("."):
        value = _step(value, part)
    return value


def _step(value, part):
    if isinstance(value, dict):
        if part in value:
            return value[part]
        # `eligibility.scope.built` leaves out the one list between a rule and its parts.
        rows = [row for rows in value.values() if isinstance(rows, list) for row in rows]
    else:
        rows = value if isinstance(value, list) else []
    for row in rows:
        if isinstance(row, dict) and part in {str(row.get(name)) for name in _NAMES}:
            return row
    raise LookupError(part)
