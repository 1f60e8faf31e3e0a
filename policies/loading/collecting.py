"""Collects problems with their path, and the few questions that every check asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Protocol

from common.errors import Problem
from common.shares import parse_share

AS_EXPECTED = "照“应为”所写改正"  # what to do where what is expected says it all
LISTED = 200  # characters of allowed keys that a message still lists


class HasKey(Protocol):
    """Anything with a key."""

    key: str


def keyed(rows: Iterable[HasKey]) -> set[str]:
    """The keys of rows."""
    return {row.key for row in rows}


class Collector:
    """Problems of one file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def add(
        self, path: str, message: str, value: object = "", expected: str = "", remedy: str = ""
    ) -> None:
        """Note one problem; what was expected says what to do unless `remedy` says more."""
        self.problems.append(
            Problem(
                message,
                code="policy",
                field=f"{self.name}: {path}",
                value=str(value)[:80],
                expected=expected,
                remedy=remedy or AS_EXPECTED,
            )
        )

    def known(
        self, key: str, allowed: Collection[str], path: str, what: str, remedy: str = ""
    ) -> bool:
        """Whether a reference leads somewhere."""
        if key in allowed:
            return True
        names = "、".join(sorted(allowed)) or "（文件中一个也没有）"
        self.add(
            path,
            f"没有这个{what}",
            key,
            names if len(names) < LISTED else f"已列出的{what}",
            remedy or "改正拼写，或先在文件中列出",
        )
        return False

    def unique(self, keys: Iterable[str], path: str) -> None:
        """No key twice."""
        for key, count in Counter(keys).items():
            if count > 1:
                self.add(path, "键重复", key, "每个键只出现一次", "另取一个键，引用它的地方一并改")

    def share(self, text: str, path: str) -> bool:
        """Whether a share is an exact one between 0 and 1."""
        try:
            parse_share(text)
        except ValueError as error:
            remedy = "核对条款中的比例；多方分担的，各方合计为 1"
            self.add(path, str(error), text, '0 到 1 之间，如 "2/3" 或 "10%"', remedy)
            return False
        return True
