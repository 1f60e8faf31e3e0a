"""Which papers may be counted: every reason against one paper, in a clerk's words.

Admissible by `received_at` against the round's opening and closing instants (both included);
typing itself stays open until the tally is confirmed. Source: docs/algorithms/tally.md, the
policy's channels, Civil Code 278 for the written form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from approvals.rules.tally import CHOICES
from common.errors import Problem
from policies.rules.vocabulary import CHANNELS

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = {"agree": "同意", "against": "反对", "abstain": "弃权", "invalid": "无效"}
INVALID_REASONS = ("未签名", "涂改无法辨认", "同时选了两项", "非业主签名且无委托书", "空白未填")


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What of a round decides about a paper. `matters`: key → name, in the paper's order."""

    name: str
    state: str
    opens_at: datetime
    closes_at: datetime
    matters: Mapping[str, str]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What was typed: `answers` and `reasons` by matter; `signed_on` None where nobody signed.

    `witness` heard an answer by telephone; `evidence`: is what was written online kept?
    """

    answers: Mapping[str, str]
    reasons: Mapping[str, str]
    channel: str
    received_at: datetime
    signed_on: date | None
    witness: str = ""
    evidence: bool = False


def refusals(round_: RoundFacts, paper: PaperFacts, at: datetime) -> tuple[Problem, ...]:
    """Every reason why this paper cannot be recorded at this instant; empty when it can."""
    found = round_over(round_) + _dates(round_, paper, at) + _way(round_, paper)
    return (*found, *_answers(round_, paper))


def answer_refusals(round_: RoundFacts, paper: PaperFacts) -> tuple[Problem, ...]:
    """What is wrong with the answers alone, wherever the paper came from."""
    return tuple(_answers(round_, paper))


def stranger(serial: str) -> Problem:
    """A paper that is not of this round's roll ("" for no number at all); says not whose it is."""
    what = f"票号 {serial} " if serial else "这一户"
    return Problem(
        f"{what}不在本轮名册里，可能是别的小区、别的街道或上一轮的表",
        code="not_on_roll",
        field="unit",
        remedy="请核对表头的小区、轮次和房号；确属本小区的，先到“楼栋住户”核对登记",
    )


def too_many_signers(signers: int | None, owners: int) -> tuple[Problem, ...]:
    """More people signed as owners than the home has; None where nobody counted."""
    if signers is None or signers <= owners:
        return ()
    return (
        Problem(
            f"表上有 {signers} 人以业主签名，名册上这套房的业主只有 {owners} 人",
            code="too_many_signers",
            field="signers",
            value=str(signers),
            expected=f"不多于 {owners} 人",
            remedy="代签的登记受托人和委托书；业主确有变更的，先到“楼栋住户”更正，下一轮起算",
        ),
    )


def twice(room: str, who: str, when: datetime, answers: Mapping[str, str]) -> Problem:
    """The household's paper is already in: who typed it, when, and what, unless it is hidden."""
    said = "、".join(dict.fromkeys(WORDS.get(choice, choice) for choice in answers.values()))
    return Problem(
        f"{room} 的意见表已由{who}于 {shown(when)} 录入" + (f"（{said}）" if said else ""),
        code="already_recorded",
        field="unit",
        value=said,
        remedy="请核对手中这张：重复的不用再录；确需改的，用“更正”并写明事由",
    )


def number_taken(client_id: str) -> Problem:
    """The sender's own number for a paper stands on another household's paper."""
    return Problem(
        "录入端给这张表的编号已经用在另一户的意见表上",
        code="client_id_taken",
        field="client_id",
        value=client_id,
        remedy="每张表用自己的编号，请把这一张重新录一遍",
    )


def shown(moment: datetime) -> str:
    """06-21 08:30 in Asia/Shanghai."""
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def round_over(round_: RoundFacts) -> list[Problem]:
    """Why nothing of the round's papers may move any more; empty while it may."""
    words = {"confirmed": "已经复核确认，计票结果不再改动", "void": "已经作废"}
    if round_.state not in words:
        return []
    return [Problem(f"“{round_.name}”{words[round_.state]}，不能再录意见表", code="round_over")]


def _dates(round_: RoundFacts, paper: PaperFacts, at: datetime) -> list[Problem]:
    found = []
    received = paper.received_at
    if not round_.opens_at <= received <= round_.closes_at:
        found.append(
            Problem(
                f"收到时间 {shown(received)} 不在征询期内，不计入",
                code="outside_period",
                field="received_at",
                value=shown(received),
                expected=f"{shown(round_.opens_at)} 至 {shown(round_.closes_at)}",
                remedy="请核对收表时间；确是逾期收到的不计票，到“票据保管”按逾期作废，原件留存",
            )
        )
    elif received > at:
        found.append(
            Problem(
                f"收到时间 {shown(received)} 还没有到",
                code="in_future",
                field="received_at",
                expected=f"不晚于现在（{shown(at)}）",
                remedy="请核对收表时间；刚收到的可以不填，按录入时计",
            )
        )
    signed, day = paper.signed_on, received.astimezone(SHANGHAI).date()
    if signed and signed > day:
        found.append(
            Problem(
                f"签署日 {signed} 晚于收到日 {day}",
                code="signed_after_received",
                field="signed_on",
                value=str(signed),
                remedy="请核对表上的签署日期",
            )
        )
    opened = round_.opens_at.astimezone(SHANGHAI).date()
    if signed and signed < opened:
        found.append(
            Problem(
                f"签署日 {signed} 早于本轮开启日 {opened}",
                code="signed_before_round",
                field="signed_on",
                value=str(signed),
                remedy="可能是上一轮的表，请核对轮次",
            )
        )
    return found


def _way(round_: RoundFacts, paper: PaperFacts) -> list[Problem]:
    if paper.channel in round_.channels:
        return _backed(paper)
    admitted = "、".join(CHANNELS.get(key, key) for key in round_.channels)
    return [
        Problem(
            f"本轮没有规定可以用“{CHANNELS.get(paper.channel, paper.channel)}”方式征询",
            code="channel",
            field="channel",
            expected=admitted,
        )
    ]


def _backed(paper: PaperFacts) -> list[Problem]:
    """What an answer without a paper rests on: somebody who heard it, something that shows it."""
    if paper.channel == "telephone" and not paper.witness.strip():
        return [
            Problem(
                "电话征询须有见证人",
                code="witness_needed",
                field="witness",
                expected="在旁听到答复的工作人员姓名",
                remedy="没有见证人的，请改日再打或入户征询",
            )
        ]
    if paper.channel == "online" and not paper.evidence:
        return [
            Problem(
                "线上答复没有凭据",
                code="evidence_needed",
                field="channel",
                expected="答复的截屏或导出件",
                remedy="先在这一户的意见表页上传凭据，再录",
            )
        ]
    return []


def _answers(round_: RoundFacts, paper: PaperFacts) -> list[Problem]:
    found = []
    for key, name in round_.matters.items():
        choice = paper.answers.get(key, "")
        if not choice:
            found.append(
                Problem(
                    f"“{name}”还没有录意见",
                    code="missing_answer",
                    field=f"answer_{key}",
                    expected="同意、反对、弃权或无效",
                )
            )
        elif choice not in CHOICES:
            found.append(
                Problem(
                    f"“{name}”的意见看不懂",
                    code="unknown_choice",
                    field=f"answer_{key}",
                    value=choice,
                    expected="同意、反对、弃权或无效",
                )
            )
        elif choice == "invalid" and not paper.reasons.get(key, "").strip():
            found.append(
                Problem(
                    f"“{name}”录为无效，须写明原因",
                    code="reason_needed",
                    field=f"reason_{key}",
                    expected="如" + "、".join(INVALID_REASONS[:3]),
                )
            )
    return found + [
        Problem(
            "本轮没有这个征询事项",
            code="unknown_matter",
            field=f"answer_{key}",
            value=key,
            expected="、".join(round_.matters.values()),
        )
        for key in sorted(set(paper.answers) - set(round_.matters))
    ]
