"""Papers of a round over a cluster: they name every community and lie with each of its projects."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import HeadUnit
from approvals.selectors import printing_households
from approvals.selectors.printing_summary import consent_summary
from approvals.services import notices, objections
from common.errors import Refused
from districts.models import Owner
from funding.models import Determination
from records.models import IssuedPaper
from renovation.models import ContentItem, Step
from reports.printing.rendering import document_of, html_of
from reports.services import papers
from tests.approvals.clusters import names, opened, pair_of_a_cluster, say, settled
from tests.approvals.test_notices import posting
from tests.factories.approvals import DURING, units_of
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db
PUBLIC = ("vote_announcement", "preliminary_result", "final_result")


@pytest.fixture
def pair(settings):
    """Two communities of one cluster, and a company that has two homes in either."""
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    return pair_of_a_cluster()


def printed(kind, round_, part=0):
    (html,) = html_of(document_of(kind, str(round_.pk), part), serial="JG-1", token="")
    return html


def post(project, posted_on=date(2024, 6, 20)):
    Step.objects.filter(project=project, kind="notice").update(state="open")
    return notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting(posted_on=posted_on)
    )


def counted(pair):
    round_ = opened(pair[0])
    say(round_, ["agree", "agree", "agree", "agree", "against"])
    return settled(round_)


def test_the_announcement_addresses_every_community_with_its_part_of_the_roll(pair):
    html = printed("vote_announcement", opened(pair[0]))
    assert f"{'、'.join(names(pair))}全体业主：" in html
    assert f"安乐组团{'、'.join(names(pair))}共 2 个小区的全体业主" in html
    for name in names(pair):
        assert f"{name} 1 号楼、{name} 8 号楼" in html
        assert f'<td class="c">{name}</td><td class="n">8</td><td class="n">7</td>' in html
    assert "全组团只计 1 人" in html


def test_the_final_result_waits_for_every_communitys_notice_and_objections(pair, settings):
    round_ = counted(pair)
    settings.DEMO_NOW = "2024-07-02T09:30:00"
    first = post(pair[0])
    with pytest.raises(Refused) as refusal:
        printed("final_result", round_)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.message[: len(names(pair)[1])]) == ("not_posted", names(pair)[1])
    post(pair[1])
    row = objections.receive(
        by=clerk(),
        at=DURING,
        notice=first,
        received_on=DURING.date(),
        raised_by="王建国",
        matter="认为计票有误",
    )
    with pytest.raises(Refused, match=f"{names(pair)[0]}：还有 1 件异议"):
        printed("final_result", round_)
    objections.settle(
        by=clerk(),
        at=DURING,
        objection=row,
        outcome="explained",
        reply="已复核",
        settled_on=DURING.date(),
    )
    html = printed("final_result", round_)
    assert f"{names(pair)[0]}：初步结果随" in html
    assert f"{names(pair)[1]}：初步结果随" in html
    assert html.count("期满") >= 2
    assert "公示期内收到异议1件" in html
    assert "公示期内没有收到异议" in html


def test_the_preliminary_result_tells_where_each_community_may_object(pair):
    round_ = counted(pair)
    post(pair[0])
    html = printed("preliminary_result", round_)
    assert f"{names(pair)[0]}：2024年6月20日张贴" in html
    assert f"{names(pair)[1]}：自张贴之日起公示7 个工作日" in html
    assert "各小区合并计票" in html
    assert f"{names(pair)[0]}的" in html
    assert html.count("城关街道办事处书面") == 1
    (matter,) = consent_summary(round_).matters
    own = ("1 号楼", "8 号楼")
    stairs = [f"{name} {number}" for name in names(pair) for number in own]
    assert [row.name for row in matter.buildings] == stairs


@pytest.mark.parametrize("kind", [*PUBLIC, "tally_certificate", "consent_summary"])
def test_every_paper_names_each_community_and_nobody_in_public(pair, kind, settings):
    round_ = opened(pair[0]) if kind == PUBLIC[0] else counted(pair)
    for project in pair:
        post(project)
    settings.DEMO_NOW = "2024-07-02T09:30:00"
    html = printed(kind, round_)
    assert all(name in html for name in names(pair))
    if kind not in PUBLIC:
        return
    units = HeadUnit.objects.filter(round=round_).select_related("head")
    told = {unit.head.label for unit in units} | {unit.serial for unit in units}
    told |= {f"{unit.entrance} 单元 {unit.room}" for unit in units}
    people = Owner.objects.filter(pk__in={pk for unit in units for pk in unit.head.owner_ids})
    told |= {words for one in people for words in (one.name, one.name_masked, one.phone_masked)}
    assert len(told) > 16
    assert [words for words in told if words and words in html] == []
    table = html.split("<th>小区</th>")[1].split("</table>")[0]
    assert "同意" not in table


def test_each_home_reads_its_own_projects_design_and_share_stair_by_stair(pair, monkeypatch):
    monkeypatch.setattr(printing_households, "PER_DOCUMENT", 9)
    round_ = opened(pair[0])
    for project, item in zip(pair, ("屋面防水", "雨污分流"), strict=True):
        ContentItem.objects.create(
            project=project, key="roof", name=item, level="basic", estimate=Decimal("600000.00")
        )
    made = [document_of("consent_papers", str(round_.pk), part) for part in (1, 2)]
    assert [len(one.pages) for one in made] == [9, 7]
    pages = [page for one in made for page in one.pages]
    rows = units_of(round_)
    assert [page["paper"].serial for page in pages] == [unit.serial for unit in rows]
    assert [unit.community for unit in rows] == [name for name in names(pair) for _ in range(8)]
    for page in pages:
        own = "屋面防水" if page["paper"].room.startswith(names(pair)[0]) else "雨污分流"
        assert [group.items for group in page["design"].groups] == [(own,)]
    (html,) = html_of(made[1], serial="ZQ-1", token="t")
    assert f"{names(pair)[1]} 1 号楼" in html
    assert "屋面防水" not in html


def determination(project, round_):
    none = dict.fromkeys(("total", "residents", "government", "other"), Decimal(0))
    return Determination.objects.create(
        project=project,
        stage="estimate",
        version=round_.pin.version,
        inputs={},
        explanation={},
        determined_on=DURING.date(),
        determined_at=DURING,
        determined_by=clerk(),
        confirmed_at=DURING,
        confirmed_by=clerk(),
        **none,
    )


def test_a_share_is_that_of_the_homes_own_determination(pair):
    round_ = opened(pair[0])
    expected = {}
    for number, project in enumerate(pair, 1):
        unit = next(u for u in units_of(round_) if round_.project_at(u.building) == project)
        share = Decimal(1000 * number)
        made = determination(project, round_)
        made.shares.create(unit_id=unit.unit_id, unit_code=unit.room, area=unit.area, amount=share)
        expected[unit.unit_id] = share
    pages = document_of("consent_papers", str(round_.pk)).pages
    told = {page["paper"].unit_id: page["paper"].share for page in pages}
    assert {unit: share for unit, share in told.items() if share} == expected


def test_a_paper_of_the_cluster_lies_with_each_of_its_projects(pair, client):
    round_ = opened(pair[0])
    by = clerk()
    papers.ask_for(by=by, at=DURING, kind="vote_announcement", key=round_.pk)
    paper = IssuedPaper.objects.get()
    client.force_login(by)
    for project in pair:
        for page in ("renovation:files", "approvals:rounds"):
            body = client.get(reverse(page, args=[project.pk])).content.decode()
            assert reverse("records:paper_pdf", args=[paper.pk]) in body, page
