"""What one criterion of eligibility found, and how findings are joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from common.explanations import Clause, Explanation, Line
from policies.rules.eligibility_model import ANSWER_LABELS, Answer, Criterion

# From the worst to the best; a rule answers with the worst of its criteria.
RANKED = (Answer.EXCLUDED, Answer.UNKNOWN, Answer.DECIDE, Answer.ELIGIBLE)


def worst(answers: Iterable[Answer]) -> Answer:
    """The worst answer; eligible where there is none."""
    return min(answers, key=RANKED.index, default=Answer.ELIGIBLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's answer in words; `missing` are the (key, scope) that it still needs."""

    criterion: Criterion
    answer: Answer
    sentence: str
    missing: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    more_clauses: tuple[Clause, ...] = ()
    conflict: str = ""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The criterion's clauses, and those of the part of it that decided."""
        return tuple(dict.fromkeys((*self.criterion.clauses, *self.more_clauses)))

    @property
    def explanation(self) -> Explanation:
        """One block under the rule's."""
        return Explanation(
            title=self.criterion.name,
            result=ANSWER_LABELS[self.answer],
            sentence=self.sentence,
            status="undecided" if self.answer in {Answer.UNKNOWN, Answer.DECIDE} else "final",
            lines=self.lines,
            clauses=self.clauses,
            note=f"读法见冲突 {self.conflict}" if self.conflict else "",
        )
