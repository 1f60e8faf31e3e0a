"""A table of tiers in words, one line, for the document and for what changed in it."""

from __future__ import annotations

from fractions import Fraction

from common.money import yuan
from policies.rules.shares_explained import share_text
from policies.rules.tier_model import PAID, Span, Tier, TierTable


def table_words(table: TierTable) -> str:
    """居民出资到位率：< 60% 减 10%；≥ 60% 不增减."""
    says = _change if table.change else _sum
    return f"{table.name}：" + "；".join(says(table, tier) for tier in table.tiers)


def span_words(span: Span, *, share: bool = False) -> str:
    """≥ 3、< 5; as shares where the table is over a share."""
    shown = share_text if share else str
    if span.lower is not None and span.lower == span.upper:
        return shown(span.lower)
    words = []
    if span.lower is not None:
        words.append(f"{'≥' if span.lower_in else '>'} {shown(span.lower)}")
    if span.upper is not None:
        words.append(f"{'≤' if span.upper_in else '<'} {shown(span.upper)}")
    return "、".join(words) or "不限"


def change_words(gives: Fraction) -> str:
    """增 5%, 减 10%, 不增减."""
    if not gives:
        return "不增减"
    return f"{'增' if gives > 0 else '减'} {share_text(abs(gives))}"


def _change(table: TierTable, tier: Tier) -> str:
    span = span_words(tier.span, share=table.measure == PAID)
    return " ".join(part for part in (span, table.unit, change_words(tier.gives)) if part)


def _sum(table: TierTable, tier: Tier) -> str:
    return f"{span_words(tier.span)} {table.unit} {yuan(tier.gives):,.2f} 元"
