"""What is made public of a round: its announcement, the preliminary and the final result."""

from __future__ import annotations

from approvals.models import Round
from approvals.selectors.printing_heads import RoundHead
from approvals.selectors.printing_results import announcement, result
from approvals.selectors.results import not_counted, not_final, publications_of
from common.clock import SHANGHAI, business_today
from common.errors import Problem, Refused
from reports.papers.consent import period, round_of
from reports.printing.document import Document

UNITS = {"working": "个工作日", "calendar": "日"}


def announce(subject_id: str) -> Document:
    """The announcement of a round (征询公告): matters, scope, roll, period, ways."""
    round_ = round_of(subject_id)
    if round_.state == "void":
        raise Refused(Problem(f"“{round_.name}”已作废，不能再公告", code="void"))
    value = announcement(round_)
    return _document(round_, value.head, "征询公告", "vote_announcement", value=value)


def preliminary(subject_id: str) -> Document:
    """The counted result as it is posted, with its period and where to object."""
    round_ = round_of(subject_id)
    if problems := not_counted(round_):
        raise Refused(problems)
    return _result(round_, "征询初步结果公示", final=False)


def final(subject_id: str) -> Document:
    """The result once confirmed, its notice over and every objection closed; Refused before."""
    round_ = round_of(subject_id)
    if problems := not_final(round_, publications_of(round_), business_today()):
        raise Refused(problems)
    return _result(round_, "征询结果公告", final=True)


def _result(round_: Round, name: str, *, final: bool) -> Document:
    value = result(round_)
    rule = value.published[0].rule
    length = f"{rule.length} {UNITS[rule.unit]}" if rule else ""
    said = "；".join(f"{matter.name}：{_verdict(passed=matter.passed)}" for matter in value.matters)
    return _document(
        round_,
        value.head,
        name,
        "vote_result",
        facts={"结果": said},
        value=value,
        final=final,
        length=length,
        first_day_counted=bool(rule and rule.first_day_counted),
    )


def _document(
    round_: Round,
    head: RoundHead,
    name: str,
    template: str,
    facts: dict[str, str] | None = None,
    **page: object,
) -> Document:
    clauses = "；".join(f"{clause.document} {clause.section}" for clause in head.clauses)
    return Document(
        title=f"{head.project}{name}（{head.round}）",
        template=template,
        pages=[
            {
                **page,
                "head": head,
                "name": name,
                "today": business_today(),
                "opens": head.opens_at.astimezone(SHANGHAI),
                "closes": head.closes_at.astimezone(SHANGHAI),
                "basis": f"依据 {clauses} · {head.policy}",
                "demo": head.demo,
            }
        ],
        facts={"项目": head.project}
        | ({"小区": head.owners} if head.communities else {})
        | {"轮次": head.round, "征询期间": period(head)}
        | (facts or {}),
    )


def _verdict(*, passed: bool) -> str:
    return "表决通过" if passed else "未通过"
