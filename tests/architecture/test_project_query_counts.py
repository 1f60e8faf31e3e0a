"""A page of a project asks as often for a community of thirty homes as for one of three."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Role
from tests import world
from tests.architecture.addresses import addresses
from tests.factories.accounts import user_with
from tests.factories.approvals import fill, open_round_for, project_with_homes
from tests.factories.funding import content, due, in_full

pytestmark = pytest.mark.django_db

SMALL, LARGE = 3, 30
MOST = 41
"""The frame of a project weighs its next step and sums its money, which is most of it."""
PROJECT = re.compile(r"^[^<]*<int:project_id>[^<]*$")
"""Addresses that need to know the project and nothing else."""


def carried(homes):
    """A project with that many homes, each with its paper, its share and its payment."""
    project = project_with_homes(homes=homes)
    fill(open_round_for(project), agree=homes)
    for key, level in (("one", "basic"), ("two", "improved")):
        content(project, key, level, 10)
    due(project)
    in_full(project)
    return project


def statements(client, route, project):
    """Status, and what was asked, with values left out."""
    path = "/" + route.replace("<int:project_id>", str(project.pk))
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    return answer.status_code, Counter(
        re.sub(r"\b\d+\b|'[^']*'|\(\?(, \?)*\)", "?", query["sql"]) for query in caught
    )


@pytest.fixture
def everybody(settings):
    """Somebody who may open every page of a project."""
    settings.DEMO_NOW = world.NOW
    client = Client()
    client.force_login(user_with(Role.BUREAU_HANDLER, Role.STREET_CLERK, Role.FINANCE))
    return client


def test_every_page_of_a_project_costs_the_same_whatever_its_homes(everybody):
    small, large = carried(SMALL), carried(LARGE)
    grown, shown = {}, set()
    for name, route in addresses().items():
        if not PROJECT.match(route) or route.startswith("api/"):
            continue
        (status, few), (also, many) = (
            statements(everybody, route, project) for project in (small, large)
        )
        assert status == also, name
        if status != 200:
            continue
        shown.add(name)
        if sum(many.values()) > min(sum(few.values()), MOST):
            grown[name] = (
                sum(few.values()),
                sum(many.values()),
                [(n, sql[:300]) for sql, n in (many - few).most_common(3)],
            )
    assert {"renovation:project", "approvals:rounds", "funding:ledger"} <= shown
    assert not grown, grown
