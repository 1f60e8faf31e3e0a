"""Where a step asks for a paper that the product prints, its button stands there, or what lacks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.permissions import Role
from approvals.services import counting
from records.models import IssuedPaper
from records.services import jobs
from records.storage import hash_of
from renovation.models import Step
from renovation.selectors.procedure import procedure
from tests.approvals.clusters import cluster_of, opened, over_a_cluster, say, settled
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
)
from tests.factories.renovation import OTHER_STREET, TODAY, clerk, published_policy
from tests.reports.test_forms import asking
from tests.reports.test_results import post

pytestmark = pytest.mark.django_db
SUMMARY = "        - {key: summary, name: 方案意见汇总表, prints: consent_summary}\n"
POSTED = "      documents: [{key: posted, name: 公示书, prints: notice}]\n"


def asking_more(text):
    """Also for the summary of the round, and in the step of the notice for the notice."""
    text = asking(text).replace("        - {key: form,", f"{SUMMARY}        - {{key: form,")
    return text.replace("      says: 公示方案\n", f"{POSTED}      says: 公示方案\n")


@pytest.fixture
def project(settings):
    settings.DEMO_NOW = "2024-06-21T08:30:00"
    published_policy(asking_more)
    return project_with_homes(homes=3)


def offered(user, project):
    """Document key → the kind to print, or the words that say what is missing."""
    return {
        document.key: offer.url or offer.missing
        for _, rows in procedure(user, project, TODAY)
        for row in rows
        for document, offer in row.papers
        if offer
    }


def lacks(user, project):
    """What the notice would be printed without."""
    rows = [row for _, those in procedure(user, project, TODAY) for row in those]
    (offer,) = [offer for row in rows for one, offer in row.papers if one.key == "posted"]
    return offer.missing


def test_a_button_stands_where_the_paper_is_asked_for_once_its_subject_exists(project):
    by = clerk()
    first = offered(by, project)
    assert first["form"] == reverse("reports:print", args=["application_form", project.pk])
    assert first["undertaking"] == "征询开启、名册冻结后按户印制"
    assert first["summary"].startswith("这一轮征询还没有开启")
    assert first["posted"] == "登记张贴公示后可印"

    round_ = open_round_for(project)
    notice = post(project)
    now = offered(by, project)
    assert now["undertaking"] == reverse("reports:print", args=["undertakings", project.pk])
    assert now["summary"] == f"“{round_.name}”征询中，截止计票后可印"
    assert now["posted"] == reverse("reports:print", args=["notice", notice.pk])

    fill(round_, by, agree=3)
    when = AFTER + timedelta(hours=1)
    counting.close_round(by=by, at=when, round_=round_, hand_counts=hand_counts(round_))
    assert offered(by, project)["summary"] == reverse(
        "reports:print", args=["consent_summary", round_.pk]
    )
    assert lacks(by, project) == "表决复核确认后再印，附上汇总表"
    counting.confirm_tally(by=reviewer(), at=when, round_=round_)
    assert lacks(by, project) == ""


def test_the_pages_and_rest_offer_the_same_and_nobody_without_the_right(client, project):
    client.force_login(clerk())
    step = Step.objects.get(project=project, key="consult")
    address = reverse("reports:print", args=["filing_form", project.pk])

    way = client.get(reverse("renovation:procedure", args=[project.pk])).content.decode()
    upload = client.get(reverse("renovation:step_upload", args=[step.pk, "asked"]))
    body = client.get(f"/api/v1/steps/{step.pk}/").json()

    assert f'action="{address}"' in way
    assert "征询开启、名册冻结后按户印制" in way
    assert f'action="{address}"' in upload.content.decode()
    papers = {one["key"]: one["paper"] for one in body["documents"]}
    assert papers["asked"] == {"kind": "filing_form", "subject": project.pk, "missing": ""}
    assert papers["undertaking"]["subject"] is None
    assert papers["design"] is None
    assert offered(UserFactory(role=Role.DEPARTMENT, role__area="370724"), project) == {}
    officer = UserFactory(role=Role.POLICY_OFFICER, role__area="370724")
    assert "form" not in offered(officer, project)


def test_rest_prints_the_undertakings_as_kept_papers_with_serial_and_hash(project):
    open_round_for(project)
    client = APIClient()
    client.force_authenticate(clerk())
    body = {"kind": "undertakings", "subject": project.pk}

    asked = client.post("/api/v1/print/", body, format="json", HTTP_IDEMPOTENCY_KEY="one")
    jobs.run(asked.json()["id"])

    paper = IssuedPaper.objects.get(kind="undertakings")
    assert asked.status_code == 202
    assert (paper.serial[:2], paper.sees, paper.project_id) == ("CN", "view_register", project.pk)
    assert paper.facts["份数"] == "3"
    assert hash_of(paper.path) == paper.sha256


def test_the_summary_of_a_cluster_is_offered_to_who_sees_all_of_it(settings):
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    published_policy(lambda text: over_a_cluster(asking_more(text)))
    pair = project_with_homes(homes=2), project_with_homes(homes=2, street_code=OTHER_STREET)
    cluster_of(*pair)
    round_ = opened(pair[0], by=clerk("370724"))
    say(round_, ["agree"])
    settled(round_)

    words = offered(clerk(), pair[0])["summary"]
    assert words == f"“{round_.name}”由安乐组团所在地的人员印汇总表"
    assert offered(clerk("370724"), pair[0])["summary"].endswith(f"/{round_.pk}/")
