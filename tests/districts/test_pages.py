"""The register in the browser: scope, sums, masks, and clear names only on record."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from districts.models import Community, ExclusiveUnit, Ownership
from tests.factories.accounts import UserFactory
from tests.factories.districts import (
    AreaFactory,
    CommunityFactory,
    OwnerFactory,
    build_homes,
    own,
)

pytestmark = pytest.mark.django_db
LIST = "districts:community_list"


@pytest.fixture
def clerk(client):
    user = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    client.force_login(user)
    return user


def page(response):
    return response.content.decode()


def test_the_list_shows_only_communities_in_scope_with_exact_sums(client, clerk):
    build_homes(CommunityFactory(name="县委家属院"), count=5)
    build_homes(CommunityFactory(name="一中家属院"), count=2)
    elsewhere = AreaFactory(code="370724002", name="东城街道")
    build_homes(CommunityFactory(name="军休所小区", street=elsewhere), count=9)

    response = client.get(reverse(LIST))

    sums = response.context["totals"].sums
    assert (sums["buildings"], sums["homes"], sums["area"]) == (2, 7, 560)
    assert "军休所小区" not in page(response)
    assert "合计 2 个小区" in page(response)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_for_any_number_of_rows(
    client, clerk, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        CommunityFactory()

    with django_assert_max_num_queries(10):
        client.get(reverse(LIST))


def test_the_list_filters_by_name_alias_and_registration_and_sorts(client, clerk):
    build_homes(CommunityFactory(name="县委家属院"), count=1)
    CommunityFactory(name="一中家属院", aliases=["一中大院"])

    def names(**query):
        return [row.name for row, _, _ in client.get(reverse(LIST), query).context["lines"]]

    assert names(q="县委") == ["县委家属院"]
    assert names(q="一中大院") == ["一中家属院"]
    assert names(homes="no") == ["一中家属院"]
    assert names(sort="-name") == ["一中家属院", "县委家属院"]
    assert names(sort="evil;drop") == names(sort="street")


def test_a_community_outside_the_scope_is_not_found(client, clerk):
    elsewhere = CommunityFactory(street=AreaFactory(code="370724002", name="东城街道"))

    assert client.get(reverse("districts:community", args=[elsewhere.pk])).status_code == 404


def test_owners_are_masked_until_they_are_revealed_and_that_is_recorded(client, clerk):
    community = CommunityFactory()
    (unit,) = build_homes(community, count=1, owned=False)
    own(unit, OwnerFactory(name="赵平安", phone="13800005678"))
    address = reverse("districts:community", args=[community.pk])

    masked = page(client.get(address))
    revealed = client.post(address, {"building": "1"})

    assert "赵*安" in masked
    assert "赵平安" not in masked
    assert "赵平安" in page(revealed)
    assert "13800005678" in page(revealed)
    assert revealed["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get().action == "查看业主明文"


def test_a_leader_is_not_shown_clear_names(client):
    client.force_login(UserFactory(role=Role.LEADER))
    address = reverse("districts:community", args=[CommunityFactory(homes=1).pk])

    assert "显示姓名电话" not in page(client.get(address))
    assert client.post(address).status_code == 403


def test_the_project_tab_shows_the_same_houses(client, clerk):
    community = CommunityFactory(homes=3)

    response = client.get(reverse("districts:project_homes", args=[community.pk]))

    assert "1号楼" in page(response)


@pytest.mark.parametrize("homes", [3, 30])
def test_a_community_costs_the_same_for_any_number_of_homes(
    client, clerk, homes, django_assert_max_num_queries
):
    community = CommunityFactory(homes=homes)

    with django_assert_max_num_queries(15):
        client.get(reverse("districts:community", args=[community.pk]))


def test_an_owner_is_found_by_exact_name_phone_number_or_room_and_the_words_leave_no_trace(
    client, clerk
):
    community = CommunityFactory()
    (unit,) = build_homes(community, count=1, owned=False)
    own(unit, OwnerFactory(name="赵平安", phone="13800005678", number="370724199001010011"))
    address = reverse("districts:owner_search")

    def found(words, **more):
        response = client.post(address, {"q": words, **more})
        return len(response.context["parts"])

    assert [found("赵平安"), found("138-0000-5678"), found("370724199001010011")] == [1, 1, 1]
    assert [found("赵平"), found("1380000"), found("101")] == [0, 0, 0]
    assert found("101", community=community.pk) == 1
    assert "赵平安" not in str(list(AuditEntry.objects.values()))


def test_owners_of_other_places_are_not_found(client, clerk):
    elsewhere = CommunityFactory(street=AreaFactory(code="370724002", name="东城街道"))
    (unit,) = build_homes(elsewhere, count=1, owned=False)
    own(unit, OwnerFactory(name="赵平安"))

    response = client.post(reverse("districts:owner_search"), {"q": "赵平安"})

    assert response.context["parts"] == []
    assert client.post(response.request["PATH_INFO"], {"community": "无"}).status_code == 404


def test_a_community_is_registered_and_a_refused_form_comes_back_as_typed(client, clerk):
    street = AreaFactory()
    address = reverse("districts:new_community")
    values = {"name": "县委家属院", "street": street.pk, "built_year": "1995"}

    done = client.post(address, values)
    refused = client.post(address, values)

    assert done.status_code == 302
    assert Community.objects.get().built_year == 1995
    assert refused.status_code == 422
    assert "该街道已有此名称的小区" in page(refused)
    assert 'value="县委家属院"' in page(refused)


def test_a_home_is_registered_with_its_owners_and_equal_names_are_said(client, clerk):
    community = CommunityFactory()
    address = reverse("districts:new_home", args=[community.pk])
    values = {
        "building": "3",
        "entrance": "1",
        "room": "101",
        "kind": "home",
        "area": "80.50",
        "area_source": "registered",
        "owners": "赵平，13800005678\n县供电公司,,91370724X,法人",
    }

    client.post(address, values)
    again = client.post(address, values | {"room": "102", "owners": "赵平"}, follow=True)

    assert "另有同名业主" in page(again)
    kinds = Ownership.objects.values_list("owner__kind", flat=True).order_by("pk")
    assert list(kinds) == ["person", "company", "person"]


def test_a_unit_is_corrected_and_its_owners_changed_on_their_pages(client, clerk):
    (unit,) = build_homes(CommunityFactory(), count=1)
    correct = reverse("districts:correct_unit", args=[unit.pk])
    owners = reverse("districts:change_owners", args=[unit.pk])

    assert "80.00" in page(client.get(correct))
    client.post(
        correct,
        {"kind": "home", "area": "82", "area_source": "surveyed", "reason": "测绘成果"},
    )
    client.post(owners, {"owners": "孙丽", "reason": "买卖"})

    assert ExclusiveUnit.objects.get().area == 82
    assert Ownership.objects.get(ends_on=None).owner.name == "孙丽"
    history = page(client.get(correct))
    assert "测绘成果" in history
    assert "孙丽" not in history


def test_a_refused_correction_says_so_and_keeps_what_was_typed(client, clerk):
    (unit,) = build_homes(CommunityFactory(), count=1)

    response = client.post(
        reverse("districts:correct_unit", args=[unit.pk]),
        {"kind": "home", "area": "80", "area_source": "registered", "reason": "核对无误"},
    )

    assert response.status_code == 422
    assert "没有任何改动" in page(response)
    assert "核对无误" in page(response)


def test_owners_of_equal_name_without_a_number_are_listed_for_a_look(client, clerk):
    community = CommunityFactory()
    first, second, third = build_homes(community, count=3, owned=False)
    own(first, OwnerFactory(name="赵平安"))
    own(second, OwnerFactory(name="赵平安", number="ID1"))
    own(third, OwnerFactory(name="李强"))

    response = client.get(reverse("districts:community", args=[community.pk]))

    assert [part.unit for part in response.context["doubtful"]] == [first]
    assert "同名待核对" in page(response)
