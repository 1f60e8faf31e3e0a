"""Rounds on an opened project: `open_round_for`, `fill(round, agree=…)`, `settled_round`."""

from datetime import date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.permissions import Role
from approvals.models import HeadUnit, Mandate
from approvals.rules.tally import CHOICES
from approvals.selectors.mandates import agent_digest
from approvals.services import bulk, counting, opening, tallies
from approvals.services.papers import Entry
from common.clock import SHANGHAI
from common.names import mask_name
from tests.factories.accounts import UserFactory
from tests.factories.districts import build_homes
from tests.factories.renovation import STREET, ProjectFactory, advance, clerk


class MandateFactory(DjangoModelFactory):
    """A registered mandate without its document: `MandateFactory(round=…, head=…, agent=…)`."""

    agent_masked = factory.LazyAttribute(lambda made: mask_name(made.agent))
    agent_digest = factory.LazyAttribute(lambda made: agent_digest(made.agent))
    signed_on = date(2024, 6, 18)
    noted_at = datetime(2024, 6, 18, 9, 0, tzinfo=SHANGHAI)
    noted_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Mandate


OPENS = datetime(2024, 6, 13, 9, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2024, 6, 24, 18, 0, tzinfo=SHANGHAI)
DURING = datetime(2024, 6, 20, 21, 14, tzinfo=SHANGHAI)
AFTER = datetime(2024, 6, 25, 9, 30, tzinfo=SHANGHAI)


def reviewer(area="370724"):
    """Who confirms tallies."""
    return UserFactory(role=Role.BUREAU_REVIEWER, role__area=area)


def project_with_homes(homes=6, buildings=1, at="consult", **kwargs):
    """A project whose consent step is open, with owned homes."""
    project = ProjectFactory(**kwargs)
    for number in range(1, buildings + 1):
        build_homes(project.community, count=homes, building=str(number), entrances=2)
    advance(project, at)
    return project


def open_round_for(project, key="second", by=None):
    """A round opened on 2024-06-13 by the street's clerk."""
    by = by or clerk(project.area_code[:9] or STREET)
    return opening.open_round(
        by=by,
        at=OPENS,
        project=project,
        key=key,
        closes_at=CLOSES,
        organiser="城关街道办事处",
        contact="刘洋 0536-0000000",
    )


def units_of(round_):
    """The units of the roll in the paper's order."""
    return list(HeadUnit.objects.filter(round=round_).select_related("head", "round"))


def entry(choice="agree", matter="renovate", **kwargs):
    """One paper as typed."""
    reasons = {matter: "未签名"} if choice == "invalid" else {}
    return Entry(answers={matter: choice}, reasons=kwargs.pop("reasons", reasons), **kwargs)


def fill(round_, by=None, at=DURING, **choices):
    """fill(round, agree=80, against=4): that many papers in the order of the stairs."""
    by = by or clerk(round_.project.area_code[:9])
    taken = set(round_.papers.filter(live=True).values_list("unit_id", flat=True))
    free = [unit for unit in units_of(round_) if unit.pk not in taken]
    said = [choice for choice in CHOICES for _ in range(choices.get(choice, 0))]
    rows = [(unit, entry(choice)) for unit, choice in zip(free, said, strict=False)]
    return bulk.record_papers(by=by, at=at, round_=round_, entries=rows)


def hand_counts(round_):
    """The hand count that agrees with what was typed."""
    return counting.typed_counts(tallies.full_counts(round_))


def settled_round(project, key="second", **choices):
    """A round opened, filled, closed and confirmed by two people."""
    by = clerk(project.area_code[:9])
    round_ = open_round_for(project, key, by)
    fill(round_, by, **choices)
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=20), round_=round_)
    round_.refresh_from_db()
    return round_
