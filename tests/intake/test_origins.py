"""Every figure that an import wrote leads back to its file, sheet and row, and to mended cells."""

from decimal import Decimal
from urllib.parse import quote

import pytest
from django.urls import reverse

from accounts.permissions import Role
from intake.models import Upload
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.mending import Typed, mend
from intake.services.uploads import upload_plan
from renovation.models import BillItem, PlanLine, Project
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW, TODAY, ProjectFactory, clerk, handler, street
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db
BILL = ["分部工程", "项目编码", "项目名称", "计量单位", "工程量", "综合单价(元)", "合价(元)"]
ITEMS = [
    ["屋面", "010902001001", "屋面卷材防水", "㎡", 320.5, 68.4, 21922.2],
    ["给排水", "031001006001", "塑料管", "m", 85.125, 40, 3405],
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    street()
    street("370724002")


def staged(by, kind, rows, **said):
    return upload_plan(
        by=by,
        at=NOW,
        request=Request(kind=kind, **said),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook(rows),
    )


def written(by, upload):
    return commit(by=by, at=NOW, on=TODAY, upload=upload, accept="已核对")


def row_of(upload, number, sheet="计划"):
    return f"{reverse('intake:row', args=[upload.pk, number])}?sheet={quote(sheet)}"


@pytest.fixture
def plan():
    by = handler()
    rows = [list(row) for row in ROWS]
    rows[0][4] = "四十"
    upload = staged(by, "community_plan", [HEAD, *rows], area_code="370724", year=2024)
    mend(by=by, at=NOW, upload=upload, typed=[Typed("计划", "E2", "40")])
    return written(by, Upload.objects.get(pk=upload.pk))


def test_plan_project_and_community_lead_to_the_row_and_its_mended_cell(client, plan):
    line = PlanLine.objects.select_related("project").get(project__name="甲小区")
    client.force_login(handler())
    wanted = row_of(plan, 2)

    for page in (
        reverse("renovation:plan", args=[line.plan_id]),
        reverse("renovation:project", args=[line.project_id]),
        reverse("districts:community", args=[line.project.community_id]),
    ):
        assert wanted in client.get(page).content.decode(), page
    page = client.get(wanted).content.decode()
    assert "四十" in page
    assert "改正" in page
    assert "计划.xlsx" in page
    assert "小区计划" in page or "计划行" in page


def test_who_sees_the_line_sees_its_row_though_the_plan_is_the_districts(client, plan):
    client.force_login(clerk("370724001"))
    assert client.get(row_of(plan, 2)).status_code == 200
    assert "下载原文件" not in client.get(row_of(plan, 2)).content.decode()
    assert client.get(row_of(plan, 4)).status_code == 404, "丙小区 lies in another street"
    assert client.get(row_of(plan, 99)).status_code == 404


def test_rows_of_persons_are_for_who_keeps_the_register(client):
    project, by = ProjectFactory(), clerk()
    rows = [["楼栋", "单元", "房号", "面积(㎡)", "产权人"], ["1", "1", "101", 80, "李大山"]]
    upload = written(by, staged(by, "household_roll", rows, subject=project.community.code))

    client.force_login(by)
    page = client.get(row_of(upload, 2)).content.decode()
    assert "李*山" in page
    assert "李大山" not in page
    community = client.get(reverse("districts:community", args=[project.community_id]))
    assert row_of(upload, 2) in community.content.decode()
    client.force_login(UserFactory(role=Role.FINANCE, role__area="370724"))
    assert client.get(row_of(upload, 2)).status_code == 403


class TestBill:
    @pytest.fixture
    def project(self):
        project = ProjectFactory()
        by = clerk()
        written(by, staged(by, "bill_of_quantities", [BILL, *ITEMS], subject=project.code))
        return project

    def test_the_contents_show_its_sums_and_the_bill_every_item_with_its_row(self, client, project):
        client.force_login(handler())
        upload = Upload.objects.get()

        summary = client.get(reverse("renovation:contents", args=[project.pk])).content.decode()
        bill = client.get(reverse("renovation:bill", args=[project.pk])).content.decode()

        assert "25,327.20" in summary
        assert reverse("renovation:bill", args=[project.pk]) in summary
        assert "塑料管" in bill
        assert row_of(upload, 3) in bill
        assert reverse("renovation:why", args=[project.pk, "bill"]) in bill

    def test_every_amount_has_its_reason(self, client, project):
        client.force_login(handler())
        item = BillItem.objects.get(name="屋面卷材防水")

        whole = client.get(reverse("renovation:why", args=[project.pk, "bill"]))
        one = client.get(reverse("renovation:why", args=[project.pk, f"bill.{item.pk}"]))

        assert "25,327.20" in whole.content.decode()
        assert "320.5 × 68.4" in one.content.decode()
        gone = client.get(reverse("renovation:why", args=[project.pk, "bill.0"]))
        assert gone.status_code == 404

    def test_over_rest_items_come_page_by_page_and_sums_beside_the_estimate(self, client, project):
        client.force_login(handler())
        Project.objects.filter(pk=project.pk).update(investment=Decimal(30000))

        items = client.get(f"/api/v1/projects/{project.pk}/bill/").json()
        sums = client.get(f"/api/v1/projects/{project.pk}/bill-sums/").json()

        assert [(one["name"], one["amount"], one["row"]) for one in items["results"]] == [
            ("屋面卷材防水", "21922.20", 2),
            ("塑料管", "3405.00", 3),
        ]
        assert (sums["total"], sums["estimate"], sums["items"]) == ("25327.20", "30000.00", 2)
        assert sums["sections"][1] == {"name": "给排水", "items": 1, "amount": "3405.00"}
