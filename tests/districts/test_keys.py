"""Keys change without anybody's data becoming unreadable."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from districts.models import Owner
from tests.factories.districts import OwnerFactory

pytestmark = pytest.mark.django_db


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, number FROM districts_owner ORDER BY id")
        return cursor.fetchall()


def test_all_owners_come_under_the_first_key_and_stay_readable(settings):
    for number in range(5):
        OwnerFactory(name=f"赵{number}平", phone="13800005678", number=f"ID{number}")
    OwnerFactory(name="没有电话")
    digests = list(Owner.objects.order_by("pk").values_list("name_digest", flat=True))
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [("new_1", b"a new key of 16b"), *old]

    call_command("rotate_keys", "--batch", "2", stdout=StringIO())
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]

    for values in stored():
        assert all(value == "" or value.startswith("new_1:") for value in values)
    assert Owner.objects.first().phone == "13800005678"
    assert list(Owner.objects.order_by("pk").values_list("name_digest", flat=True)) == digests
    assert AuditEntry.objects.filter(chain="system").count() == 3


def test_a_second_run_finds_nothing_to_do():
    OwnerFactory()
    out = StringIO()

    call_command("rotate_keys", "--json", stdout=out)

    assert out.getvalue().strip() == '{"rotated": 0}'
