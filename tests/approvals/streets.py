"""A cluster in two streets: its round, its clerks, the homes of each."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from approvals.models import (
    Round,
)
from approvals.services import custody, mandates, papers, visits
from approvals.services.batches import note_undelivered, open_batch
from approvals.services.scans import take_in_scans
from approvals.services.second_entries import enter_again
from tests.approvals.clusters import cluster_of, opened, over_a_cluster
from tests.factories.approvals import (
    DURING,
    entry,
    project_with_homes,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import OTHER_STREET, STREET, clerk, published_policy
from tests.factories.scans import of_units, pdf


@dataclass
class Two:
    """The round, whose clerks, and the homes of each street (the last is a company's with more)."""

    round: Round
    projects: list
    clerks: list
    homes: list


def two_streets():
    """Two homes in either street, and one more in each that a company owns."""
    published_policy(
        lambda text: over_a_cluster(text).replace(
            "mixed_head: undecided", "mixed_head: undecided\n    second_entry: blind"
        )
    )
    company = OwnerFactory(name="供电公司", kind="company", number="91370724MA3TEST001")
    projects = [project_with_homes(homes=2, street_code=code) for code in (STREET, OTHER_STREET)]
    for project in projects:
        (unit,) = build_homes(project.community, count=1, building="8", owned=False)
        own(unit, company)
    cluster_of(*projects)
    round_ = opened(projects[0], by=clerk("370724"))
    names = [project.community.name for project in projects]
    homes = [[u for u in units_of(round_) if u.community == name] for name in names]
    return Two(round_, projects, [clerk(STREET), clerk(OTHER_STREET)], homes)


def record(by, unit, choice="agree"):
    return papers.record_paper(by=by, at=DURING, round_=unit.round, unit=unit, entry=entry(choice))


def upload(name="凭据.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 x", content_type="application/pdf")


def mandate(by, unit):
    return mandates.give_mandate(
        by=by, at=DURING, unit=unit, agent="郭一凡", signed_on=date(2024, 6, 18), upload=upload()
    )


def filled(two):
    """Everything that can be kept of a home, in each street by its own clerk."""
    for by, (first, second, _) in zip(two.clerks, two.homes, strict=True):
        mandate(by, first)
        note_undelivered(by=by, at=DURING, unit=second, reason="长期无人")
        visits.record_visits(by=by, at=DURING, round_=two.round, units=[second], outcome="nobody")
        custody.issue_copies(by=by, at=DURING, round_=two.round, collector="李楼长")
        hand = {"renovate": {"agree": 1}}
        open_batch(by=by, at=DURING, round_=two.round, building=first.building, hand=hand)
        paper = record(by, first)
        enter_again(
            by=clerk(by.access.home_code()),
            at=DURING,
            round_=two.round,
            unit=paper.unit,
            answers={"renovate": "against"},
        )
        pile = [*of_units(first), *of_units(*mixed(two, by))]
        take_in_scans(by=by, at=DURING, round_=two.round, uploads=[pdf(pile)])


def mixed(two, by):
    """A page of the other street that lay in the pile."""
    return [two.homes[1 - two.clerks.index(by)][1]]


def rest_of(by):
    rest = APIClient()
    rest.force_login(by)
    return rest
