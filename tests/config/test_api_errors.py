"""Refusals of services reach REST clients in one shape, every problem at once."""

import pytest
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from common.errors import Conflict, NotAllowed, OutOfScope, Problem, Refused


def answer(error):
    """What a client gets when a service raises `error`."""

    class Failing(APIView):
        authentication_classes = ()
        permission_classes = ()

        def get(self, request):
            raise error

    return Failing.as_view()(APIRequestFactory().get("/"))


def test_every_problem_is_one_entry_with_its_field():
    problems = [
        Problem("不是数字", code="number", field="计划!E9", value="约60"),
        Problem("缺少列", code="column", field="计划!F1"),
        Problem("合计不符", code="claim"),
    ]

    response = answer(Refused(problems))

    assert response.status_code == 400
    assert [(e["attr"], e["code"]) for e in response.data["errors"]] == [
        ("计划!E9", "number"),
        ("计划!F1", "column"),
        ("non_field_errors", "claim"),
    ]
    assert "约60" in response.data["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OutOfScope("没有找到"), 404),
        (NotAllowed("没有权限"), 403),
        (Conflict("他人已更新"), 409),
        (Refused("不行"), 400),
    ],
)
def test_each_kind_of_refusal_has_its_status(error, status):
    assert answer(error).status_code == status


def test_the_words_of_a_refusal_are_kept():
    assert answer(NotAllowed("您没有办理权限")).data["errors"][0]["detail"] == "您没有办理权限"
    assert answer(Conflict("他人已更新")).data["errors"][0]["detail"] == "他人已更新"


def test_the_field_stands_apart_from_the_words():
    response = answer(Refused(Problem("未上传", field="second_summary", remedy="请上传扫描件")))

    assert response.data["errors"][0]["attr"] == "second_summary"
    assert response.data["errors"][0]["detail"] == "未上传（请上传扫描件）"
