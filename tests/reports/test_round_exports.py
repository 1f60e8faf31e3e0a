"""Rolls, results and door lists as Excel: masked, exact, without anybody's choice."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.services.batches import note_undelivered
from reports.exports.workbook import Table, write
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, fill, open_round_for, project_with_homes, units_of
from tests.factories.renovation import OTHER_STREET, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    made = open_round_for(project_with_homes(homes=6, buildings=2))
    fill(made, agree=5, against=2)
    return made


def book(client, kind, round_):
    response = client.get(reverse("reports:export_round", args=[kind, round_.pk]))
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(response.content))


def words(made):
    return [str(c.value) for sheet in made for row in sheet.iter_rows() for c in row if c.value]


def test_the_roll_lists_every_unit_with_exact_areas_and_masked_names(client, round_):
    client.force_login(clerk())
    made = book(client, "roll", round_)
    sheet = made["名册"]
    assert sheet.max_row == 2 + 12 + 1 + 2
    assert [sheet.cell(3, n).value for n in (2, 5, 6)] == ["1", "住宅", Decimal("80")]
    assert any(round_.roll_sha256 in word for word in words(made))
    assert not {"同意", "反对"} & set(words(made))
    entry = AuditEntry.objects.filter(action="export").latest("pk")
    assert "名册" in entry.summary


def test_the_result_has_a_row_per_building_a_total_and_the_conclusion(client, round_):
    client.force_login(clerk())
    text = words(book(client, "result", round_))
    assert {"1 号楼", "2 号楼", "合计"} <= set(text)
    assert any("参与人数" in word and "12" in word for word in text)


def test_the_result_has_the_lines_of_the_summary_form(client, round_):
    note_undelivered(by=clerk(), at=DURING, unit=units_of(round_)[-1], reason="长期无人")
    client.force_login(clerk())
    made = book(client, "result", round_)
    whole = next(sheet for sheet in made if sheet.title.endswith("汇总"))
    told = {row[0]: row[1:4] for row in whole.iter_rows(min_row=3, values_only=True)}
    assert told["应征"] == (12, Decimal(960), 12)
    assert told["送达"][2] == 11
    assert told["收回"][2] == 7
    assert told["参与（有效）"] == (7, Decimal(560), 7)
    assert (told["同意"], told["反对"]) == ((5, Decimal(400), 5), (2, Decimal(160), 2))
    said = "".join(words(made))
    assert all(word in said for word in ("结论：", "依据：", "计票人：", "长期无人"))
    assert made["未送达"].max_row == 3
    assert made["未收回"].max_row == 2 + 5
    judged = [row[1] for row in made["判定"].iter_rows(min_row=3, values_only=True)]
    assert judged == ["参与人数", "参与面积", "同意人数", "同意面积"]


def test_the_doors_leave_out_what_anybody_said(client, round_):
    client.force_login(clerk())
    made = book(client, "doors", round_)
    assert made["走访名单"].max_row == 3
    assert not {"同意", "反对"} & set(words(made))


def test_only_those_who_may_export_take_it_away_and_only_in_scope(client, round_):
    address = reverse("reports:export_round", args=["roll", round_.pk])
    client.force_login(clerk(OTHER_STREET))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(role=Role.DEPARTMENT, role__area="370724"))
    assert client.get(address).status_code in {403, 404}
    client.force_login(clerk())
    assert client.get(reverse("reports:export_round", args=["all", round_.pk])).status_code == 404


def test_the_same_workbook_comes_over_rest(client, round_):
    client.force_login(clerk())
    page, rest = (
        client.get(address)
        for address in (
            reverse("reports:export_round", args=["result", round_.pk]),
            f"/api/v1/round-tables/{round_.pk}/result/",
        )
    )
    assert rest.headers["Content-Disposition"] == page.headers["Content-Disposition"]
    books = [openpyxl.load_workbook(BytesIO(answer.content)) for answer in (page, rest)]
    assert words(books[0]) == words(books[1])
    assert AuditEntry.objects.filter(action="export").count() == 2
    assert client.get(f"/api/v1/round-tables/{round_.pk}/all/").status_code == 404


def test_a_name_that_looks_like_a_formula_stays_a_name():
    body = write([Table("表", "题", [("名称", 10)], [("=1+1",), ("@x",)])])
    sheet = openpyxl.load_workbook(BytesIO(body))["表"]
    assert (sheet.cell(3, 1).value, sheet.cell(3, 1).data_type) == ("=1+1", "s")
