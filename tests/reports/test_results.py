"""What is made public of a round: as officials write it, and of no person anything."""

from datetime import date
from types import SimpleNamespace

import pytest

from approvals.models import HeadUnit
from approvals.selectors import results
from approvals.services import notices, objections
from common.errors import Refused
from districts.models import Owner
from renovation.models import Step
from reports.printing.rendering import document_of, html_of
from tests.approvals.test_notices import posting
from tests.factories.approvals import (
    DURING,
    fill,
    open_round_for,
    project_with_homes,
    settled_round,
)
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day_after(settings):
    settings.DEMO_NOW = "2024-06-25T09:30:00"


def printed(kind, round_):
    document = document_of(kind, str(round_.pk))
    (html,) = html_of(document, serial="JG-1", token="")
    return html


def post(project, **changes):
    """The notice with which the second round's result hangs."""
    Step.objects.filter(project=project, kind="notice").update(state="open")
    return notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting(**changes)
    )


def test_the_announcement_says_who_is_asked_what_until_when_by_which_clause():
    round_ = open_round_for(project_with_homes(homes=3, buildings=2))
    html = printed("vote_announcement", round_)
    for words in (
        f"{round_.project.name}全体业主：",
        "1 号楼、2 号楼，共6套房屋、业主6人",
        "2024年6月13日9时至2024年6月24日18时00分",
        "参与的人数、面积均达全体业主的三分之二以上；",
        "城关街道办事处",
        "名册：6 人",
        "测试 三",
    ):
        assert words in html


def test_no_result_before_the_count():
    round_ = open_round_for(project_with_homes())
    with pytest.raises(Refused, match="还没有计票结果"):
        printed("preliminary_result", round_)
    with pytest.raises(Refused) as refusal:
        printed("final_result", round_)
    assert {one.code for one in refusal.value.problems} == {"not_confirmed", "not_posted"}


def test_the_preliminary_result_gives_counts_both_ratios_and_where_to_object():
    round_ = settled_round(project_with_homes(), agree=5, against=1)
    html = printed("preliminary_result", round_)
    for words in ("同意5户", "反对1户", "自张贴之日起公示7 个工作日", "意见反映", "计票依据"):
        assert words in html
    assert html.count("达到") >= 4


def test_the_final_result_waits_for_the_last_day_and_every_objection(settings):
    round_ = settled_round(project_with_homes(), agree=5, against=1)
    notice = post(round_.project, posted_on=date(2024, 6, 20))
    row = objections.receive(
        by=clerk(),
        at=DURING,
        notice=notice,
        received_on=DURING.date(),
        raised_by="王建国",
        matter="3 号楼 2 单元 501 室认为计票有误",
    )
    settings.DEMO_NOW = "2024-07-01T09:30:00"
    with pytest.raises(Refused) as refusal:
        printed("final_result", round_)
    assert {one.code for one in refusal.value.problems} == {"not_over", "open_objections"}
    settings.DEMO_NOW = "2024-07-02T09:30:00"
    objections.settle(
        by=clerk(),
        at=DURING,
        objection=row,
        outcome="explained",
        reply="已复核",
        settled_on=DURING.date(),
    )
    html = printed("final_result", round_)
    assert "2024年7月1日期满" in html
    assert "收到异议1件，均已办结：解释说明后撤回1件" in html
    assert "501" not in html
    assert "501" not in printed_notice(notice)


def test_a_notice_that_was_over_before_the_count_did_not_show_the_result():
    round_ = settled_round(project_with_homes(), agree=5, against=1)
    post(round_.project, posted_on=date(2024, 6, 12))
    with pytest.raises(Refused, match="没有随它公示"):
        printed("final_result", round_)


def test_a_policy_without_notices_asks_for_none(monkeypatch):
    round_ = settled_round(project_with_homes(), agree=5, against=1)
    monkeypatch.setattr(results, "ruleset_of", lambda _: SimpleNamespace(layers=()))
    assert "方案没有规定本轮结果须经公示" in printed("final_result", round_)


def printed_notice(notice):
    (html,) = html_of(document_of("notice", str(notice.pk)), serial="GS-1", token="")
    assert "＊＊认为计票有误" in html
    return html


@pytest.mark.parametrize("kind", ["vote_announcement", "preliminary_result", "final_result"])
def test_nothing_of_a_person_is_published(kind, settings):
    project = project_with_homes(homes=4)
    if kind == "vote_announcement":
        round_ = open_round_for(project)
        fill(round_, agree=2, invalid=1)
    else:
        round_ = settled_round(project, agree=3, against=1)
        post(project, posted_on=date(2024, 6, 20))
        settings.DEMO_NOW = "2024-07-02T09:30:00"
    html = printed(kind, round_)
    units = HeadUnit.objects.filter(round=round_).select_related("head")
    told = {unit.head.label for unit in units} | {unit.serial for unit in units}
    told |= {f"{unit.entrance} 单元 {unit.room}" for unit in units}
    people = Owner.objects.filter(pk__in={pk for unit in units for pk in unit.head.owner_ids})
    for person in people:
        told |= {person.name, person.name_masked, person.phone, person.phone_masked}
    assert people
    assert [words for words in told if words and words in html] == []
    assert "id_number" not in html
