"""Bodies in and out of the consent room's REST; exact numbers are text."""

from approvals.api.shapes.acceptance import (
    AcceptanceIn,
    AcceptanceOut,
    FixIn,
    PartyOut,
    ProblemIn,
    ProblemOut,
    SignIn,
)
from approvals.api.shapes.custody import (
    BalanceOut,
    CustodyOut,
    IssuedOut,
    IssueIn,
    RecheckIn,
    RecheckOut,
    SealOut,
    VoidIn,
)
from approvals.api.shapes.evening import EveningOut
from approvals.api.shapes.handover import HandoverOut, LotIn, PrepareIn, ReceiveIn
from approvals.api.shapes.interruptions import InterruptionIn, RestoreIn
from approvals.api.shapes.notices import (
    NoticeIn,
    NoticeOut,
    ObjectionIn,
    ObjectionOut,
    PhotographIn,
    SettleIn,
)
from approvals.api.shapes.papers import AnswerOut, AnswersIn, CorrectIn, PaperIn, PaperOut
from approvals.api.shapes.reviews import ConcludeIn, OpinionIn, OpinionOut, ReviewIn, ReviewOut
from approvals.api.shapes.rounds import CloseRoundIn, ExtendIn, OpenRoundIn, ReasonIn, RoundOut
from approvals.api.shapes.tallies import (
    MatterOut,
    RollUnitOut,
    RoundTallyOut,
    RunningOut,
    TallyOut,
    TestOut,
)

__all__ = [
    "AcceptanceIn",
    "AcceptanceOut",
    "AnswerOut",
    "AnswersIn",
    "BalanceOut",
    "CloseRoundIn",
    "ConcludeIn",
    "CorrectIn",
    "CustodyOut",
    "EveningOut",
    "ExtendIn",
    "FixIn",
    "HandoverOut",
    "InterruptionIn",
    "IssueIn",
    "IssuedOut",
    "LotIn",
    "MatterOut",
    "NoticeIn",
    "NoticeOut",
    "ObjectionIn",
    "ObjectionOut",
    "OpenRoundIn",
    "OpinionIn",
    "OpinionOut",
    "PaperIn",
    "PaperOut",
    "PartyOut",
    "PhotographIn",
    "PrepareIn",
    "ProblemIn",
    "ProblemOut",
    "ReasonIn",
    "ReceiveIn",
    "RecheckIn",
    "RecheckOut",
    "RestoreIn",
    "ReviewIn",
    "ReviewOut",
    "RollUnitOut",
    "RoundOut",
    "RoundTallyOut",
    "RunningOut",
    "SealOut",
    "SettleIn",
    "SignIn",
    "TallyOut",
    "TestOut",
    "VoidIn",
]
