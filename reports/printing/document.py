"""What a paper is before it is bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: its title, the template that lays it out, and every value on it.

    `pages` are the contexts of its sheets (300 household papers), laid out by the same template;
    `facts` are the non-personal facts that the QR code's public page may show. `tokens`, one for
    each sheet, where each is a paper of its own: it counts its own pages, its code is on every one.
    """

    title: str
    template: str
    pages: Sequence[dict[str, Any]]
    facts: dict[str, str] = field(default_factory=dict)
    tokens: Sequence[str] = ()


Builder = Callable[[str], Document]
"""Assembles a document from the stored values of a subject, named by its key."""

PartBuilder = Callable[[str, int, User | None], Document]
"""The same for one part (from 1) of a paper in several documents, for who asked for it."""
