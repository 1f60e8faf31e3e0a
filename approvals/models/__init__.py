"""What residents and units said, one module per thing."""

from approvals.models.acceptance import Acceptance, AcceptanceParty, AcceptanceProblem, HandoverItem
from approvals.models.custody import Copy, Recheck, Seal
from approvals.models.doors import Mandate, Visit
from approvals.models.notice_evidence import NoticePhotograph, ObjectionAct
from approvals.models.notices import Interruption, Notice, Objection
from approvals.models.papers import Answer, Batch, Delivery, Paper
from approvals.models.reviews import Opinion, Review
from approvals.models.roll_decisions import RollDecision
from approvals.models.rolls import Head, HeadUnit
from approvals.models.rounds import Round
from approvals.models.scans import Scan
from approvals.models.second_entries import SecondEntry
from approvals.models.surveys import Survey, SurveySlip
from approvals.models.tallies import RunningTally, Tally

__all__ = [
    "Acceptance",
    "AcceptanceParty",
    "AcceptanceProblem",
    "Answer",
    "Batch",
    "Copy",
    "Delivery",
    "HandoverItem",
    "Head",
    "HeadUnit",
    "Interruption",
    "Mandate",
    "Notice",
    "NoticePhotograph",
    "Objection",
    "ObjectionAct",
    "Opinion",
    "Paper",
    "Recheck",
    "Review",
    "RollDecision",
    "Round",
    "RunningTally",
    "Scan",
    "Seal",
    "SecondEntry",
    "Survey",
    "SurveySlip",
    "Tally",
    "Visit",
]
