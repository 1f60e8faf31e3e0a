"""Forms of an application and a filing: what is known is printed, the rest a line to fill in."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from common.errors import Refused
from common.templatetags.formats import LINE
from districts.models import Owner
from policies.rules.vocabulary import PRINTED
from renovation.models import ContentItem
from renovation.services.registers import RegisterEntry, enter_row
from reports.printing.registry import BUILDERS
from reports.printing.rendering import document_of, html_of, render
from reports.selectors import undertakings
from reports.services.papers import KINDS
from tests.approvals.clusters import (
    cluster_of,
    names,
    opened,
    over_a_cluster,
    say,
    settled,
    two_communities,
)
from tests.factories.approvals import open_round_for, project_with_homes, settled_round
from tests.factories.renovation import NOW, clerk, published_policy
from tests.renovation.test_registers import REGISTERS
from tests.reports.test_results import post

FORMS = ("application_form", "filing_form", "management_plan", "undertakings")
PAPERS = """      documents:
        - {key: form, name: 改造申请表（试）, prints: application_form}
        - {key: asked, name: 改造项目申请表（试）, prints: filing_form}
        - {key: undertaking, name: 居民承诺书（试）, prints: undertakings}
        - {key: plan, name: 长效管理方案（试）, prints: management_plan}
        - {key: design, name: 改造设计方案}
      deadline: {fixed: 2024-06-24, says: 六月二十四日前, clause: [测试 八]}
"""
DEADLINE = PAPERS.splitlines(keepends=True)[-1]


def asking(text):
    """The test policy whose vote asks for all four forms, after the notice."""
    return text.replace(DEADLINE, PAPERS) + REGISTERS


@pytest.fixture
def project(db, settings):
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    published_policy(asking)
    return project_with_homes(homes=4, buildings=2)


def printed(kind, project, part=0):
    (html,) = html_of(document_of(kind, str(project.pk), part), serial="SQ-1", token="t")
    return html


def test_every_paper_that_a_policy_may_name_is_printed_and_asked_for():
    assert set(PRINTED) <= set(KINDS)
    assert set(KINDS) == set(BUILDERS)


def test_what_nobody_has_entered_is_a_line_and_never_a_zero(project):
    project.households, project.floor_area = 0, Decimal(0)
    project.save()
    html = printed("application_form", project)

    assert "<h1>改造申请表（试）</h1>" in html
    assert f"{LINE} 户" in html
    assert f"{LINE} 平方米" in html
    assert (
        f'居民承诺出资</td><td>{LINE} 元</td><td class="label">已缴金额</td><td>{LINE} 元' in html
    )
    assert "2 栋 4 个单元" in html
    assert "尚未开启" in html
    assert "依据 测政办字〔2024〕1号 测试 三" in html or "测试" in html
    assert "0 户" not in html


def test_the_application_tells_who_applies_by_number_and_how_the_vote_went(project):
    said = {"组长": "陈娜", "成员": "陈娜、吴勇、林芳"}
    made = RegisterEntry(project.area_code, date(2024, 6, 1), said, project)
    enter_row(by=clerk(), at=NOW, register="applicant", entry=made)
    ContentItem.objects.create(
        project=project, key="roof", name="屋面防漏", level="basic", estimate=Decimal("600000.00")
    )
    settled_round(project, agree=7, against=1)
    html = printed("application_form", project)

    assert "成员（3 人）" in html
    assert [name for name in ("陈娜", "吴勇", "林芳") if name in html] == []
    for words in ("屋面防漏", "60.00", "发出 8 份，收回 8 份", "同意 7 户、反对 1 户", "测试 三"):
        assert words in html


def test_a_round_that_runs_tells_no_choice(project):
    open_round_for(project)
    assert "征询中，尚未计票" in printed("filing_form", project)


def test_the_filing_lists_what_goes_with_it(project):
    html = printed("filing_form", project)
    listed = [
        html.index(name) for name in ("改造申请表（试）", "居民承诺书（试）", "改造设计方案</td>")
    ]
    assert listed == sorted(listed)
    assert html.count('<span class="box">') == 4


def test_every_household_has_an_undertaking_fifty_to_a_document(project, monkeypatch):
    with pytest.raises(Refused, match="还没有冻结的业主名册"):
        printed("undertakings", project)
    open_round_for(project)
    monkeypatch.setattr(undertakings, "PER_DOCUMENT", 5)

    first, second = (printed("undertakings", project, part) for part in (1, 2))

    assert undertakings.documents(project) == 2
    assert [html.count('class="each ballot-paper undertaking"') for html in (first, second)] == [
        5,
        3,
    ]
    assert "第 6 份" in second
    assert f"本户应承担的改造资金 {LINE} 元" in first
    named = [person.name for person in Owner.objects.all() if person.name in first + second]
    assert named == []


def test_the_plan_says_who_keeps_what_and_leaves_the_fee_open(project):
    html = printed("management_plan", project)
    assert "供水设施</td><td>县供水公司</td><td>测试 七" in html.replace("测政办字〔2024〕1号 ", "")
    assert f"物业服务费 {LINE} 元/平方米·月" in html


def test_a_form_that_the_scheme_does_not_ask_for_is_refused(db):
    with pytest.raises(Refused, match="没有由系统印制的“改造申请表”"):
        document_of("application_form", str(project_with_homes(homes=1).pk))


def test_in_a_cluster_each_community_has_its_own_homes_and_the_vote_of_all(db, settings):
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    published_policy(lambda text: over_a_cluster(asking(text)))
    pair = two_communities()
    cluster_of(*pair)
    round_ = opened(pair[0])
    say(round_, ["agree"])
    settled(round_)

    html = printed("application_form", pair[1])
    assert "（安乐组团，各小区合并计票）" in html
    assert "其中本小区名册 7 人" in html
    rooms = [page["home"].room for page in document_of("undertakings", str(pair[1].pk)).pages]
    assert len(rooms) == 8
    assert all(room.startswith(names(pair)[1]) for room in rooms)


def test_each_form_is_a_pdf_that_names_no_owner(project):
    settled_round(project, agree=8)
    post(project)
    people = [person.name for person in Owner.objects.all()]
    by = clerk().pk
    for kind in FORMS:
        _title, pdf, _facts = render(kind, str(project.pk), by, "SQ-1", "t", kind == FORMS[-1])
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "（试）" in text.replace("\n", "")
        assert [name for name in people if name in text] == []
