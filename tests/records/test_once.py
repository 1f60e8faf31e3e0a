"""The same form sent again, without any script: one write, one answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from districts.models import Community
from funding.models import Determination
from records.models import IdempotencyKey
from records.once import AGAIN
from tests.factories.districts import AreaFactory
from tests.factories.funding import money_project
from tests.factories.renovation import clerk, handler

STREET = "370724001"


def new_community(name="新村小区", page="one"):
    street = AreaFactory(code=STREET, name="城关街道")
    return {"name": name, "street": street.pk, "csrfmiddlewaretoken": page}


def words(client, answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.django_db
def test_the_same_form_again_gets_the_first_answer_and_is_told(client):
    client.force_login(clerk())
    address, body = reverse("districts:new_community"), new_community()

    first = client.post(address, body)
    second = client.post(address, body)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert AGAIN in words(client, second)
    assert Community.objects.filter(name="新村小区").count() == 1


@pytest.mark.django_db
def test_the_same_words_in_a_newly_drawn_form_are_a_new_request(client):
    client.force_login(clerk())
    address = reverse("districts:new_community")
    client.post(address, new_community())

    assert client.post(address, new_community(page="another")).status_code == 422


@pytest.mark.django_db
def test_other_words_from_the_same_page_are_a_new_request(client):
    client.force_login(clerk())
    address = reverse("districts:new_community")
    client.post(address, new_community())

    assert client.post(address, new_community("旧村小区")).status_code == 302
    assert Community.objects.filter(name__endswith="村小区").count() == 2


@pytest.mark.django_db
def test_a_refused_form_keeps_nothing_and_may_be_sent_again(client):
    client.force_login(clerk())
    address, body = reverse("districts:new_community"), new_community(name="")

    assert [client.post(address, body).status_code for _ in range(2)] == [422, 422]
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
def test_another_person_with_the_same_page_is_another_request(client):
    address, body = reverse("districts:new_community"), new_community()
    client.force_login(clerk())
    client.post(address, body)
    client.force_login(handler())

    assert client.post(address, body).status_code == 422


@pytest.mark.django_db
def test_a_determination_is_proposed_once_without_any_script(client):
    project = money_project()
    client.force_login(handler())
    address = reverse("funding:determine", args=[project.pk, "estimate"])
    form = client.get(address).context["form"]
    body = {
        name: value
        for name, field in form.fields.items()
        if (value := form.get_initial_for_field(field, name)) is not None
    } | {"csrfmiddlewaretoken": "one"}

    answers = [client.post(address, body).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Determination.objects.filter(project=project).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_wait_for_each_other():
    user, body = clerk(), new_community()
    address = reverse("districts:new_community")
    together = threading.Barrier(2)

    def click(_):
        client = Client()
        client.force_login(user)
        together.wait()
        try:
            return client.post(address, body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, range(2)))

    assert answers == [302, 302]
    assert Community.objects.filter(name="新村小区").count() == 1


@pytest.mark.django_db
def test_a_character_that_no_database_takes_is_refused_in_words(client):
    client.force_login(clerk())

    answer = client.post(reverse("districts:new_community"), {"name": "新\x00村"})

    assert answer.status_code == 400
