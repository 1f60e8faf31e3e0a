"""The blank slip asks for no name; the summary tells no group that is too small."""

import pytest

from approvals.rules.survey_groups import LEAST, groups
from approvals.rules.surveys import Slip
from approvals.services.surveys import close_survey, enter_slip
from common.errors import Refused
from reports.printing.rendering import document_of, html_of
from tests.approvals.test_surveys import opened, project  # noqa: F401
from tests.factories.renovation import NOW, clerk, handler


def printed(kind, survey):
    document = document_of(kind, str(survey.pk))
    (html,) = html_of(document, serial="MY-1", token="")
    return html


@pytest.fixture
def survey(request):
    return opened(request.getfixturevalue("project"))


def test_the_slip_asks_for_marks_and_for_nobodys_name(survey):
    html = printed("survey_slip", survey)

    for words in (
        "本表不记名",
        "施工质量",
        "总体评价",
        "60 岁以上",
        "是否愿意缴纳物业费",
        "12 户中随机抽取 6 户",
    ):
        assert words in html
    homes = [code for codes in survey.sample.values() for code in codes]
    assert [code for code in homes if code in html] == []


def test_the_summary_comes_with_its_reason_once_the_survey_is_closed(survey):
    with pytest.raises(Refused, match="还没有办结"):
        printed("survey_summary", survey)
    group = groups(survey.sample)[0].name
    for _ in range(LEAST):
        enter_slip(by=clerk(), at=NOW, survey=survey, slip=Slip(group, {"works": 4}, 4))
    close_survey(by=handler(), at=NOW, survey=survey)

    html = printed("survey_summary", survey)
    for words in ("100.0%", "12 户中抽 6 户", "4.00", "收回 5"):
        assert words in html
