"""What each entrance came to stands in the workbook, in the summary and on the certificate."""

from datetime import timedelta

import pytest

from approvals.models import RunningTally
from approvals.selectors.printing_summary import consent_summary
from approvals.services import counting
from reports.exports.consent_result import result
from reports.printing.registry import BUILDERS
from reports.printing.rendering import html_of
from tests.approvals.test_scopes import answered, lifts, opened, with_a_lift
from tests.factories.approvals import AFTER, hand_counts, project_with_homes, reviewer
from tests.factories.renovation import clerk, published_policy

pytestmark = pytest.mark.django_db


def test_every_entrance_has_its_figures_its_verdict_and_what_it_lacks():
    published_policy(with_a_lift)
    round_ = opened(project_with_homes(homes=6), groups=lifts())
    answered(round_, e2r201="against")

    sheet = next(table for table in result(round_) if table.name == "加装电梯各处结果")
    first, second = sheet.rows

    assert first[0] == "1 号楼 1 单元"
    assert [str(value) for value in first[1:8]] == [
        "3",
        "240.00",
        "3",
        "240.00",
        "3",
        "240.00",
        "0",
    ]
    assert (first[8], first[9]) == ("通过", "")
    assert (second[0], second[7], second[8]) == ("1 号楼 2 单元", 1, "未通过")
    assert second[9] == "同意人数还差 1 人"


def test_the_certificate_says_what_was_certified_and_not_what_stands_beside_it():
    published_policy(with_a_lift)
    round_ = opened(project_with_homes(homes=6), groups=lifts())
    answered(round_, e1r101="against")
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    later = AFTER + timedelta(minutes=5)
    counting.confirm_tally(by=reviewer(), at=later, round_=round_)
    RunningTally.objects.filter(round=round_, group="affected").update(against_heads=0)

    lift = consent_summary(round_).matters[1]
    assert [(row.name, row.verdict) for row in lift.parts] == [
        ("1 号楼 1 单元", "未通过"),
        ("1 号楼 2 单元", "通过"),
    ]
    assert lift.parts[0].lacks == "1 人反对，一票否决"
    paper = "".join(
        html_of(BUILDERS["tally_certificate"](str(round_.pk)), serial="JP-1", token="t")
    )
    assert "一票否决" in paper
    assert "1 号楼 2 单元" in paper
