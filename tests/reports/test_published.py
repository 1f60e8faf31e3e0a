"""What hangs in the yard and what anybody scans: the real PDFs and the public page name nobody."""

from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from pypdf import PdfReader

from approvals.models import HeadUnit
from approvals.services import objections
from approvals.services.objection_acts import Done
from districts.models import Owner
from records.models import IssuedPaper
from records.services import jobs
from records.storage import opened
from reports.services import papers
from tests.factories.approvals import DURING, project_with_homes, settled_round
from tests.factories.renovation import clerk
from tests.reports.test_results import post

pytestmark = pytest.mark.django_db
RAISED, PHONE, ROOM = "欧阳震华", "13912345678", "2-3-501"


@pytest.fixture
def round_(settings):
    cache.clear()
    made = settled_round(project_with_homes(homes=4), agree=3, against=1)
    notice = post(made.project, posted_on=date(2024, 6, 20))
    row = objections.receive(
        by=clerk(),
        at=DURING,
        notice=notice,
        received_on=DURING.date(),
        raised_by=RAISED,
        matter=f"{ROOM} 漏水，电话 {PHONE}",
    )
    done = Done(DURING.date(), "北苑社区", f"已到 {ROOM} 看过，回电 {PHONE}")
    objections.answer(by=clerk(), at=DURING, objection=row, done=done)
    objections.settle(
        by=clerk(), at=DURING, objection=row, outcome="explained", settled_on=DURING.date()
    )
    settings.DEMO_NOW = "2024-07-02T09:30:00"
    return made


def people(round_):
    """Every word that names a person or a home of the roll, and the one who objected."""
    units = HeadUnit.objects.filter(round=round_).select_related("head")
    told = {RAISED, "欧**华", "欧*华", PHONE, ROOM, *(unit.serial for unit in units)}
    told |= {f"{unit.entrance} 单元 {unit.room}" for unit in units}
    for person in Owner.objects.filter(pk__in={pk for unit in units for pk in unit.head.owner_ids}):
        told |= {person.name, person.name_masked, person.phone, person.phone_masked}
    return {words for words in told if words}


def test_no_pdf_and_no_public_page_names_anybody(client, round_):
    named, notice = people(round_), round_.project.notices.get()
    for kind, subject in (("notice", notice.pk), ("final_result", round_.pk)):
        job = papers.ask_for(by=clerk(), at=DURING, kind=kind, key=subject)
        jobs.run(job.pk)
        paper = IssuedPaper.objects.get(kind=kind)
        with opened(paper.path) as file:
            pdf = PdfReader(BytesIO(file.read()))
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
        page = client.get(reverse("records:verify", args=[paper.token]))
        seen = page.content.decode()

        assert round_.project.name in text
        assert kind != "notice" or "附件：方案意见汇总表" in text
        assert page.status_code == 200
        assert paper.serial in seen
        assert [words for words in named if words in text] == []
        assert [words for words in named if words in seen] == []
