"""A list asks the database as often for thirty rows as for three, and no oftener than recorded.

`UPDATE_QUERY_COUNTS=1` records the counts anew in query_counts.json; a list that it lacks fails.
"""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.views.generic import ListView
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.permissions import Role
from accounts.rules.separation import needs_second_factor
from policies.models import PolicyVersion
from renovation.models import Plan, PlanLine, Project, Simulation
from tests import world
from tests.architecture.growing import YUEQING, grow
from tests.factories.accounts import UserFactory

TABLE = Path(__file__).with_name("query_counts.json")
SMALL, LARGE = 3, 30
MOST, MOST_AT_ALL = 10, 12
ALLOWED = {}
"""Lists that may ask up to twelve times, each with the reason."""
OVERVIEWS = {
    "accounts:security": 11,
    "api-money-by-project": 10,
    "api-money-by-source": 10,
    "api-overview": 13,
    "api-running-rounds": 6,
    "api-workbench": 16,
    "funding:overview": 10,
    "intake:upload": 10,
    "policies:policy_list": 10,
    "reports:dashboard": 21,
    "reports:search": 10,
    "reports:workbench": 31,
}
"""Pages that put several lists and sums side by side, each with the most that it may ask."""
ASKED_BY = {
    "api-simulation-list": "demo_yq_policy",
    "reports:simulation": "demo_yq_policy",
    "reports:simulations": "demo_yq_policy",
    "api-batch-list": "demo_yq_clerk",
    "api-scan-list": "demo_yq_clerk",
    "accounts:users": "demo_yq_system",
    "accounts:security": "demo_yq_security",
    "accounts:trail": "demo_yq_auditor",
}
OF = {
    "renovation:register": lambda: "petitions",
    "reports:simulation": lambda: Simulation.objects.filter(area_code=YUEQING).earliest("pk").pk,
    "reports:simulations": lambda: PolicyVersion.objects.get(policy__key="yueqing-2023").pk,
}
"""Lists of one thing's rows: the thing's key."""
QUERY = {"reports:search": {"q": "望湖苑"}}

pytestmark = pytest.mark.django_db


def _is_list(callback):
    page, api = getattr(callback, "view_class", None), getattr(callback, "actions", None)
    if api is not None:
        return api.get("get") == "list"
    return page is not None and issubclass(page, ListView)


def _lists(resolver, spaces=()):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _lists(pattern, spaces + space)
        elif _is_list(pattern.callback):
            yield ":".join([*spaces, pattern.name])


NAMES = sorted({*_lists(get_resolver()), *OVERVIEWS})


def _client(people, name):
    client = Client()
    user = people.by_name[ASKED_BY.get(name, "demo_yq_handler")]
    client.force_login(user)
    if needs_second_factor(user.access.roles()):
        device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
        session = client.session
        session["otp_device_id"] = device.persistent_id
        session.save()
    return client


def _shape(sql):
    """The statement without its values and its columns, so that equal ones look equal."""
    return re.sub(
        r"^(\(?)SELECT .*? FROM", r"\1SELECT … FROM", re.sub(r"\b\d+\b|'[^']*'", "?", sql)
    )


def _rows(answer):
    """How many rows a list shows; None where a page is no plain list."""
    if answer.headers["Content-Type"] == "application/json":
        body = answer.json()
        return len(body["results"]) if "results" in body else None
    context = answer.context or {}
    return len(context["object_list"]) if "object_list" in context else None


def asked(people, name, size):
    """Statements and rows of one request, after one that has warmed what a process keeps."""
    client, path = _client(people, name), reverse(name, args=[OF[name]()] if name in OF else ())
    query = {**QUERY.get(name, {}), "page_size": size}
    client.get(path, query)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, query)
    assert answer.status_code == 200, (name, answer.status_code)
    return [_shape(query["sql"]) for query in caught], _rows(answer)


@pytest.fixture(scope="module")
def statements(django_db_setup, django_db_blocker):
    """Name → what is asked and shown with three rows, and with thirty, of everything."""
    with (
        override_settings(DEMO_NOW=world.NOW, DEMO_PASSWORD="Ceshi-2024-koul"),
        world.standing(django_db_blocker, with_yueqing=True, plan=False) as people,
    ):
        engage_others(people)
        plan = Plan.objects.create(area_code=YUEQING, year=2024, title="2024 年度计划")
        PlanLine.objects.bulk_create(
            PlanLine(
                plan=plan,
                project=project,
                position=place,
                buildings=2,
                households=36,
                floor_area="3000.00",
            )
            for place, project in enumerate(Project.objects.order_by("pk"), 1)
        )
        grow(people, SMALL)
        small = {name: asked(people, name, SMALL) for name in NAMES}
        grow(people, LARGE - SMALL)
        yield {name: (small[name], asked(people, name, LARGE)) for name in NAMES}


def engage_others(people):
    """The administrators of Yueqing, whom the demonstration does not have."""
    for name, role in (
        ("demo_yq_security", Role.SECURITY_ADMIN),
        ("demo_yq_auditor", Role.AUDITOR),
    ):
        people.by_name[name] = UserFactory(username=name, role=role, role__area=YUEQING)


@pytest.fixture(scope="module")
def recorded(statements):
    """The table; written anew when asked to."""
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        found = {name: len(large) for name, (_, (large, _)) in statements.items()}
        TABLE.write_text(json.dumps(found, indent=1) + "\n")
    return json.loads(TABLE.read_text())


@pytest.mark.parametrize("name", NAMES)
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(name, statements):
    (small, few), (large, many) = statements[name]

    if name not in OVERVIEWS:
        assert few >= SMALL
        assert many >= LARGE
    more = Counter(large) - Counter(small)
    assert len(small) == len(large), "\n".join(f"{n} × {sql}" for sql, n in more.most_common())


@pytest.mark.parametrize("name", NAMES)
def test_a_list_asks_as_often_as_recorded_and_seldom(name, statements, recorded):
    large, _ = statements[name][1]

    assert name in recorded, f"{name}: UPDATE_QUERY_COUNTS=1 records a new list"
    assert len(large) == recorded[name], "\n".join(large)
    most = OVERVIEWS.get(name) or (MOST_AT_ALL if name in ALLOWED else MOST)
    assert len(large) <= most, "\n".join(large)


def test_the_table_names_only_lists_that_are_there(recorded):
    assert sorted(recorded) == NAMES
    assert set(ALLOWED) <= set(NAMES)
