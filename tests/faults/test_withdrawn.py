"""A project that has left the plan: nothing new is asked, counted, promised or booked."""

from datetime import date
from decimal import Decimal

import pytest

from approvals.services import papers, rounds
from common.errors import Refused
from funding.models import Source
from funding.services.flow_checks import shape
from renovation.models import ProjectFact
from renovation.services.projects import withdraw
from tests.factories.approvals import (
    CLOSES,
    DURING,
    entry,
    fill,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.renovation import TODAY, ProjectFactory, clerk, handler

pytestmark = pytest.mark.django_db
REASON = "居民撤回申请，临政办字〔2024〕20号"


def leave(project):
    withdraw(by=handler(), on=TODAY, project=project, reason=REASON)
    project.refresh_from_db()


def test_leaving_the_plan_voids_the_live_round_and_keeps_its_papers():
    project = project_with_homes()
    round_ = open_round_for(project)
    fill(round_, agree=4)
    leave(project)
    round_.refresh_from_db()
    assert (round_.state, round_.note) == ("void", f"项目退出计划：{REASON}")
    assert round_.papers.filter(live=True).count() == 4
    assert not ProjectFact.objects.filter(project=project, key__startswith="consent.").exists()


def test_no_paper_is_taken_and_no_round_moved_once_the_project_has_left(settings):
    settings.WITHDRAWALS = []  # as a round that was live before rounds ended with their project
    project = project_with_homes()
    round_ = open_round_for(project)
    unit = units_of(round_)[0]
    leave(project)
    by = clerk()
    with pytest.raises(Refused) as paper:
        papers.record_paper(by=by, at=DURING, round_=round_, unit=unit, entry=entry())
    with pytest.raises(Refused) as longer:
        rounds.extend_round(by=by, at=DURING, round_=round_, closes_at=CLOSES, reason="补征")
    for refusal in (paper, longer):
        assert [problem.code for problem in refusal.value.problems] == ["withdrawn"]
        assert "作废" in refusal.value.problems[0].remedy
    assert rounds.void_round(by=by, at=DURING, round_=round_, reason="退出").state == "void"


@pytest.mark.parametrize("field", ["allocated_on", "received_on"])
def test_no_money_is_promised_or_received_once_the_project_has_left(field):
    project = ProjectFactory()
    source = Source(kind="county", area_code="370724", name="县级财政")
    day, amount = date(2024, 6, 20), Decimal("1000.00")
    assert shape(project, source, amount, DURING, day, field) == []
    leave(project)
    assert [one.code for one in shape(project, source, amount, DURING, day, field)] == ["withdrawn"]


def test_what_is_owed_may_still_be_paid_once_the_project_has_left():
    project = ProjectFactory()
    source = Source(kind="county", area_code="370724", name="县级财政")
    leave(project)
    assert shape(project, source, Decimal(1), DURING, date(2024, 6, 20), "paid_on") == []
