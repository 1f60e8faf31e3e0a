"""Every address × every role: what answers what. `UPDATE_ACCESS=1` records the table anew.

The table is read as a diff: a new address fails until it stands there. Apart from the table, some
things never happen: nobody outside a district gets anything of it, nobody unknown gets anything but
the public pages, and nothing breaks.
"""

import json
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings

from accounts.models import AuditEntry
from districts.models import ExclusiveUnit, Owner
from districts.owner_data import protected
from tests import world
from tests.architecture.addresses import addresses, key_of, path_of

TABLE = Path(__file__).with_name("access_matrix.json")
INSIDE = {
    "street_clerk": "demo_clerk",
    "other_street": "demo_clerk_east",
    "bureau_handler": "demo_handler",
    "bureau_reviewer": "demo_reviewer",
    "policy_officer": "demo_policy",
    "department": "demo_department",
    "utility": "demo_utility",
    "finance": "demo_finance",
    "leader": "demo_leader",
    "auditor": "demo_auditor",
    "system_admin": "demo_system",
    "security_admin": "demo_security",
    "audit_admin": "demo_audit",
}
OUTSIDE = {"outside_handler": "demo_yq_handler", "outside_clerk": "demo_yq_clerk"}
EVERYBODY = {**INSIDE, **OUTSIDE, "nobody": None}
PUBLIC = {
    "accounts:login",
    "records:verify",
    "frame-switch",
    "accounts:logout",
    "gallery",
    "gallery-why",
    "api-token",
    "api-schema",
    "api-docs",
    "api-redoc",
}
LEAVING = {"accounts:login", "accounts:logout", "accounts:password"}
"""After these the session is another."""
GIVEN = {200, 201, 202, 204}
DONE = {*GIVEN, 302}
# Addresses that name a thing of Linqu, yet answer people of other places: with what, and why.
ANSWERS_OTHERS = {
    "area-detail": "the list of areas is public knowledge within the product",
    "records:draft": "a draft is the person's own, whatever it is named",
    "districts:bulk_edit": "no row of another place is among a person's rows",
    "reports:export_listing": "the register of the person's own place",
    "reports:figure_why": "sums over the rows of the person's own place",
    "reports:template": "an empty table to fill in",
    "api-template": "an empty table to fill in",
    "frame-switch": "sets the person's own session",
    "renovation:register": "the register of that name at the person's own place",
    "renovation:register_enter": "a row for the register at the person's own place",
    "records:drop_view": "nothing of that key is the person's own, so nothing is dropped",
}

SECRET = {"name": "欧阳震华", "phone": "13912345678", "number": "370724197001011238"}
"""An owner of the project that every question is about."""
HIDDEN = tuple(
    spelt.encode()
    for text in SECRET.values()
    for spelt in dict.fromkeys((text, json.dumps(text)[1:-1]))
)
REVEALING = {"districts:community", "districts:home_list", "districts:project_homes"}
"""Where a button shows names in clear: by POST, kept in the trail, to those of `SHOWN` alone."""
SHOWN = {"street_clerk", "bureau_handler"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with override_settings(DEMO_NOW=world.NOW, DEMO_PASSWORD="Ceshi-2024-koul"):
        names = ("电力局北家属院", "电机厂家属院")
        with django_db_blocker.unblock(), transaction.atomic():
            _spread_keys()
            with world.standing(django_db_blocker, *names) as found:
                _hide_somebody()
                yield found
            transaction.set_rollback(True)


def _spread_keys():
    """No two tables share a key, so that a key of another table finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, sequencename FROM pg_sequences ORDER BY 2")
        for number, (schema, name) in enumerate(cursor.fetchall(), 1):
            cursor.execute(f'ALTER SEQUENCE "{schema}"."{name}" RESTART WITH {number}00001')


def _hide_somebody():
    """The owner of the home that every question is about bears a name that is easily found."""
    home = ExclusiveUnit.objects.get(pk=key_of("districts:correct_unit")())
    Owner.objects.filter(ownerships__unit=home).update(**protected(**SECRET))


@pytest.fixture(autouse=True)
def _morning(settings):
    settings.DEMO_NOW = world.NOW


def ask(client, method, path):
    """The status of one question, undone afterwards, and whether a person's fact was told.

    Told without a line in the trail, it is a leak however it was asked.
    """
    looks = AuditEntry.objects.filter(action="查看业主明文").order_by("-pk").values_list("pk")
    point, before = transaction.savepoint(), looks.first()
    try:
        answer = getattr(client, method)(path)
        told = tells(answer)
        assert not told or looks.first() != before, path
        return answer.status_code, told
    finally:
        transaction.savepoint_rollback(point)


def tells(answer):
    """Whether the bytes of an answer, or of the parts of a workbook, hold the hidden owner."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            body = b"".join(packed.read(part) for part in packed.namelist())
    body += repr(answer.headers).encode()
    return any(fact in body for fact in HIDDEN)


def answers(new_client, paths):
    """Name → "GET status" and, where a page takes no GET or is a form, "POST status"."""
    found, told, client = {}, set(), new_client()
    for name, path in paths.items():
        if name in LEAVING:
            client = new_client()
        get, clear = ask(client, "get", path)
        post, revealed = ask(client, "post", path) if get in {200, 405} else (None, False)
        told |= {f"GET {name}"} if clear else set()
        told |= {name} if revealed else set()
        if name in LEAVING:
            client = new_client()
        found[name] = f"{get}" if post in {None, 405} else f"{get}/{post}"
    return found, told


@pytest.fixture(scope="module")
def paths(people):
    return {name: path_of(name, route) for name, route in addresses().items()}


@pytest.fixture(scope="module")
def recorded():
    return json.loads(TABLE.read_text()) if TABLE.exists() else {}


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_address_answers_this_role_as_recorded(role, people, paths, recorded):
    def new_client():
        client = Client(raise_request_exception=False)
        if EVERYBODY[role]:
            client.force_login(people.by_name[EVERYBODY[role]])
        return client

    found, told = answers(new_client, paths)

    assert told == (REVEALING if role in SHOWN else set())
    broken = {name: status for name, status in found.items() if "500" in status}
    assert not broken
    if os.environ.get("UPDATE_ACCESS"):
        table = json.loads(TABLE.read_text()) if TABLE.exists() else {}
        for name, status in found.items():
            table.setdefault(name, {})[role] = status
        kept = {name: table[name] for name in sorted(found)}
        TABLE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        return
    expected = {name: recorded.get(name, {}).get(role, "not in the table") for name in found}
    assert found == expected
    assert set(recorded) == set(found)


def _statuses(status):
    return [int(part) for part in status.split("/")]


def test_nobody_outside_gets_anything_of_the_district(recorded, paths):
    routes = addresses()
    leaks = [
        (name, role, recorded[name][role])
        for name in recorded
        if "<" in routes[name] and name not in ANSWERS_OTHERS and name not in PUBLIC
        for role in OUTSIDE
        if any(status in DONE for status in _statuses(recorded[name][role]))
    ]

    assert not leaks


def test_nobody_unknown_gets_more_than_the_public_pages(recorded):
    leaks = [
        (name, recorded[name]["nobody"])
        for name in recorded
        if name not in PUBLIC
        and any(status in GIVEN for status in _statuses(recorded[name]["nobody"]))
    ]

    assert not leaks
