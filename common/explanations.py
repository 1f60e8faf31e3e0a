"""The one value object behind every 依据: inputs, formula, result, clause, policy version.

The same object is shown on the page, returned by the API and printed on paper, so it holds words
and exact numbers as text and nothing else. It is stored as JSON beside the figure that it explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["final", "estimate", "provisional", "undecided"]


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that went in: what it is called, its exact value, and where it came from."""

    label: str
    value: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of arithmetic with the numbers in it; `emphasis` marks sums and results."""

    label: str
    expression: str = ""
    value: str = ""
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule stands: document number, section, and our own paraphrase of it."""

    document: str
    section: str
    paraphrase: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The policy version that governs: title, sequence, content hash, effective range (ISO)."""

    policy: str
    title: str
    sequence: int
    hash: str
    effective_from: str = ""
    effective_to: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The event whose day chose the version, and that day (ISO); no day yet means provisional."""

    event: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a figure, a gate or a deadline is what it is."""

    title: str
    result: str
    unit: str = ""
    sentence: str = ""
    status: Status = "final"
    inputs: tuple[Input, ...] = ()
    lines: tuple[Line, ...] = ()
    clauses: tuple[Clause, ...] = ()
    version: Version | None = None
    trigger: Trigger | None = None
    note: str = ""
    children: tuple[Explanation, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, round-trips through `from_dict`."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Explanation:
        """Rebuild a stored explanation; raises KeyError or TypeError on a foreign shape."""
        version = data.get("version")
        trigger = data.get("trigger")
        return cls(
            title=data["title"],
            result=data["result"],
            unit=data.get("unit", ""),
            sentence=data.get("sentence", ""),
            status=data.get("status", "final"),
            inputs=tuple(Input(**row) for row in data.get("inputs", ())),
            lines=tuple(Line(**row) for row in data.get("lines", ())),
            clauses=tuple(Clause(**row) for row in data.get("clauses", ())),
            version=Version(**version) if version else None,
            trigger=Trigger(**trigger) if trigger else None,
            note=data.get("note", ""),
            children=tuple(cls.from_dict(row) for row in data.get("children", ())),
        )


def notes(*parts: str) -> str:
    """Notes as one: without the empty ones, without a full stop in the middle."""
    said = [part for part in parts if part]
    return "；".join([*(part.rstrip("。") for part in said[:-1]), *said[-1:]])


def in_text(explanation: Explanation, depth: int = 0) -> Iterator[str]:
    """The same as lines of plain text, for commands: what it is, why, by which clause."""
    indent = "  " * depth
    unit = f" {explanation.unit}" if explanation.unit else ""
    yield f"{indent}{explanation.title}：{explanation.result}{unit}"
    deeper = indent + "  "
    if explanation.sentence:
        yield deeper + explanation.sentence
    for given in explanation.inputs:
        source = f"（{given.source}）" if given.source else ""
        yield f"{deeper}用到：{given.label} {given.value} {given.unit}".rstrip() + source
    for line in explanation.lines:
        parts = (line.label, line.expression, f"= {line.value}" if line.value else "")
        yield f"{deeper}算式：{' '.join(part for part in parts if part)}"
    for where in dict.fromkeys(f"{one.document} {one.section}" for one in explanation.clauses):
        yield f"{deeper}条款：{where}"
    if explanation.version:
        yield f"{deeper}版本：{_version_words(explanation.version, explanation.trigger)}"
    if explanation.note:
        yield f"{deeper}说明：{explanation.note}"
    for child in explanation.children:
        yield from in_text(child, depth + 1)


def _version_words(version: Version, trigger: Trigger | None) -> str:
    words = [version.title, f"第 {version.sequence} 版" if version.sequence else "文件"]
    words.append(f"校验码 {version.hash}")
    if trigger:
        words.append(f"{trigger.event} {trigger.day}".rstrip())
    return " · ".join(words)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
