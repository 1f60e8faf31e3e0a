"""A plan with everything wrong with it: all of it said at once with its cell, nothing written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from districts.models import Area, Community
from intake.models import Upload
from renovation.models import Plan, PlanLine, Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER))


def shown(client, content, **fields):
    values = {"kind": "community_plan", "area_code": "370724", "year": "2024"}
    values |= {"claim": "", "title": "", "document_no": ""}
    file = SimpleUploadedFile("计划.xlsx", content)
    body = values | fields | {"file": file}
    answer = client.post(reverse("intake:upload"), body, follow=True)
    return answer.content.decode()


def written():
    return [model.objects.count() for model in (Plan, PlanLine, Project, Community)]


def test_cells_streets_and_claim_are_refused_together_with_value_and_expectation(client):
    wrong = [
        [4, "丁小区", "城关街道", "两", 40, 3200],
        [5, "戊小区", "新区街道", 1, 2.5, "待定"],
    ]

    html = shown(client, workbook([HEAD, *ROWS, *wrong]), claim="小区=9,户=121")
    upload = Upload.objects.get()
    answer = client.post(reverse("intake:commit", args=[upload.pk]))

    for cell, value in {"D5": "两", "E6": "2.5", "F6": "待定", "C6": "新区街道"}.items():
        assert cell in html
        assert value in html
    assert "应为" in html
    assert "处错误" in html
    assert answer.status_code == 422
    assert written() == [0, 0, 0, 0]
    assert not Area.objects.filter(name="新区街道").exists()


def test_a_claim_that_does_not_tie_alone_keeps_the_plan_out(client):
    shown(client, workbook([HEAD, *ROWS]), claim="小区=9,户=120")
    address = reverse("intake:commit", args=[Upload.objects.get().pk])

    answer = client.post(address)

    assert answer.status_code == 422
    assert "9" in answer.content.decode()
    assert written() == [0, 0, 0, 0]


def test_every_missing_column_is_named(client):
    html = shown(client, workbook([["小区名称", "户数(户)"], ["甲", 40]]))

    assert all(name in html for name in ("街道", "楼栋数", "建筑面积"))
    assert written() == [0, 0, 0, 0]


def test_the_wrong_sheet_is_refused_with_what_was_expected(client):
    html = shown(client, workbook([["日期", "值班人"], ["6月1日", "刘洋"]], title="值班表"))

    assert "值班表" in html
    assert "小区名称" in html
    assert written() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04junk"]
)
def test_the_wrong_file_gives_the_form_back_as_typed(client, content):
    html = shown(client, content, document_no="临政办字〔2024〕17号", claim="户=1216")

    assert "临政办字〔2024〕17号" in html
    assert 'value="户=1216"' in html
    assert (Upload.objects.count(), written()) == (0, [0, 0, 0, 0])
