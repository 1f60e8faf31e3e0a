"""Values for printed papers: everything computed here, ties with the count, nobody's number."""

from datetime import date

import pytest

from approvals.selectors.figures import owners
from approvals.selectors.printing_bodies import acceptance_paper, handover_list, notice_paper
from approvals.selectors.printing_households import household_papers
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.verification import ballot_facts
from approvals.services import acceptance_calling, batches, handover, notices
from approvals.services.bulk import record_papers
from reports.printing.rendering import document_of, html_of
from tests.approvals.test_notices import posting
from tests.factories.approvals import (
    DURING,
    entry,
    fill,
    open_round_for,
    project_with_homes,
    settled_round,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db


def test_household_papers_come_in_stair_order_with_masked_names_unless_allowed():
    project = project_with_homes(homes=1)
    unit = build_homes(project.community, count=1, building="2", owned=False)[0]
    own(unit, OwnerFactory(name="王建国", phone="13800005678"))
    round_ = open_round_for(project)
    paper = household_papers(round_).papers[1]
    assert (paper.room, paper.owners, paper.phones) == (
        "2 号楼 1 单元 101",
        "王*国",
        "138****5678",
    )
    assert paper.share is None
    clear = household_papers(round_, clear_names=True, shares={unit.pk: 1999}).papers[1]
    assert (clear.owners, clear.share) == ("王建国", 1999)
    assert household_papers(round_).head.paper_name == "方案意见征求表"


@pytest.mark.parametrize("homes", [3, 30])
def test_three_hundred_papers_cost_no_more_queries_than_three(homes, django_assert_max_num_queries):
    round_ = open_round_for(project_with_homes(homes=homes))
    with django_assert_max_num_queries(4):
        household_papers(round_)


def test_the_summary_ties_and_names_every_difference():
    project = project_with_homes(homes=6, buildings=2)
    company = OwnerFactory(name="临朐县供电公司", kind="company")
    for unit in build_homes(project.community, count=2, building="3", owned=False):
        own(unit, company)
    round_ = open_round_for(project)
    last = units_of(round_)[11]
    fill(round_, agree=9, against=1, abstain=0, invalid=1)
    rest = units_of(round_)[12:]
    by = clerk()
    record_papers(
        by=by, at=DURING, round_=round_, entries=[(unit, entry("abstain")) for unit in rest]
    )
    batches.note_undelivered(by=by, at=DURING, unit=last, reason="长期无人")
    made = consent_summary(round_)
    matter = made.matters[0]
    assert made.standing == "实时（未截止）"
    assert sum(row.all_units for row in matter.buildings) == matter.total.all_units == 14
    assert sum(row.agree_area for row in matter.buildings) == matter.total.agree_area
    assert matter.thresholds[0].rule == "三分之二以上"
    words = "；".join(matter.notes)
    for part in (
        "临朐县****公司 2 套按 1 人计",
        "无效 1 份：未签名",
        "未收回 1 户，其中未送达 1 户",
        "弃权计入参与",
    ):
        assert part in words
    assert made.undelivered == (("2 号楼 2 单元 201", last.serial, "长期无人"),)
    assert [serial for _, serial in made.missing] == [last.serial]


def test_a_confirmed_summary_comes_from_the_certificate():
    round_ = settled_round(project_with_homes(), agree=5, against=1)
    made = consent_summary(round_)
    assert made.standing == "复核确认"
    assert made.matters[0].passed
    assert made.confirmed_by
    assert "表决通过" in made.matters[0].conclusion


def test_notice_acceptance_and_handover_values():
    project = project_with_homes(at="notice")
    notice = notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting()
    )
    paper = notice_paper(notice)
    assert (paper.length, paper.unit, paper.last_day) == (7, "个工作日", date(2024, 6, 24))
    assert paper.issuer == "城关街道办事处"
    other = project_with_homes(at="accept")
    row = acceptance_calling.open_acceptance(
        by=clerk(), at=DURING, project=other, held_on=DURING.date(), owners=["王建国", "李秀兰"]
    )
    assert [p.name for p in acceptance_paper(row).parties] == ["县住建局", "王*国", "李*兰"]
    third = project_with_homes(at="handover")
    handover.prepare(by=clerk(), at=DURING, project=third)
    assert handover_list(third).open_items == 1


def test_a_scanned_household_paper_tells_nothing_personal():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    facts = ballot_facts(unit.token)
    words = str(facts.lines) + facts.title
    assert unit.serial in words
    assert unit.head.label not in words
    assert unit.room not in words
    assert ballot_facts("nobody") is None


def test_the_row_of_figures_names_the_owners_on_the_roll():
    project = project_with_homes()
    assert owners(project, DURING.date(), clerk()) == []
    open_round_for(project)
    assert owners(project, DURING.date(), clerk())[0]["value"] == "6"


def test_acceptance_handover_and_dossier_say_why():
    project = project_with_homes(at="accept")
    row = acceptance_calling.open_acceptance(
        by=clerk(), at=DURING, project=project, held_on=DURING.date(), owners=["王建国", "李秀兰"]
    )
    told = acceptance_paper(row).explanation
    assert told.result.startswith("未签：")
    assert (told.version.sequence, told.clauses[0].document) == (1, "测试")
    (html,) = html_of(document_of("acceptance_form", str(row.pk)), serial="YS-1", token="")
    assert "附：签署依据" in html
    assert told.result in html

    third = project_with_homes(at="handover")
    handover.prepare(by=clerk(), at=DURING, project=third)
    (html,) = html_of(document_of("handover_list", str(third.pk)), serial="YJ-1", token="")
    assert "移交清单：1 项，未签收 1 项" in html

    voted = settled_round(project_with_homes(), agree=5, against=1).project
    (html,) = html_of(document_of("dossier", str(voted.pk)), serial="JZ-1", token="")
    assert "附：表决、公示、出资的依据" in html
    assert f"校验码 {told.version.hash[:9]}" in html
