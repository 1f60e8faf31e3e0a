"""A register leaves the house as it stands on the screen; empty tables can be had to fill in."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from districts.models import Building
from records import listings
from records.models import Job
from reports.exports.sheet_words import head
from reports.exports.specs import specs
from reports.services import listing_exports
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory, OwnerFactory, build_homes, own

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(client):
    user = UserFactory(role=Role.BUREAU_HANDLER, role__area="370724")
    client.force_login(user)
    return user


@pytest.fixture
def place():
    community = CommunityFactory(name="县委家属院")
    units = build_homes(community, count=3)
    own(units[0], OwnerFactory(name="赵平安", phone="13800005678"))
    Building.objects.create(
        community=community, number="2", position=2, structure="砖混", floor_area="812.40"
    )
    return community


def book(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return openpyxl.load_workbook(BytesIO(body))


def lines(response):
    return [list(row) for row in book(response)["台账"].iter_rows(values_only=True)]


def export(client, key, **query):
    return client.get(reverse("reports:export_listing", args=[key]), query)


def test_filter_order_and_columns_are_those_of_the_screen_with_its_sums(client, handler, place):
    title, heads, *rows, total = lines(
        export(client, "buildings", sort="-number", structure="砖混", col=["floor_area", "area"])
    )

    assert title[0] == "楼栋台账"
    assert heads == ["小区名称", "街道", "楼号", "建筑面积（㎡）", "专有面积（㎡）"]
    assert rows == [["县委家属院", "城关街道", "2", 812.4, 0]]
    assert total == ["合计", None, None, 812.4, 0]


def test_owners_leave_masked_and_who_took_them_stands_in_the_trail(client, handler, place):
    response = export(client, "homes", q="县委")

    cells = str(lines(response))
    assert "赵*安" in cells
    assert "赵平安" not in cells
    assert "13800005678" not in cells
    entry = AuditEntry.objects.get(action="export")
    assert "住户台账" in entry.summary
    assert entry.payload["query"] == "q=%2A", "it may have been somebody's name"
    assert response["Cache-Control"] == "no-store"


def test_a_choice_drops_down_and_every_column_is_explained(client, handler, place):
    made = book(export(client, "homes"))

    lists = {rule.formula1 for rule in made["台账"].data_validations.dataValidation}
    told = [row[0] for row in made["填表说明"].iter_rows(values_only=True)]
    assert '"住宅,商铺,车库,其他"' in lists
    assert "专有面积（㎡）" in told
    assert any("户数只数住宅" in str(line) for line in told)
    assert made["台账"]["A2"].comment.text.startswith("必填")


def test_a_name_that_looks_like_a_formula_stays_a_name(client, handler):
    CommunityFactory(name="=1+1家属院")

    cell = book(export(client, "communities"))["台账"]["A3"]

    assert (cell.value, cell.data_type) == ("=1+1家属院", "s")


def test_a_long_list_is_a_job_whose_file_only_the_asker_gets(client, handler, place, monkeypatch):
    monkeypatch.setattr(listing_exports, "MOST_AT_ONCE", 2)

    refused = export(client, "homes")
    client.post(reverse("reports:export_listing", args=["homes"]), {"query": "kind=home"})
    job = Job.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments FROM records_job")
        assert "kind" not in cursor.fetchone()[0], "a list may have been searched for somebody"
    address = job.result["url"]
    mine = client.get(address)
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER, role__area="370724"))

    assert refused.status_code == 422
    assert (job.state, job.total) == ("done", 3)
    assert len(lines(mine)) == 3 + 3
    assert client.get(address).status_code == 404


def test_who_may_not_export_is_refused_and_a_filter_that_is_not_understood_too(client, place):
    client.force_login(UserFactory(role=Role.POLICY_OFFICER, role__area="370724"))
    assert export(client, "homes").status_code == 403

    client.force_login(UserFactory(role=Role.LEADER, role__area="370724"))
    assert export(client, "homes").status_code == 200
    assert export(client, "homes", kind="castle").status_code == 422


def test_thousands_of_rows_cost_a_query_for_each_thousand(
    client, handler, django_assert_max_num_queries
):
    community = CommunityFactory()
    Building.objects.bulk_create(
        Building(community=community, number=str(n), position=n) for n in range(1500)
    )

    with django_assert_max_num_queries(24):
        assert len(lines(export(client, "buildings"))) == 1503


@pytest.mark.parametrize("key", specs())
def test_every_declared_table_has_a_template_with_heads_lists_notes_and_an_example(
    client, handler, key
):
    spec = specs()[key]

    made = book(client.get(reverse("reports:template", args=[key])))

    heads = [cell.value for cell in made["台账"][2]]
    assert heads == [head(column) for column in spec.columns]
    assert made["台账"].max_row == 2
    assert [cell.value for cell in made["示例"][2]] == heads
    assert any(cell.value for cell in made["示例"][3])
    assert made["填表说明"].max_row > len(spec.columns)


def test_exact_hundredths_leave_exactly(client, handler):
    build_homes(CommunityFactory(), count=1, area=Decimal("100000000.01"))

    assert lines(export(client, "homes", col="area"))[2][-1] == 100000000.01
    assert listings.MOST_AT_ONCE == 2000


def test_rest_names_every_table_and_gives_it_empty(client, handler):
    named = client.get("/api/v1/templates/").json()
    made = book(client.get("/api/v1/templates/household_roll/"))

    assert {row["kind"] for row in named} == set(specs())
    assert "台账" in made.sheetnames
    assert client.get("/api/v1/templates/castle/").status_code == 404
