"""What is written with every paper: its answers, its line in the trail."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from accounts.services.audit import record
from approvals.models import Answer, HeadUnit, Paper
from approvals.rules.papers import PaperFacts
from approvals.services.round_trail import trail_at


def write_answers(made: Paper, paper: PaperFacts) -> None:
    """The answers of a paper; only an invalid one keeps its reason."""
    Answer.objects.bulk_create(
        Answer(
            paper=made,
            matter=matter,
            choice=choice,
            reason=paper.reasons.get(matter, "").strip()[:100] if choice == "invalid" else "",
        )
        for matter, choice in paper.answers.items()
    )


def trail(
    *,
    by: User,
    action: str,
    made: Paper,
    unit: HeadUnit,
    answers: Mapping[str, str],
) -> None:
    """Enter a paper that was recorded, corrected or withdrawn in the trail: never what it said.

    The reason stays with the paper: "heard wrongly, it is against" is for who counts.
    """
    words = {"paper.record": "录入", "paper.correct": "更正", "paper.withdraw": "撤回"}[action]
    record(
        by=by,
        action=action,
        on=made,
        **trail_at(made.round, unit.building),
        summary=f"{words}意见表 {unit.serial}",
        payload={
            "unit": unit.pk,
            "channel": made.channel,
            "matters": len(answers),
            "supersedes": made.supersedes_id,
        },
    )
