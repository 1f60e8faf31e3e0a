"""An approval's way in words: waived, discharged, not applying, undecided."""

from __future__ import annotations

from common.explanations import Clause, Explanation, Line
from policies.rules.model import Discharge, Obligation, Waiver
from policies.rules.premises import Weighed


def explain_waived(one: Obligation, waiver: Waiver, found: Weighed) -> Explanation:
    """免办, with what the waiver says and what it rests on."""
    return _explained(one.name, "免办", waiver.says, (*waiver.clauses, *one.clauses), found)


def explain_discharged(one: Obligation, way: Discharge, found: Weighed) -> Explanation:
    """Filed by itself, or as one with others."""
    result = "合并编报" if way.filing != one.key else "单独办理"
    return _explained(one.name, result, way.says or one.says, way.clauses or one.clauses, found)


def _explained(
    title: str, result: str, sentence: str, clauses: tuple[Clause, ...], found: Weighed
) -> Explanation:
    clauses = tuple(dict.fromkeys(clauses))
    return Explanation(
        title=title, result=result, sentence=sentence, lines=found.lines, clauses=clauses
    )


def explain_open(name: str, clauses: tuple[Clause, ...], found: Weighed, why: str) -> Explanation:
    """Not applying, or not to be decided yet: `why` names what is missing."""
    undecided = found.holds is None
    return Explanation(
        title=name,
        result="尚不能判定" if undecided else "不适用",
        sentence=why,
        status="undecided" if undecided else "final",
        lines=found.lines or (Line("适用条件", "", "无"),),
        clauses=clauses,
    )
