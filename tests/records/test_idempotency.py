"""Two of the same request at the same moment: one is done, the other is told."""

import threading

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from accounts.permissions import Role
from districts.models import Community
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory

BODY = {"name": "县委家属院", "street": "370724001"}


@pytest.mark.django_db(transaction=True)
def test_while_one_is_being_done_the_same_key_gets_a_409():
    user = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    street = AreaFactory()
    answers = []

    def ask():
        client = APIClient()
        client.force_authenticate(user)
        response = client.post("/api/v1/communities/", BODY, headers={"Idempotency-Key": "same"})
        answers.append(response.status_code)
        connections.close_all()

    with connection.cursor() as cursor:
        # The first request waits for this row while it holds its key.
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO records_serial (series, last) VALUES (%s, 0)", [f"community:{street.code}"]
        )
        first = threading.Thread(target=ask)
        first.start()
        deadline = 100
        waiting = 0
        while not waiting and deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7002"
            )
            (waiting,) = cursor.fetchone()
            first.join(0.05)
            deadline -= 1
        second = threading.Thread(target=ask)
        second.start()
        second.join(20)
        cursor.execute("COMMIT")
    first.join(20)

    assert answers == [409, 201]
    assert Community.objects.count() == 1
