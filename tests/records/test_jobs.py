"""Long work: progress, cancelling, failing in words, and a page of one's own."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from common.errors import OutOfScope, Refused
from records.models import Job
from records.services import jobs
from tests.factories.accounts import UserFactory
from tests.factories.records import AT, JobFactory

pytestmark = pytest.mark.django_db


def count(progress, upto):
    """A runner that counts."""
    for number in range(upto):
        progress.step(number + 1, upto, f"第 {number + 1} 件")
    return {"counted": upto}


def cancelled_halfway(progress):
    """A runner whose person changes their mind."""
    jobs.cancel(by=progress.job.requested_by, job=progress.job)
    progress.step(1)
    raise AssertionError("a cancelled job went on")


def breaks(progress):
    """A runner with a fault."""
    raise ZeroDivisionError


def ask(runner, by=None, **arguments):
    return jobs.request(
        by=by or UserFactory(role=Role.BUREAU_HANDLER),
        at=AT,
        kind="test",
        title="数一数",
        area_code="370724",
        runner=runner,
        arguments=arguments,
    )


def test_a_job_runs_reports_and_keeps_its_result():
    job = ask(count, upto=3)

    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result == {"counted": 3}


def test_a_cancelled_job_stops_at_its_next_step_and_stays_cancelled():
    assert ask(cancelled_halfway).state == "cancelled"


def test_a_fault_ends_the_job_with_words_and_its_number(caplog):
    job = ask(breaks)

    assert job.state == "failed"
    assert str(job.pk) in job.message
    assert "ZeroDivisionError" in caplog.text


def test_a_job_that_has_ended_is_not_run_again_nor_cancelled():
    job = ask(count, upto=1)

    jobs.run(job.pk)

    with pytest.raises(Refused):
        jobs.cancel(by=job.requested_by, job=job)


def test_another_persons_job_cannot_be_cancelled():
    with pytest.raises(OutOfScope):
        jobs.cancel(by=UserFactory(role=Role.BUREAU_HANDLER), job=JobFactory())


def test_the_page_shows_progress_and_htmx_gets_only_the_moving_part(client):
    job = JobFactory(state="running", done=3, total=10)
    client.force_login(job.requested_by)
    address = reverse("records:job_detail", args=[job.pk])

    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "3/10" in whole
    assert "<html" in whole
    assert "<html" not in part
    assert "hx-get" in part


def test_a_job_that_has_ended_is_not_asked_for_again(client):
    job = JobFactory(state="done", result={"url": "/x/"})
    client.force_login(job.requested_by)

    page = client.get(reverse("records:job_detail", args=[job.pk])).content.decode()

    assert "hx-get" not in page
    assert "/x/" in page


def test_another_persons_job_is_not_found(client):
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER))

    assert client.get(reverse("records:job_detail", args=[JobFactory().pk])).status_code == 404


def test_the_cancel_button_cancels(client):
    job = JobFactory(state="waiting")
    client.force_login(job.requested_by)

    client.post(reverse("records:job_cancel", args=[job.pk]))

    assert Job.objects.get(pk=job.pk).state == "cancelled"


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_for_any_number_of_rows(
    client, rows, django_assert_max_num_queries
):
    user = UserFactory(role=Role.BUREAU_HANDLER)
    JobFactory.create_batch(rows, requested_by=user)
    client.force_login(user)

    with django_assert_max_num_queries(10):
        assert client.get(reverse("records:job_list")).status_code == 200
