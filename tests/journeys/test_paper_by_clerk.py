"""Walk 1, through HTML: a paper typed by a street clerk changes tally, facts and trail."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from approvals.models import HeadUnit, Paper, Round, RunningTally
from renovation.models import ProjectFact
from reports.selectors import workload

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(north):
    return Round.objects.get(key="second", project__name="电力局北家属院")


def post_paper(client, round_, unit, **answers):
    data = {"unit": unit.pk, "channel": "paper", **answers}
    return client.post(reverse("approvals:sheet", args=[round_.pk]), data)


def test_a_typed_paper_reaches_tally_facts_trail_and_page(client, north, round_):
    clerk = north.by_name["demo_clerk"]
    client.force_login(clerk)
    unit = HeadUnit.objects.filter(round=round_).exclude(papers__live=True).first()
    before = RunningTally.objects.get(round=round_, building="")
    trail = AuditEntry.objects.count()

    answer = post_paper(client, round_, unit, **{f"answer_{m}": "agree" for m in round_.items})

    assert answer.status_code in {200, 201, 302}, answer.content.decode()[:2000]
    after = RunningTally.objects.get(round=round_, building="")
    assert after.returned_units == before.returned_units + 1
    assert after.participating_heads == before.participating_heads + 1
    assert after.participating_area == before.participating_area + unit.area
    facts = {
        fact.key: fact.value
        for fact in ProjectFact.objects.filter(project=round_.project, scope="second")
    }
    assert facts["consent.turnout_heads"] == str(after.participating_heads)
    assert AuditEntry.objects.count() == trail + 1
    page = client.get(reverse("approvals:rounds", args=[round_.project_id])).content.decode()
    assert f"{after.participating_heads} / {round_.heads}" in page
    assert workload.in_hand(clerk, 2024, "").count() > 0


def test_the_same_paper_again_is_refused_with_who_and_when(client, north, round_):
    client.force_login(north.by_name["demo_clerk"])
    unit = HeadUnit.objects.filter(round=round_).exclude(papers__live=True).first()
    answers = {f"answer_{m}": "agree" for m in round_.items}
    post_paper(client, round_, unit, **answers)
    count = Paper.objects.count()

    again = post_paper(client, round_, unit, **answers)

    assert Paper.objects.count() == count
    assert "刘洋" in again.content.decode()


def test_the_clerk_of_another_street_does_not_even_see_it(client, north, round_):
    client.force_login(north.by_name["demo_clerk_east"])

    answer = client.get(reverse("approvals:sheet", args=[round_.pk]))

    assert answer.status_code == 404
