"""The notice has the design in short behind it, then its round's confirmed summary: numbers, and
nothing that tells how a few households chose."""

from decimal import Decimal

import pytest

from approvals.selectors.printing_annex import annexes
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.rules import notice_rule
from approvals.services import counting
from renovation.models import ContentItem
from reports.printing.rendering import document_of, html_of
from tests.factories.approvals import (
    AFTER,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
)
from tests.factories.districts import build_homes
from tests.factories.renovation import clerk
from tests.reports.test_results import post


@pytest.mark.django_db
def test_the_summary_hangs_behind_its_notice_once_confirmed(settings):
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    project = project_with_homes(homes=2, buildings=2)
    build_homes(project.community, count=3, building="3")
    round_ = open_round_for(project)
    notice = post(project)

    def printed():
        (html,) = html_of(document_of("notice", str(notice.pk)), serial="GS-1", token="")
        return html

    fill(round_, agree=6, against=1)
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    assert "附件：" not in printed()
    ContentItem.objects.create(
        project=project, key="roof", name="屋面防漏", level="basic", estimate=Decimal("600000.00")
    )
    assert all(words in printed() for words in ("附件：改造方案摘要", "屋面防漏", "60.00"))
    assert "供水设施由县供水公司" in printed()
    assert "附件：方案意见汇总表" not in printed()
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    html = printed()

    assert "附件：方案意见汇总表" in html
    assert "其他 2 栋（含参与不足三户的）" in html
    assert ">1 号楼<" not in html
    assert "1 号楼、2 号楼合并列出" in html
    (annex,) = annexes(notice, notice_rule(notice).rule)
    (public,) = annex.matters
    assert (public.total.took_part, public.total.agree, public.total.against) == (7, 6, 1)
    (signed,) = consent_summary(round_).matters
    assert [row.valid for row in signed.buildings] == [2, 2, 3]
