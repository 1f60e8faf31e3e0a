"""The registers at fifty thousand homes: list pages, their deepest page, sorts and sums."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from districts.models import Building, Community, Entrance, ExclusiveUnit, Owner, Ownership
from districts.owner_data import protected
from districts.rules.rooms import unit_code
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory

COMMUNITIES, BUILDINGS, HOMES = 200, 10, 25
LIMIT, DEEP = 100, 200
PAGES = {
    "communities": "districts:community_list",
    "buildings": "districts:building_list",
    "homes": "districts:home_list",
}
ASKED = [
    ("homes", ""),
    ("homes", "sort=-area"),
    ("homes", "page=500"),
    ("homes", "kind=home&area_source=registered&owners=yes"),
    ("homes", "q=第7家属院"),
    ("buildings", "sort=-area"),
    ("communities", "sort=-homes"),
]


@pytest.fixture
def town(db):
    """Two hundred communities of ten buildings of twenty-five homes, each with its owner."""
    places = CommunityFactory.build_batch(COMMUNITIES, street=CommunityFactory().street)
    communities = Community.objects.bulk_create(places)
    buildings = Building.objects.bulk_create(
        Building(community=one, number=str(n), position=n, storeys=6, structure="砖混")
        for one in communities
        for n in range(1, BUILDINGS + 1)
    )
    stairs = Entrance.objects.bulk_create(
        Entrance(building=building, number="1", position=1) for building in buildings
    )
    units = ExclusiveUnit.objects.bulk_create(
        (
            ExclusiveUnit(
                building=building,
                entrance=stair,
                room=f"{n // 4 + 1}0{n % 4 + 1}",
                code=unit_code(building.number, "1", f"{n // 4 + 1}0{n % 4 + 1}"),
                area=f"{60 + (n * 7 + building.position) % 90}.25",
                position=n,
            )
            for building, stair in zip(buildings, stairs, strict=True)
            for n in range(HOMES)
        ),
        batch_size=5000,
    )
    pattern = protected(name="赵平", phone="", number="", kind="person")
    owners = Owner.objects.bulk_create(
        (Owner(**pattern | {"name_digest": f"{n:064d}"}) for n in range(len(units))),
        batch_size=5000,
    )
    Ownership.objects.bulk_create(
        (Ownership(unit=u, owner=o) for u, o in zip(units, owners, strict=True)), batch_size=5000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER, role__area="370724"))
    return client


def bench_lists_of_fifty_thousand_homes(bench, town):
    for key, query in ASKED:
        address = f"{reverse(PAGES[key])}?{query}"
        with CaptureQueriesContext(connection) as asked:
            assert town.get(address).status_code == 200
        bench(
            f"list `{key}` of 50,000 homes: `{query or 'all'}`",
            lambda address=address: town.get(address),
            limit_ms=DEEP if "page" in query else LIMIT,
            queries=len(asked),
        )
