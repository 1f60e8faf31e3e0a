"""The preview of a long table at its worst: problems first, and a page that still opens."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from intake.models import ConflictChoice, StagedRow
from intake.rules.attention import CALM, UNDECIDED, WRONG
from intake.services.examining import Request
from intake.services.uploads import upload_plan
from records.copying import insert_rows
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.factories.renovation import NOW
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db
MANY, WRONG_FROM, CONFLICTS = 2_000, 1_000, 500
FINDINGS = 5_000
MOST_BYTES = 300_000
LONG = "约四十户，待社区核实后补报"


@pytest.fixture
def upload(settings, tmp_path):
    """An import whose rows are replaced by many, without a file of that size to be read."""
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")
    upload = upload_plan(
        by=UserFactory(username="zhang", role=Role.BUREAU_HANDLER),
        at=NOW,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook([HEAD, *ROWS]),
    )
    upload.rows.all().delete()
    insert_rows([row(upload, number) for number in range(2, MANY + 2)])
    upload.findings = [
        finding(severity, f"{letter}{number}")
        for number in range(WRONG_FROM, WRONG_FROM + FINDINGS)
        for severity, letter in (("refuse", "D"), ("refuse", "E"), ("warn", "F"), ("inform", "B"))
    ]
    return upload


def finding(severity, cell):
    return {
        "severity": severity,
        "code": "cell",
        "sheet": "计划",
        "cell": cell,
        "value": LONG,
        "expected": "不小于零的整数（户），如 68",
        "message": "户数应填数字",
        "remedy": "请改正这一格，或改好文件后重新上传",
        "mark": cell,
    }


def row(upload, number):
    effect, attention = "new", CALM
    if number <= CONFLICTS:
        effect, attention = "conflict", UNDECIDED
    elif number >= WRONG_FROM:
        effect, attention = "refused", WRONG
    return StagedRow(
        upload=upload,
        sheet="计划",
        number=number,
        position=number,
        attention=attention,
        name=f"第{number:05d}家属院",
        street="城关街道",
        street_code="370724001",
        cells={str(column): LONG for column in range(1, 7)},
        values={"buildings": "3", "households": "40", "floor_area": "3200.50"},
        effect=effect,
        comparison=[conflict(number)] if effect == "conflict" else [],
    )


def conflict(number):
    return {
        "key": "households",
        "cell": f"E{number}",
        "effect": "conflict",
        "last": "38",
        "now": "39",
        "file": "40",
        "kept": False,
        "imported_at": "",
        "changed_at": "",
        "changed_by": "张明",
        "reason": "现场核实",
    }


def test_faults_come_first_and_the_page_stays_under_300_kb(client, upload):
    upload.save()
    client.force_login(upload.uploaded_by)

    page = client.get(reverse("intake:preview", args=[upload.pk])).content

    assert len(page) < MOST_BYTES, len(page)
    html = page.decode()
    assert html.index('id="refusals"') < html.index('id="doubts"') < html.index('id="sheet"')
    assert f'id="D{WRONG_FROM}"' in html
    assert 'id="D2"' not in html


def test_many_conflicts_come_a_few_at_a_time_and_the_rest_is_answered_at_once(client, upload):
    upload.findings = []
    upload.save()
    client.force_login(upload.uploaded_by)
    address, decide = (
        reverse(f"intake:{name}", args=[upload.pk]) for name in ("preview", "decide")
    )

    page = client.get(address).content
    client.post(decide, {"row": 3, "sheet": "计划", "key": "households", "choice": "file"})
    client.post(decide, {"rest": "1", "choice": "keep"})
    after = client.get(address).content.decode()

    assert len(page) < MOST_BYTES, len(page)
    assert f"未定 {CONFLICTS - 1}" in page.decode()
    assert f"还有 {CONFLICTS - 21} 处" in page.decode()
    assert "全部已定" in after
    chosen = ConflictChoice.objects.filter(row__upload=upload)
    assert chosen.filter(choice="file").get().row.number == 3
    assert chosen.filter(choice="keep").count() == CONFLICTS - 2
