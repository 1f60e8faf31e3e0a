"""The random sample for the re-check: drawn by the seal's hash, so anybody draws the same.

Each serial is hashed together with the seed; the smallest hashes are drawn. Nobody can choose,
because the seed is over the papers themselves and is known only when the count is sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

SHARE, LEAST, MOST = Fraction(1, 20), 5, 50


def size(papers: int) -> int:
    """One in twenty, at least 5 and at most 50, never more than there are."""
    return min(papers, max(LEAST, min(MOST, (SHARE * papers).__ceil__())))


def sample(serials: Iterable[str], seed: str, number: int) -> tuple[str, ...]:
    """`number` of the serials, in the order of drawing; the same for the same seed."""
    return tuple(sorted(set(serials), key=lambda one: (_hash(seed, one), one))[:number])


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the body (keys sorted, no blanks, UTF-8)."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def roll_digest(heads: Iterable[tuple[Iterable[int], Iterable[tuple[int, Decimal]]]]) -> str:
    """SHA-256 over the roll: each head's owners, then its units with their areas (㎡), as JSON."""
    body = [
        [sorted(owners), [[unit, str(area)] for unit, area in units]] for owners, units in heads
    ]
    return hashlib.sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()


def papers_digest(said: Mapping[str, Mapping[str, str]], salt: str) -> str:
    """SHA-256 over the salt and every serial with its answers, sorted: serial → matter → choice.

    Serials and sums are known to many: without a salt that only those who count can read, one
    would try out who of a few households said no. "" for seals from before there was one.
    """
    lines = [
        f"{serial}:" + ",".join(f"{matter}={choice}" for matter, choice in sorted(answers.items()))
        for serial, answers in sorted(said.items())
    ]
    return hashlib.sha256("\n".join([*filter(None, [salt]), *lines]).encode()).hexdigest()


def _hash(seed: str, serial: str) -> str:
    return hashlib.sha256(f"{seed}:{serial}".encode()).hexdigest()
