"""The trail cannot be altered, and whoever goes around the triggers is found."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.maintenance import maintenance
from accounts.models import AuditEntry
from accounts.permissions import Role
from accounts.services import audit
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory

pytestmark = pytest.mark.django_db


def entries(count):
    user, community = UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory()
    return [
        audit.record(by=user, action="登记", on=community, payload={"n": n, "area": "80.50"})
        for n in range(count)
    ]


def verify(folder):
    out, code = StringIO(), 0
    try:
        call_command("verify_audit", "--json", "--heads", str(folder), stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(out.getvalue())


def test_entries_of_a_district_form_one_chain(tmp_path):
    first, second = entries(2)

    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.hash
    assert verify(tmp_path) == (
        0,
        {
            "ok": True,
            "chains": [
                {
                    "chain": "370724",
                    "entries": 2,
                    "head": second.hash,
                    "broken_at": None,
                    "message": "",
                    "ok": True,
                }
            ],
        },
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET summary = 'x'",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_trail(statement):
    entries(1)

    refused = pytest.raises(IntegrityError, match="操作记录只能追加")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


def test_an_entry_changed_behind_the_triggers_is_found(tmp_path):
    entries(3)
    with maintenance():
        AuditEntry.objects.filter(sequence=2).update(summary="改过")

    code, body = verify(tmp_path)

    assert code == 1
    assert body["chains"][0]["broken_at"] == 2


def test_entries_cut_off_at_the_end_are_found_by_the_exported_head(tmp_path):
    entries(3)
    call_command("export_audit_heads", "--folder", str(tmp_path), stdout=StringIO())
    with maintenance():
        AuditEntry.objects.filter(sequence=3).delete()

    code, body = verify(tmp_path)

    assert code == 1
    assert "缺失" in body["chains"][0]["message"]


def test_a_chain_rewritten_as_a_whole_is_found_by_the_exported_head(tmp_path):
    entries(2)
    call_command("export_audit_heads", "--folder", str(tmp_path), stdout=StringIO())
    with maintenance():
        AuditEntry.objects.all().delete()
    entries(2)

    code, body = verify(tmp_path)

    assert code == 1
    assert "链头不符" in body["chains"][0]["message"]


def test_the_command_says_it_in_words_without_json(tmp_path):
    entries(1)
    out = StringIO()

    call_command("verify_audit", "--heads", str(tmp_path), stdout=out)

    assert "370724：1 条，完好" in out.getvalue()
