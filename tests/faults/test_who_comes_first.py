"""A step that is being completed and what its gates read: one waits for the other, never half."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction

from approvals.models import Review
from approvals.services import objections, papers
from approvals.services.notices import Posting, post_notice
from approvals.services.review_opening import open_review
from approvals.services.review_opinions import Signed, give_opinion
from renovation.services.progress import locked
from tests.factories.approvals import DURING, entry, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk, handler

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2024, 6, 20)


def objecting():
    project = project_with_homes(at="notice")
    posting = Posting(date(2024, 6, 13), "改造意见公示书", "现予公示。", "公告栏", "北苑社区")
    notice = post_notice(by=clerk(), at=DURING, project=project, key="design", posting=posting)
    by = clerk()
    return project, lambda: objections.receive(
        by=by, at=DURING, notice=notice, received_on=DAY, raised_by="王建国", matter="屋面防水"
    )


def typing():
    project = project_with_homes()
    round_, by = open_round_for(project), clerk()
    unit = units_of(round_)[0]
    return project, lambda: papers.record_paper(
        by=by, at=DURING, round_=round_, unit=unit, entry=entry()
    )


def consulting():
    project = project_with_homes(at="review")
    open_review(by=handler(), at=DURING, project=project, key="joint", accepted_on=DAY)
    opinion, by = Review.objects.get(project=project).opinions.first(), handler()
    signed = Signed("agree", "", "李工", DAY)
    return project, lambda: give_opinion(by=by, at=DURING, opinion=opinion, signed=signed)


@transaction.atomic
def impatiently(act):
    """Do it, waiting for nobody longer than 0.3 seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
    return act()


@pytest.mark.parametrize("story", [objecting, typing, consulting])
def test_whoever_changes_what_a_gate_reads_waits_for_the_step_being_completed(story):
    project, act = story()
    held, done = threading.Event(), threading.Event()

    def completing():
        try:
            with transaction.atomic():
                locked(project.pk)
                held.set()
                done.wait(timeout=20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(completing)
        assert held.wait(timeout=20)
        with pytest.raises(OperationalError, match="lock timeout"):
            impatiently(act)
        done.set()
        other.result()
    act()


@pytest.mark.parametrize("story", [objecting, typing, consulting])
def test_the_step_waits_for_whoever_came_first(story):
    project, act = story()
    with transaction.atomic():
        act()
        refused = []

        def completing():
            try:
                impatiently(lambda: locked(project.pk))
            except OperationalError as error:
                refused.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=completing)
        thread.start()
        thread.join(timeout=20)
    assert len(refused) == 1
