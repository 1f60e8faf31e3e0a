"""Several clerks type at the same moment: nothing lost, nothing twice, tallies equal a recount."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from approvals.models import HeadUnit, Paper, Round, RunningTally
from approvals.selectors.verifying import differences
from approvals.services import papers
from common.errors import Conflict
from tests.factories.approvals import DURING, entry, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks):
    """Run every task in its own thread and connection, all let go together."""
    gate = threading.Barrier(len(tasks))

    def one(task):
        try:
            gate.wait(timeout=30)
            return task()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(one, tasks))


def typing(by, round_pk, unit_pk, choice, client_id=""):
    def run():
        unit = HeadUnit.objects.select_related("head").get(pk=unit_pk)
        return papers.record_paper(
            by=by,
            at=DURING,
            round_=Round.objects.select_related("project", "pin").get(pk=round_pk),
            unit=unit,
            entry=entry(choice, client_id=client_id),
        )

    return run


def test_two_clerks_with_the_same_paper_one_is_saved_the_other_told():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    clerks = [clerk(), clerk()]
    results = at_once([typing(by, round_.pk, unit.pk, "agree") for by in clerks])
    saved = [r for r in results if isinstance(r, Paper)]
    told = [r for r in results if isinstance(r, Conflict)]
    assert (len(saved), len(told)) == (1, 1)
    assert saved[0].entered_by.display_name in str(told[0])
    assert Paper.objects.count() == 1
    assert RunningTally.objects.get(building="").returned_units == 1


def test_one_sending_that_arrives_twice_at_once_is_one_paper():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    by = clerk()
    results = at_once([typing(by, round_.pk, unit.pk, "agree", "tab-7") for _ in range(4)])
    assert len({r.pk for r in results}) == 1
    assert Paper.objects.count() == 1


def test_fifty_clerks_lose_nothing():
    round_ = open_round_for(project_with_homes(homes=50))
    units = units_of(round_)
    choices = ["agree", "against", "abstain", "invalid"]
    tasks = [typing(clerk(), round_.pk, unit.pk, choices[n % 4]) for n, unit in enumerate(units)]
    results = at_once(tasks)
    assert all(isinstance(result, Paper) for result in results)
    assert Paper.objects.filter(live=True).count() == 50
    assert RunningTally.objects.get(building="").returned_units == 50
    assert differences(Round.objects.get(pk=round_.pk)) == []
