"""What anybody may learn by scanning a QR code: that the paper is genuine, and public facts of it.

Issued papers are known here; other rooms add sources for tokens of their own (a ballot's, say) in
their `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from common.templatetags.formats import moment
from records.models import IssuedPaper


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """No personal data. `open_url` is where a signed-in person may go on, "" for nowhere."""

    title: str
    lines: tuple[tuple[str, str], ...]
    open_url: str = ""


Source = Callable[[str], PublicFacts | None]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Ask this function, too, for tokens that are not issued papers."""
    if source not in _sources:
        _sources.append(source)


def facts_of(token: str) -> PublicFacts | None:
    """The public facts behind a token, None for one that nobody gave out."""
    paper = IssuedPaper.objects.filter(token=token).first()
    if paper is not None:
        return PublicFacts(
            paper.title,
            (
                ("编号", paper.serial),
                *((str(label), str(text)) for label, text in paper.facts.items()),
                ("印发时间", moment(paper.issued_at)),
                ("校验码", f"{paper.sha256[:4]} {paper.sha256[4:8]}"),
            ),
        )
    for source in _sources:
        found = source(token)
        if found is not None:
            return found
    return None
