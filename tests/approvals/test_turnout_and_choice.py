"""Turnout is open to all who see the register; what a building said, to those who count."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.permissions import Role
from reports.exports.consent_result import result
from tests.factories.accounts import UserFactory
from tests.factories.approvals import project_with_homes, settled_round
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db
SAID = ("同意", "反对", "弃权", "无效")


@pytest.fixture
def round_():
    return settled_round(project_with_homes(), agree=2, against=1)


@pytest.fixture(params=[Role.STREET_CLERK, Role.LEADER, Role.AUDITOR], ids=str)
def reader(request):
    who = request.param
    by = clerk() if who is Role.STREET_CLERK else UserFactory(role=who, role__area="370724")
    return by, who is Role.STREET_CLERK


def test_the_page_tells_a_buildings_choices_to_those_who_count(client, round_, reader):
    by, counts = reader
    client.force_login(by)

    page = client.get(reverse("approvals:rounds", args=[round_.project_id])).content.decode()

    table = page.split("by-building")[1].split("</table>")[0]
    assert all((word in table) == counts for word in SAID)
    assert "未收回" in table


def test_rest_tells_the_rest_their_turnout(round_, reader):
    by, counts = reader
    rest = APIClient()
    rest.force_authenticate(by)

    told = rest.get(f"/api/v1/rounds/{round_.pk}/tally/").json()

    parts = [row for row in told["running"] if row["building"]]
    parts += [row for tally in told["stored"] for row in tally["buildings"]]
    assert len(parts) >= 2
    assert all(row["returned_units"] is not None for row in parts)
    assert all((row["agree_units"] is not None) == counts for row in parts)
    whole = next(row for row in told["running"] if not row["building"])
    assert int(whole["agree_units"]) == 2, "the result itself is for all"


@pytest.mark.parametrize("counting", [True, False])
def test_the_workbook_names_a_buildings_choices_for_those_who_count(round_, counting):
    table = next(one for one in result(round_, counting=counting) if one.head[0][0] == "楼栋")

    labels = [label for label, _ in table.head]
    assert ("同意" in labels) == counting
    assert {"应征（户）", "收回", "未收回"} <= set(labels)
    assert all(len(row) == len(labels) for row in (*table.rows, table.total))
