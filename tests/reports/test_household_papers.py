"""What an owner holds in hand: the design by level, its cost, the own share, until when."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from approvals.rules.scans import Verdict, judge
from approvals.selectors import printing_households
from records.scanning.reader import pages_of
from renovation.models import ContentItem
from reports.papers.design import design_of
from reports.printing.rendering import document_of, html_of, render
from reports.services import papers
from tests.factories.approvals import DURING, open_round_for, project_with_homes, units_of
from tests.factories.renovation import TODAY, clerk

pytestmark = pytest.mark.django_db


def chosen(project, key, level, estimate):
    ContentItem.objects.create(
        project=project, key=key, name=f"内容{key}", level=level, estimate=Decimal(estimate)
    )


def test_before_any_content_is_chosen_there_is_no_design():
    assert design_of(project_with_homes(homes=1), TODAY) is None


def test_contents_stand_by_level_with_their_sum():
    project = project_with_homes(homes=1)
    chosen(project, "roof", "basic", "600000.00")
    chosen(project, "drain", "basic", "254000.50")
    chosen(project, "parking", "improving", "81600.00")

    made = design_of(project, TODAY)

    assert [(len(group.items), group.amount) for group in made.groups] == [
        (2, Decimal("854000.50")),
        (1, Decimal("81600.00")),
    ]
    assert made.total == sum(group.amount for group in made.groups)
    assert made.payers == ()


def test_every_home_has_one_sheet_with_deadline_serial_and_share():
    project = project_with_homes(homes=3)
    chosen(project, "roof", "basic", "600000.00")
    round_ = open_round_for(project)

    document = document_of("consent_papers", str(round_.pk))
    (html,) = html_of(document, serial="ZQ-1", token="t")

    assert html.count('class="each ballot-paper"') == 3
    assert html.count("2024年6月24日18时00分前") == 3
    assert html.count("内容roof") == 3
    assert html.count("待测算") == 3
    assert all(unit.serial in html for unit in units_of(round_))


def test_every_page_of_a_long_paper_tells_a_scanner_its_home_and_its_number():
    """Printed, scanned and read back: no page of a paper of several comes in without its place."""
    project = project_with_homes(homes=1)
    for number in range(60):
        chosen(project, f"内容很多的改造事项之{number}", "basic", "600000.00")
    round_ = open_round_for(project)
    (unit, *_) = units_of(round_)

    _, pdf, _ = render("consent_papers", str(round_.pk), clerk().pk, "ZQ-1", "t", 1)

    found = [judge(one.codes, {unit.token: unit.pk}, set(), set()) for one in pages_of(pdf)]
    papers = len(units_of(round_))
    assert found[:2] == [Verdict("matched", unit.pk, leaf, 2) for leaf in (1, 2)]
    assert len(found) == 2 * papers
    words = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert ["第 2 页" in page and unit.serial in page for page in words[:2]] == [False, True]


def test_fifty_papers_stand_in_a_document_and_none_is_left_out(monkeypatch):
    monkeypatch.setattr(printing_households, "PER_DOCUMENT", 2)
    round_ = open_round_for(project_with_homes(homes=5))

    made = [document_of("consent_papers", str(round_.pk), part) for part in (1, 2, 3)]

    assert printing_households.documents(round_) == 3
    assert [len(one.pages) for one in made] == [2, 2, 1]
    serials = [page["paper"].serial for one in made for page in one.pages]
    assert serials == [unit.serial for unit in units_of(round_)]
    assert "第 3 册共 3 册" in made[2].title


def test_a_round_is_asked_for_in_documents_of_fifty(monkeypatch):
    asked = {}
    monkeypatch.setattr(papers, "request_paper", lambda **said: asked.update(said))
    round_ = open_round_for(project_with_homes(homes=3))

    papers.ask_for(by=clerk(), at=DURING, kind="consent_papers", key=round_.pk)

    assert (printing_households.PER_DOCUMENT, asked["documents"]) == (50, 1)
