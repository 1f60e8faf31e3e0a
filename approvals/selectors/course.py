"""What is known of a round's work: copies, papers, scans, seal; see `approvals.rules.course`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q

from approvals.models import Copy, HeadUnit, Paper, Round, Seal
from approvals.rules.course import Counted, Station, course
from approvals.rules.custody import WITHOUT_PAPER
from approvals.selectors.scanned_pages import WHOLE
from approvals.selectors.second_entries import second_pass
from records.services.files import files_of
from records.services.papers import papers_of

PAGES = {"issue": "custody", "papers": "sheet", "recheck": "custody"}  # others: of their name


@dataclass(frozen=True, slots=True)
class Leg:
    """A station and the page where this person does it; without the right there is none."""

    station: Station
    url: str


def _of_home(model: type[Model], **having: Any) -> Exists:
    return Exists(model._default_manager.filter(unit=OuterRef("pk"), **having))


ON_PAPER = Q(
    Exists(Paper.objects.exclude(channel__in=WITHOUT_PAPER).filter(unit=OuterRef("pk"), live=True))
)


def legs_of(round_: Round, *, now: datetime, pages: dict[str, str]) -> list[Leg]:
    """The stations with this person's `pages`, by name; of a void round nothing is left to do."""
    if round_.state == "void":
        return []
    return [
        Leg(one, pages.get(PAGES.get(one.key, one.key), "") if _at_hand(one, round_) else "")
        for one in course(counted(round_, now=now))
    ]


def _at_hand(station: Station, round_: Round) -> bool:
    return station.key != "recheck" or round_.state == "confirmed"


def counted(round_: Round, *, now: datetime) -> Counted:
    """One query of the homes; then the second pass, and the seal of a confirmed round."""
    homes = HeadUnit.objects.filter(round=round_).aggregate(
        kept=Count("pk", Q(_of_home(Copy))),
        issued=Count("pk", Q(_of_home(Copy, voided_at=None))),
        returned=Count("pk", Q(_of_home(Paper, live=True))),
        written=Count("pk", ON_PAPER),
        scanned=Count("pk", ON_PAPER & Q(WHOLE)),
    )
    second = second_pass(round_)
    seal = Seal.objects.filter(round=round_).first() if round_.state == "confirmed" else None
    return Counted(
        state=round_.state,
        heads=round_.heads,
        units=round_.units,
        **homes | {"kept": bool(homes["kept"])},
        twice=None if second.mode == "none" else second.done,
        differing=len(second.differing),
        due=now >= round_.closes_at,
        drawn=len(seal.sample) if seal else 0,
        rechecked=seal.rechecks.count() if seal else 0,
        photographs=files_of(seal).count() if seal else 0,
        announced=bool(seal) and papers_of(round_).filter(kind="final_result").exists(),
    )
