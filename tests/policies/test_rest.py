"""REST: reading policies, their cases and what stands before publishing."""

import pytest

from tests.factories.policies import draft, in_force, reviewer

pytestmark = pytest.mark.django_db


def test_policies_and_versions_in_scope_are_listed(client):
    in_force("national")
    version = in_force("linqu-2024")
    in_force("yueqing-2023")
    client.force_login(reviewer())
    body = client.get("/api/v1/policies/").json()
    assert [one["key"] for one in body["results"]] == ["national", "linqu-2024"]
    detail = client.get(f"/api/v1/policy-versions/{version.pk}/").json()
    assert detail["status"] == "published"
    assert detail["content"]["rounds"][1]["matters"][0]["tests"][0]["share"] == "2/3"
    assert detail["checked_by"] == "王建华"


def test_cases_conflicts_and_readiness_can_be_read(client):
    version = draft("linqu-2024")
    client.force_login(reviewer())
    cases = client.get(f"/api/v1/policy-versions/{version.pk}/cases/").json()
    assert len(cases) == len(version.cases)
    assert all(one["passed"] for one in cases)
    conflicts = client.get(f"/api/v1/policy-versions/{version.pk}/conflicts/").json()
    assert conflicts[0]["id"] == "X15"
    assert conflicts[0]["decided"] == ""
    readiness = client.get(f"/api/v1/policy-versions/{version.pk}/readiness/").json()
    assert readiness["ready"] is False
    assert {one["code"] for one in readiness["problems"]} == {"conflict_open", "unit_unbound"}


def test_versions_elsewhere_and_anonymous_people_are_refused(client):
    version = in_force("yueqing-2023")
    assert client.get("/api/v1/policies/").status_code in {401, 403}
    client.force_login(reviewer())
    assert client.get(f"/api/v1/policy-versions/{version.pk}/").status_code == 404
