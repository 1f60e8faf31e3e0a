"""Mandates as they stand, and what they mean for a paper that somebody else signed."""

from __future__ import annotations

from approvals.models import Mandate, Round
from approvals.rules.mandates import ENTRUSTED, ProxyRule, proxy_refusals
from approvals.selectors.rules import round_rule
from common.crypto import digest
from common.errors import Problem

KIND = "agent"


def proxy_rule(round_: Round) -> ProxyRule:
    """What the round's policy says of proxies."""
    counting = round_rule(round_).rule.counting
    return ProxyRule(counting.proxy, counting.proxy_most)


def live_mandate(head_id: int) -> Mandate | None:
    """The mandate that this owner gave and has not withdrawn."""
    return Mandate.objects.filter(head=head_id, ended_at=None).first()


def agent_digest(name: str) -> str:
    """What an agent is found by without reading names."""
    return digest(KIND, "".join(name.split()))


def signed_under(round_: Round, head_id: int, proxy: str) -> tuple[Mandate | None, list[Problem]]:
    """The mandate that a paper signed by `proxy` rests on, and everything against it.

    Nothing, and no query, where the owner signed.
    """
    if not proxy.strip():
        return None, []
    mandate = live_mandate(head_id)
    return mandate, proxy_refusals(
        proxy_rule(round_),
        mandate=mandate is not None,
        agrees=mandate is not None and mandate.agent_digest == agent_digest(proxy),
        shown=mandate.agent_masked if mandate else "",
        basis=mandate.basis if mandate else ENTRUSTED,
    )
