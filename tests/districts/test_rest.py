"""The register over REST: the same scope, the same refusals, writes that may be repeated."""

import pytest
from rest_framework.test import APIClient

from accounts.permissions import Role
from districts.models import Community, ExclusiveUnit, Ownership
from records.models import IdempotencyKey
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory, OwnerFactory, build_homes, own

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
HOMES = {
    "rows": [
        {
            "building": "1",
            "entrance": "1",
            "room": "101",
            "area": "80.50",
            "owners": [{"name": "赵平"}],
        },
        {"building": "1", "entrance": "1", "room": "102", "area": "79.50"},
    ]
}


@pytest.fixture
def clerk():
    return UserFactory(role=Role.STREET_CLERK, role__area="370724001")


@pytest.fixture
def api(clerk):
    client = APIClient()
    client.force_authenticate(clerk)
    return client


def test_communities_are_listed_in_scope_with_filters_and_a_total(api):
    CommunityFactory(name="县委家属院")
    CommunityFactory(name="一中家属院")
    CommunityFactory(street=AreaFactory(code="370724002", name="东城街道"))

    assert api.get(f"{BASE}/communities/").json()["count"] == 2
    (found,) = api.get(f"{BASE}/communities/", {"q": "县委"}).json()["results"]
    assert found["street"] == "370724001"


def test_what_lies_elsewhere_is_not_found_in_standard_words(api):
    elsewhere = CommunityFactory(street=AreaFactory(code="370724002", name="东城街道"))

    response = api.get(f"{BASE}/communities/{elsewhere.pk}/")

    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


def test_homes_are_registered_and_read_back_as_exact_strings(api):
    community = CommunityFactory()

    response = api.post(f"{BASE}/communities/{community.pk}/homes/", HOMES)

    assert response.status_code == 201
    units = api.get(f"{BASE}/units/", {"community": community.pk}).json()["results"]
    assert [unit["area"] for unit in units] == ["80.50", "79.50"]
    (owner,) = api.get(f"{BASE}/owners/", {"unit": units[0]["id"]}).json()["results"]
    assert owner["name_masked"] == "赵*"
    assert "赵平" not in str(owner)


def test_every_problem_comes_back_with_code_detail_and_field(api):
    community = CommunityFactory()
    build_homes(community, count=2)
    rows = {"rows": [HOMES["rows"][0], {**HOMES["rows"][1], "area": "-5"}]}

    response = api.post(f"{BASE}/communities/{community.pk}/homes/", rows)

    assert response.status_code == 400
    errors = response.json()["errors"]
    assert {error["attr"] for error in errors} == {"room", "area"}
    assert all(error["detail"] and error["code"] for error in errors)


def test_the_same_key_with_the_same_body_is_done_once(api):
    address = f"{BASE}/communities/{CommunityFactory().pk}/homes/"

    first = api.post(address, HOMES, headers={"Idempotency-Key": "k1"})
    again = api.post(address, HOMES, headers={"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert ExclusiveUnit.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(api):
    address = f"{BASE}/communities/{CommunityFactory().pk}/homes/"
    api.post(address, HOMES, headers={"Idempotency-Key": "k1"})

    other = api.post(address, {"rows": HOMES["rows"][:1]}, headers={"Idempotency-Key": "k1"})

    assert other.status_code == 422
    assert other.json()["errors"][0]["code"] == "idempotency_key_reused"


def test_a_refused_write_keeps_no_key_and_the_corrected_one_may_use_it(api):
    address = f"{BASE}/communities/{CommunityFactory().pk}/homes/"
    wrong = {"rows": [{**HOMES["rows"][0], "area": "-5"}]}

    assert api.post(address, wrong, headers={"Idempotency-Key": "k1"}).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert api.post(address, HOMES, headers={"Idempotency-Key": "k1"}).status_code == 201


def test_a_key_is_ones_own(api):
    address = f"{BASE}/communities/{CommunityFactory().pk}/homes/"
    api.post(address, HOMES, headers={"Idempotency-Key": "k1"})
    other = APIClient()
    other.force_authenticate(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))

    response = other.post(address, HOMES, headers={"Idempotency-Key": "k1"})

    assert response.status_code == 400
    assert "已登记" in response.json()["errors"][0]["detail"]


def test_an_overlong_key_is_refused(api):
    address = f"{BASE}/communities/{CommunityFactory().pk}/homes/"

    response = api.post(address, HOMES, headers={"Idempotency-Key": "k" * 81})

    assert response.status_code == 400


def test_a_community_is_registered_in_a_street_of_ones_own(api):
    AreaFactory()
    AreaFactory(code="370724002", name="东城街道")

    here = api.post(f"{BASE}/communities/", {"name": "县委家属院", "street": "370724001"})
    there = api.post(f"{BASE}/communities/", {"name": "军休所小区", "street": "370724002"})

    assert (here.status_code, there.status_code) == (201, 404)
    assert Community.objects.get().name == "县委家属院"


def test_units_are_corrected_and_change_hands(api):
    (unit,) = build_homes(CommunityFactory(), count=1)

    fixed = api.post(f"{BASE}/units/{unit.pk}/correct/", {"area": "82.00", "reason": "测绘"})
    sold = api.post(
        f"{BASE}/units/{unit.pk}/owners/", {"owners": [{"name": "孙丽"}], "reason": "买卖"}
    )
    empty = api.post(f"{BASE}/units/{unit.pk}/correct/", {"reason": "测绘"})

    assert fixed.json()["area"] == "82.00"
    assert [part["name_masked"] for part in sold.json()] == ["孙*"]
    assert empty.status_code == 400
    assert Ownership.objects.filter(ends_on=None).count() == 1


def test_owners_are_found_by_exact_words_in_the_body(api):
    (unit,) = build_homes(CommunityFactory(), count=1, owned=False)
    own(unit, OwnerFactory(name="赵平安"))

    assert len(api.post(f"{BASE}/owners/search/", {"q": "赵平安"}).json()) == 1
    assert api.post(f"{BASE}/owners/search/", {"q": "赵平"}).json() == []


def test_a_department_sees_no_register():
    client = APIClient()
    client.force_authenticate(UserFactory(role=Role.DEPARTMENT, role__unit="370724-finance"))

    assert client.get(f"{BASE}/communities/").status_code == 403


def test_buildings_areas_and_offices_are_listed_in_scope(api):
    build_homes(CommunityFactory(), count=2)
    AreaFactory(code="330382", name="乐清市", level="district")

    assert api.get(f"{BASE}/buildings/").json()["count"] == 1
    areas = [row["code"] for row in api.get(f"{BASE}/areas/").json()["results"]]
    assert areas == ["370724001"]
    assert api.get(f"{BASE}/areas/370724001/").json()["name"] == "城关街道"
    assert api.get(f"{BASE}/responsible-units/").json()["count"] == 0


@pytest.mark.parametrize("rows", [3, 30])
def test_lists_cost_the_same_for_any_number_of_rows(api, rows, django_assert_max_num_queries):
    build_homes(CommunityFactory(), count=rows)

    with django_assert_max_num_queries(4):
        assert api.get(f"{BASE}/units/").json()["count"] == rows
    with django_assert_max_num_queries(4):
        assert api.get(f"{BASE}/owners/").json()["count"] == rows
