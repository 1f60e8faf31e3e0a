"""Papers recorded and printed at the size of a large community."""

from itertools import count as numbers

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.models import Answer, HeadUnit, Paper
from approvals.services.papers import record_paper
from districts.models import Building, Entrance, ExclusiveUnit, Owner, Ownership
from districts.owner_data import protected
from districts.rules.rooms import unit_code
from reports.printing.rendering import render
from tests.factories.approvals import (
    DURING,
    entry,
    open_round_for,
    project_with_homes,
)
from tests.factories.renovation import clerk

LARGE, PRINTED = 5_000, 300
PER_BUILDING = 100


def large_project(homes):
    """A project with that many homes, each of its own owner, written set-wise."""
    project = project_with_homes(homes=0, buildings=0)
    community = project.community
    whole = range(1, homes // PER_BUILDING + 1)
    buildings = Building.objects.bulk_create(
        Building(community=community, number=str(n), position=n, storeys=25) for n in whole
    )
    stairs = Entrance.objects.bulk_create(
        Entrance(building=building, number="1", position=1) for building in buildings
    )
    units = ExclusiveUnit.objects.bulk_create(
        ExclusiveUnit(
            building=building,
            entrance=stair,
            room=f"{n // 4 + 1}0{n % 4 + 1}",
            floor=n // 4 + 1,
            code=unit_code(building.number, "1", f"{n // 4 + 1}0{n % 4 + 1}"),
            area=f"{60 + n}.25",
            position=n,
        )
        for building, stair in zip(buildings, stairs, strict=True)
        for n in range(PER_BUILDING)
    )
    pattern = protected(name="赵平", phone="", number="", kind="person")
    owners = Owner.objects.bulk_create(
        Owner(**pattern | {"name_digest": f"{n:064d}"}) for n in range(len(units))
    )
    Ownership.objects.bulk_create(
        Ownership(unit=unit, owner=owner) for unit, owner in zip(units, owners, strict=True)
    )
    return project


def bench_a_paper_with_its_tally_among_5000_households(bench, db):
    round_, by, serial = open_round_for(large_project(LARGE)), clerk(), numbers()
    units = list(HeadUnit.objects.filter(round=round_).select_related("head", "round")[:400])

    def one():
        n = next(serial)
        return record_paper(
            by=by, at=DURING, round_=round_, unit=units[n], entry=entry(client_id=f"b{n}")
        )

    with CaptureQueriesContext(
        connection,
    ) as asked:
        one()
    queries = len([q for q in asked if "SAVEPOINT" not in q["sql"]])
    assert queries <= 12

    def bare():
        n = next(serial)
        with transaction.atomic():
            paper = Paper.objects.create(
                round=round_,
                unit=units[n],
                received_at=DURING,
                entered_at=DURING,
                entered_by=by,
                client_id=f"f{n}",
            )
            Answer.objects.create(paper=paper, matter="renovate", choice="agree")

    bench(
        "record a paper with its tally and trail, 5,000 households",
        one,
        limit_ms=40,
        floor=("insert the paper and its answer, nothing else", bare),
        runs=50,
        queries=queries,
    )


def bench_300_papers_printed(bench, db):
    round_ = open_round_for(large_project(PRINTED))

    def printed():
        _, pdf, _ = render("consent_papers", str(round_.pk), clerk().pk, "ZQ-1", "token")
        assert pdf.startswith(b"%PDF")

    bench("print 300 households' papers in parts of 50", printed, limit_ms=60_000, runs=1)
