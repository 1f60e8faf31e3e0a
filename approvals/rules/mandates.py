"""Who may sign for an owner: whom he asked to, as the policy allows; or whom the law puts there.

A policy may refuse proxies or say how many owners one may stand for. That is about agents whom an
owner chose: a minor's guardian (民法典 23, 27, 34), who acts for a company (61, 170) and the heirs
of an owner who has died (230) sign by law, with the document that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.errors import Problem

ENTRUSTED = "entrusted"
BASES = {
    ENTRUSTED: "业主书面委托",
    "guardian": "监护人（未成年人等）",
    "officer": "单位的法定代表人或经办人",
    "heir": "已故业主的继承人",
}
PROOFS = {
    ENTRUSTED: "委托书",
    "guardian": "户口簿、出生证明或监护证明",
    "officer": "营业执照、身份证明书或单位授权",
    "heir": "死亡证明和继承公证、判决或亲属关系证明",
}
"""On what somebody else signs, and the document that shows it."""
REMEDY = "先在这一户的意见表页登记委托书，再录；没有委托书的录“无效”，原因选“非业主签名且无委托书”"


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """Proxies by the policy: with a mandate or not at all; `most` owners for one agent."""

    proxy: Literal["mandate", "refused"]
    most: int | None = None


def mandate_refusals(
    rule: ProxyRule,
    *,
    agent: str,
    signed_on: date,
    today: date,
    held: int,
    evidence: bool,
    basis: str = ENTRUSTED,
) -> list[Problem]:
    """Everything against taking a mandate. `held`: other owners who chose this agent."""
    found, chosen = [], basis == ENTRUSTED
    if basis not in BASES:
        found.append(Problem("请选明由谁、凭什么代签", code="basis", field="basis", value=basis))
    if rule.proxy == "refused" and chosen:
        found.append(Problem("方案规定本轮不许代理", code="proxy_refused", field="agent"))
    if not agent.strip():
        found.append(Problem("请填写受托人姓名", code="required", field="agent"))
    if signed_on > today:
        words = f"委托书日期 {signed_on} 还没有到"
        found.append(Problem(words, code="in_future", field="signed_on", value=str(signed_on)))
    if not evidence:
        words = f"请上传{PROOFS.get(basis, '委托书')}的照片或扫描件"
        found.append(Problem(words, code="evidence_needed", field="upload"))
    if chosen and rule.most is not None and held >= rule.most:
        found.append(
            Problem(
                f"这位受托人已代理 {held} 位业主",
                code="proxy_most",
                field="agent",
                value=str(held),
                expected=f"一人至多代理 {rule.most} 位",
                remedy="请业主另托他人，或本人签署",
            )
        )
    return found


def proxy_refusals(
    rule: ProxyRule, *, mandate: bool, agrees: bool, shown: str, basis: str = ENTRUSTED
) -> list[Problem]:
    """Everything against a paper signed by somebody else.

    `mandate`: one is registered for this owner; `agrees`: it names who signed; `shown`: whom it
    names, masked; `basis`: on what that one signs.
    """
    if rule.proxy == "refused" and basis == ENTRUSTED:
        words = "方案规定本轮不许代理，受托人签的表不能作有效票录入"
        remedy = "录“无效”，写明原因"
        return [Problem(words, code="proxy_refused", field="proxy", remedy=remedy)]
    if not mandate:
        words = "这一户没有登记委托书"
        return [Problem(words, code="no_mandate", field="proxy", remedy=REMEDY)]
    if not agrees:
        words = "签字人不是委托书上的受托人"
        expected = f"委托书上是 {shown}"
        return [Problem(words, code="other_agent", field="proxy", expected=expected, remedy=REMEDY)]
    return []
