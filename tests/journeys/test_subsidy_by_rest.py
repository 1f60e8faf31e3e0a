"""Walk 3, through REST: a subsidy figure on a printed page, from the facts to the stored bytes."""

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from rest_framework.test import APIClient

from funding.models import Determination, HouseholdShare
from records.models import IssuedPaper
from renovation.models import Project
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    morning = override_settings(DEMO_NOW=world.NOW, DEMO_PASSWORD="Ceshi-2024-koul")
    with morning, world.standing(django_db_blocker, with_yueqing=True, plan=False) as found:
        yield found


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def project(people):
    return Project.objects.get(name="望湖苑二期（道路管网）")


def determine(people, project):
    return api(people.by_name["demo_yq_handler"]).post(
        "/api/v1/determinations/",
        {"project": project.pk, "stage": "estimate", "social": "0"},
        HTTP_IDEMPOTENCY_KEY=f"walk-3-{project.pk}",
    )


def test_the_cap_binds_and_the_overflow_falls_back_on_residents(people, project):
    answer = determine(people, project)

    assert answer.status_code == 201, answer.json()
    row = Determination.objects.get(pk=answer.json()["id"])
    assert row.total == Decimal("1350000.00")
    assert row.government == Decimal("900000.00")  # 3,000 ㎡ × 300 元
    assert row.residents == Decimal("450000.00")  # 10/30/70 gives 221,000; 229,000 overflow
    shares = HouseholdShare.objects.filter(determination=row).values_list("amount", flat=True)
    assert sum(shares) == row.residents
    assert "300" in str(row.explanation)


def test_the_same_key_gives_the_same_determination(people, project):
    first, again = determine(people, project), determine(people, project)

    assert first.json()["id"] == again.json()["id"]


def test_the_figure_is_printed_numbered_and_kept(people, project, client):
    row = determine(people, project).json()["id"]
    handler = api(people.by_name["demo_yq_handler"])

    job = handler.post("/api/v1/print/", {"kind": "shares", "subject": row})

    assert job.status_code == 202, job.json()
    assert job.json()["state"] == "done", job.json()
    paper = IssuedPaper.objects.get(pk=job.json()["result"]["paper"])
    stored = (Path(settings.MEDIA_ROOT) / paper.path).read_bytes()
    assert stored.startswith(b"%PDF")
    assert sha256(stored).hexdigest() == paper.sha256
    public = client.get(f"/v/{paper.token}/")
    assert public.status_code == 200
    assert paper.serial in public.content.decode()
    client.force_login(people.by_name["demo_yq_handler"])
    served = client.get(f"/papers/{paper.pk}.pdf")
    assert b"".join(served.streaming_content if served.streaming else [served.content]) == stored


def test_the_fonts_of_the_paper_are_embedded(people, project):
    from io import BytesIO

    from pypdf import PdfReader

    from reports.printing import render

    row = determine(people, project).json()["id"]
    _, pdf, facts = render("shares", str(row), 0, "CS-TEST-1", "token")

    fonts = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            fonts.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    assert {"Song", "Hei"} <= fonts
    assert set(facts) == {"项目", "阶段", "测算日"}


def test_another_district_does_not_see_it(people, project):
    row = determine(people, project).json()["id"]
    linqu = api(people.by_name["demo_handler"])

    assert linqu.get(f"/api/v1/determinations/{row}/").status_code == 404
    answer = linqu.post("/api/v1/print/", {"kind": "shares", "subject": row})
    assert answer.status_code == 404
