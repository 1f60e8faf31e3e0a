"""Large rounds as jobs: opened, counted, verified by a worker, each whole or not at all."""

import pytest

from approvals.models import HeadUnit, Round, RunningTally
from approvals.services import large_rounds, opening
from common.errors import NotAllowed, Refused
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    OPENS,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
)
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db


def asked(project, by=None, organiser="城关街道办事处"):
    return large_rounds.open_later(
        by=by or clerk(),
        at=OPENS,
        project=project,
        key="second",
        closes_at=CLOSES,
        organiser=organiser,
    )


@pytest.fixture
def later(settings, monkeypatch):
    """Jobs wait; `later(job)` lets the worker take one up."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)

    def work(job):
        from records.services import jobs

        jobs.run(job.pk)
        job.refresh_from_db()
        return job

    return work


def test_a_round_is_opened_by_a_worker_at_the_instant_it_was_asked(later):
    job = asked(project_with_homes())
    assert (job.state, Round.objects.count()) == ("waiting", 0)
    assert later(job).state == "done"
    made = Round.objects.get(pk=job.result["round"])
    assert (made.opens_at, made.units, made.opened_by) == (OPENS, 6, job.requested_by)


def test_a_worker_killed_while_freezing_leaves_nothing_and_the_next_finishes(later, monkeypatch):
    job = asked(project_with_homes())
    whole = opening.tallies.start_running

    def killed(*args):
        raise SystemExit(9)

    monkeypatch.setattr(opening.tallies, "start_running", killed)
    with pytest.raises(SystemExit):
        later(job)
    assert (Round.objects.count(), HeadUnit.objects.count()) == (0, 0)
    monkeypatch.setattr(opening.tallies, "start_running", whole)
    assert later(job).state == "done"
    assert (Round.objects.count(), HeadUnit.objects.count()) == (1, 6)


def test_a_worker_killed_after_it_was_done_does_not_open_twice(later):
    job = asked(project_with_homes())
    later(job)
    type(job).objects.filter(pk=job.pk).update(state="running", result={})
    assert later(job).state == "done"
    assert Round.objects.count() == 1


def test_what_keeps_a_round_from_opening_is_said_on_the_jobs_page(later):
    project = project_with_homes()
    open_round_for(project)
    job = later(asked(project))
    assert job.state == "failed"
    assert "正在进行" in job.message
    with pytest.raises(Refused, match="组织单位"):
        asked(project, organiser=" ")
    with pytest.raises(NotAllowed):
        asked(project, by=reviewer())


def test_a_round_is_counted_and_verified_by_a_worker(later):
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=4, against=1)
    wrong = large_rounds.close_later(by=clerk(), at=AFTER, round_=round_, hand_counts={})
    assert later(wrong).state == "failed"
    right = large_rounds.close_later(
        by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_)
    )
    assert later(right).state == "done"
    assert later(right).state == "done"  # taken up twice: closed once
    round_.refresh_from_db()
    assert (round_.state, round_.tallies.count()) == ("closed", 1)
    check = later(large_rounds.verify_later(by=clerk(), at=AFTER, round_=round_))
    assert (check.state, check.result["label"]) == ("done", "复算一致，看征询")
    RunningTally.objects.filter(round=round_, building="").update(agree_heads=3)
    check = later(large_rounds.verify_later(by=clerk(), at=AFTER, round_=round_))
    assert check.state == "failed"
    assert "存 3，重算 4" in check.message
