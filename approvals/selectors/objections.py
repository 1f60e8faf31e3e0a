"""Objections that wait for their outcome."""

from __future__ import annotations

from approvals.models import Objection


def open_objections(project: int, key: str) -> int:
    """How many to this notice are not settled: those to earlier postings, taken down since, too.

    Taking a notice down and posting it anew settles nothing.
    """
    return Objection.objects.filter(
        notice__project=project, notice__key=key, settled_at=None
    ).count()
