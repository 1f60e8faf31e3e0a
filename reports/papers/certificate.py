"""The sealed tally certificate (计票证书): counts, custody, hash, counters, sample, signatures."""

from __future__ import annotations

from approvals.models import Seal
from approvals.selectors.custody import custody
from approvals.selectors.printing_summary import consent_summary
from common.clock import SHANGHAI
from common.errors import Refused
from reports.papers.consent import period, round_of
from reports.printing.document import Document


def certificate(subject_id: str) -> Document:
    """The certificate of a confirmed round; Refused before it is confirmed."""
    round_ = round_of(subject_id)
    seal = Seal.objects.filter(round=round_).first()
    if seal is None:
        raise Refused("本轮还没有复核确认，或复核时尚无封存，不能印计票证书。")
    value = consent_summary(round_)
    head = value.head
    page = {
        "head": head,
        "value": value,
        "period": period(head),
        "seal": seal,
        "sealed": seal.sealed_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "custody": custody(round_),
        "basis": f"{head.policy}　{value.standing}",
        "demo": head.demo,
    }
    return Document(
        title=f"{head.project}{head.round}计票证书",
        template="tally_certificate",
        pages=[page],
        facts={
            "项目": head.project,
            "轮次": head.round,
            "结论": "；".join(matter.conclusion for matter in value.matters),
            "封存校验码": seal.sha256,
        },
    )
