"""What a card is made of: one line says what is missing, who owes it, until when."""

from __future__ import annotations

from typing import Any

from policies.rules.model import Step as Definition
from renovation.models import Step
from renovation.rules.decisions import Line
from renovation.selectors import pages
from renovation.selectors.situations import Gathered
from renovation.selectors.unit_names import Names

Card = dict[str, Any]


def missing_line(found: Gathered, step: Step, line: Line, names: Names) -> dict[str, Any]:
    """One line of the card."""
    project = found.project
    key = f"gate.{step.key}.{line.key}"
    return {
        "lead": f"{line.text}，" if line.gap else line.text,
        "gap": without_echo(line.text, line.gap),
        "who": names.of_key(project, line.owed_by),
        "until": line.until,
        "state": "met" if line.met else "late" if line.late else "open",
        "why_url": pages.why_url(project, key) if line.explanation else "",
    }


def without_echo(text: str, gap: str) -> str:
    """The gap without the words that the line has just said."""
    rest = gap.removeprefix(text).lstrip("：， ")
    if rest == gap or not rest:
        return gap
    return f"到 {rest}" if rest[0].isdigit() else rest


def clause_words(rule: Definition) -> str:
    """临朐 二(六): the first clause a step comes from."""
    return f"{rule.clauses[0].document} {rule.clauses[0].section}" if rule.clauses else ""
