"""A round of 50,000 households: opened, steered, counted and verified, long work as jobs.

The queue works at once here, so that a job's time is that of its work with its progress.
"""

from datetime import timedelta

from approvals.models import HeadUnit, Round, RunningTally
from approvals.selectors.evening import evening
from approvals.services import bulk, counting, large_rounds
from tests.benchmarks.bench_papers import large_project
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    entry,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
)
from tests.factories.renovation import clerk

HUGE = 50_000
SAID = ("agree", "agree", "agree", "against", "abstain")


def done(job):
    """The round that the job was about; it has ended well."""
    assert (job.state, job.done) == ("done", job.total), job.message
    return Round.objects.get(pk=job.result["round"])


def opened(project):
    return done(
        large_rounds.open_later(
            by=clerk(),
            at=OPENS,
            project=project,
            key="second",
            closes_at=CLOSES,
            organiser="城关街道办事处",
        )
    )


def papers_of(round_):
    """Nine homes of ten answer, most of them yes."""
    units = HeadUnit.objects.filter(round=round_).order_by("position")
    rows = [(unit, entry(SAID[n % 5])) for n, unit in enumerate(units) if n % 10]
    bulk.record_papers(by=clerk(), at=DURING, round_=round_, entries=rows)
    assert RunningTally.objects.get(round=round_, building="").returned_units == len(rows)


def closed(round_, counts):
    done(large_rounds.close_later(by=clerk(), at=AFTER, round_=round_, hand_counts=counts))


def confirmed(round_):
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=5), round_=round_)


def bench_a_round_of_50000_households(bench, db):
    project, made = large_project(HUGE), []
    open_round_for(project_with_homes())
    once = {"limit_ms": 10_000, "runs": 1, "warm": False}

    bench(
        "open a round of 50,000 households, as a job", lambda: made.append(opened(project)), **once
    )
    (round_,) = made
    papers_of(round_)
    bench(
        "tonight's fewest doors of 50,000 households",
        lambda: evening(round_, DURING.date()).left,
        **once,
    )
    counts = hand_counts(round_)
    bench(
        "close and count 50,000 households, as a job",
        lambda: closed(round_, counts),
        **once,
    )
    bench("confirm and seal the count of 50,000 households", lambda: confirmed(round_), **once)
    bench(
        "verify the tallies of 50,000 households, as a job",
        lambda: done(large_rounds.verify_later(by=clerk(), at=AFTER, round_=round_)),
        **once,
    )
