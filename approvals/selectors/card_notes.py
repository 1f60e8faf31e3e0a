"""What the consent room adds to the next-step card (settings.STEP_NOTES): what suffices tonight."""

from __future__ import annotations

from datetime import date

from approvals.models import Round
from approvals.selectors.blindness import is_read_blind
from approvals.selectors.boards import board
from renovation.models import Project, Step

UNREAD = "还差多少见各项；同意、反对的小计要等第二遍盲录完成。"


def steering(project: Project, step: Step, on: date) -> list[dict[str, str]]:
    """Advice on the step's open round; nothing when none is open. `on` does not change it."""
    row = Round.objects.of(project).filter(key=step.subject, state="open").first()
    if row is None:
        return []
    blind = is_read_blind(row)
    now = board(row, apart=False, blind=blind)
    if blind and now.valid:
        return []
    title = "各项均已达到" if now.passed else ("现在只缺同意" if now.valid else "现在只缺参与")
    notes = [note for matter in now.matters for note in matter.notes]
    text = UNREAD if blind else "".join(dict.fromkeys(notes))
    return [{"title": title, "text": text, "tone": "info"}]
