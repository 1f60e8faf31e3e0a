"""What a card says beside its step: gaps, provisional days, revoked milestones, the policy."""

from __future__ import annotations

from policies.rules.vocabulary import MILESTONE_LABELS
from renovation.models import Step
from renovation.selectors.situations import Gathered

PASSED = "已越过"
"""How `policies.rules.timing` begins to say that a deadline lies beyond a fixed one."""


def remarks(found: Gathered, step: Step) -> list[dict[str, str]]:
    """Title, text and tone of every remark; the policy's version always comes last."""
    notes = []
    gaps = [one.name for one in found.steps if one.state == "to_evidence" and one.pk != step.pk]
    if gaps:
        words = f"{'、'.join(gaps)}：按计划导入时已在前，须补录文号和日期，或现在办理。"
        notes.append({"title": f"还有 {len(gaps)} 步待补证", "text": words, "tone": "warn"})
    stored = step.deadline_explanation or {}
    if PASSED in stored.get("note", ""):
        notes.append({"title": "期限相冲", "text": stored["note"], "tone": "warn"})
    if step.provisional:
        words = "所涉年份的放假安排尚未公布，期限为暂定，公布后重算。"
        notes.append({"title": "暂定期限", "text": words, "tone": "warn"})
    revoked = revoked_after_done(found)
    if revoked:
        words = f"{'、'.join(revoked)}：所依据的里程碑已撤销，请核对后重新办理。"
        notes.append({"title": "已办结步骤须复核", "text": words, "tone": "warn"})
    version = found.procedure.version
    words = f"本项目按{version.title}第 {version.sequence} 版的程序办理。"
    notes.append({"title": "适用政策版本", "text": words, "tone": ""})
    return notes


def revoked_after_done(found: Gathered) -> list[str]:
    """Names of done steps whose milestone was taken back since."""
    done = [step for step in found.steps if step.state == "done"]
    return [
        f"{step.name}（{MILESTONE_LABELS[reaches]}）"
        for step in done
        if (reaches := found.definition(step).reaches) and reaches not in found.milestones
    ]
