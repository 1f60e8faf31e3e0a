"""Papers recorded and printed at the size of a large community."""

from decimal import Decimal
from itertools import count as numbers
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.models import Answer, HeadUnit, Paper
from approvals.selectors.printing_households import PER_DOCUMENT
from approvals.services.papers import record_paper
from districts.models import Building, Entrance, ExclusiveUnit, Owner, Ownership
from districts.owner_data import protected
from districts.rules.rooms import unit_code
from records.services.papers import papers_of_job
from renovation.models import ContentItem
from reports.services import papers
from tests.benchmarks.measuring import forget_highest, highest, timed
from tests.factories.approvals import (
    DURING,
    entry,
    open_round_for,
    project_with_homes,
)
from tests.factories.renovation import clerk

LARGE, RECORDED, PRINTED = 5_000, 100, 300
PER_BUILDING = 100
LEVELS = ("basic", "improving", "upgrading")


def large_project(homes):
    """A project with that many homes, each of its own owner, written set-wise."""
    project = project_with_homes(homes=0, buildings=0)
    community = project.community
    whole = range(1, -(-homes // PER_BUILDING) + 1)
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
        for n in range(min(PER_BUILDING, homes))
    )
    pattern = protected(name="赵平", phone="", number="", kind="person")
    owners = Owner.objects.bulk_create(
        Owner(**pattern | {"name_digest": f"{n:064d}"}) for n in range(len(units))
    )
    Ownership.objects.bulk_create(
        Ownership(unit=unit, owner=owner) for unit, owner in zip(units, owners, strict=True)
    )
    return project


def bench_a_paper_with_its_tally_among_5000_households(report, db):
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

    times, floor = ([timed(work) for _ in range(RECORDED)] for work in (one, bare))
    report(
        f"record a paper with its tally and trail, {LARGE:,} households, median of {RECORDED}",
        median(run.clock for run in times),
        processor=median(run.processor for run in times),
        floor=("insert the paper and its answer, nothing else", median(run.clock for run in floor)),
        limit=40,
        queries=queries,
    )


def with_design(project):
    """Sixteen items on three levels: what an owner's paper tells of a usual design."""
    ContentItem.objects.bulk_create(
        ContentItem(
            project=project,
            key=f"item-{n}",
            name=f"屋面、楼道等公用部位整修之{n}",
            level=LEVELS[n % 3],
            estimate=Decimal(600_000),
        )
        for n in range(16)
    )
    return project


def printed(round_):
    """All papers of a round as the product prints them; how high the memory rose, in MB."""
    forget_highest()
    job = papers.ask_for(by=clerk(), at=DURING, kind="consent_papers", key=round_.pk)
    assert job.state == "done", job.message
    assert papers_of_job(job).count() == job.total == -(-round_.units // PER_DOCUMENT)
    return highest()


def bench_300_papers_printed(bench, report, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    few, many = (open_round_for(with_design(large_project(n))) for n in (PER_DOCUMENT, PRINTED))
    printed(few)  # fonts and style sheets, once for the process
    low, high = printed(few), []

    bench(
        f"print {PRINTED} households' papers with their design, {PER_DOCUMENT} to a document",
        lambda: high.append(printed(many)),
        limit_ms=60_000,
        runs=1,
        warm=False,
    )
    report(
        f"memory of the process that prints {PRINTED} households' papers, at its highest",
        *high,
        floor=(f"the same for {PER_DOCUMENT} households", low),
        limit=700,
        at_most=1.3,
        unit="MB",
    )
