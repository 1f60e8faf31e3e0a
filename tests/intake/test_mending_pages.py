"""Columns mapped, cells mended and warnings accepted on the pages and over REST."""

import tracemalloc

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from common.errors import Refused
from intake.models import Heading, Mend
from intake.services.formats import read_workbook
from tests.intake.builders import HEAD, ROWS, workbook
from tests.intake.test_mending import (
    ODD,
    ODD_ROWS,
    TWINS,
    WRONG,
    linqu,
    take_in,
    two_sheets,
    warned,
    zhang,
)
from tests.intake.test_reader import rezip

__all__ = ["linqu", "take_in", "zhang"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, zhang):
    """`page(name, upload, **fields)`: a button pressed (or a page read without fields)."""
    client.force_login(zhang)

    def go(name, upload, **fields):
        address = reverse(f"intake:{name}", args=[upload.pk])
        send = client.post if fields else client.get
        return send(address, fields, follow=True).content.decode()

    return go


def test_a_cell_is_mended_taken_back_and_told_with_who_and_when(page, take_in):
    upload = take_in(WRONG)
    assert 'aria-label="D2 改为"' in page("preview", upload)

    html = page("mend", upload, sheet="计划", cell="D2", text="2")

    assert "已改正 1 格" in html
    assert "文件为“两”" in html
    assert "确认写入 3 行" in html
    assert "有错误，不能写入" in page("take_back", upload, sheet="计划", cell="D2")
    assert not Mend.objects.exists()


def test_the_result_tells_file_value_mended_value_and_who_answered_for_doubts(page, take_in):
    upload = take_in([*TWINS, [3, "丙小区", "东城街道", "三", 60, 5000]])
    page("mend", upload, sheet="计划", cell="D4", text="3")
    assert "确认写入（还有 1 处提示" in page("preview", upload)
    page("accept", upload, code="repeated", reason="同一套图纸")

    html = page("commit", upload, note="")

    assert "三" in html
    assert "→" in html
    assert "署名接受的提示 1 处" in html
    assert "同一套图纸" in html


def test_an_acceptance_without_a_reason_is_refused_in_words(page, take_in):
    upload = take_in(TWINS)
    mark = warned(upload)[0]["mark"]

    assert "须写理由" in page("accept", upload, mark=mark, reason="")
    assert "已接受：看过" in page("accept", upload, mark=mark, reason="看过")
    assert "未处理 1" in page("withdraw", upload, mark=mark)


def test_columns_are_shown_with_samples_and_mapped(page, take_in):
    upload = take_in(ODD_ROWS, head=ODD)
    html = page("columns", upload)
    assert "还缺：改造楼栋数" in html
    assert "不认识，请指明或忽略" in html
    assert "去认列" in page("preview", upload)

    choices = {"act": "columns", "remember": "1", "c-0-4": "buildings", "c-0-7": "-"}
    html = page("columns", upload, **choices)

    assert "按您的指定读作“改造楼栋数”" in html
    assert set(Heading.objects.values_list("words", "key")) == {
        ("多少幢", "buildings"),
        ("经办", ""),
    }
    again = page("columns", take_in(ODD_ROWS, head=ODD))
    assert "按上次的对应" in again
    assert "已不再记住“经办”" in page("columns", upload, act="forget", words="经办")


def test_a_head_that_was_not_found_is_pointed_out(page, take_in):
    upload = take_in([["总表"], *ROWS], head=["甲", "乙", "丙"])
    assert "没有找到表头" in page("columns", upload)

    said = {"act": "sheets", "sheet": "计划", "known": "计划", "first-0": "1", "last-0": "1"}
    html = page("columns", upload, **said)

    assert "还缺：小区名称" in html


def test_several_sheets_are_chosen_and_shown_one_by_one(page, take_in):
    upload = take_in(ROWS, edit=two_sheets)

    page("columns", upload, act="sheets", sheet=["计划", "省级计划"], known=["计划", "省级计划"])
    html = page("preview", upload)

    assert "省级计划!E3" in html
    assert 'aria-label="哪张工作表"' in html


def test_problems_come_first_and_a_page_stays_small_however_long_the_table(
    client, zhang, take_in, django_assert_max_num_queries
):
    client.force_login(zhang)
    rows = [
        [n, f"第{n}小区", "城关街道", "两" if n > 100 else 1, 40, 3000 + n] for n in range(1000)
    ]
    upload = take_in(rows)
    address = reverse("intake:preview", args=[upload.pk])

    with django_assert_max_num_queries(16):
        html = client.get(address).content
    problems = client.get(address, {"show": "problems"}).content.decode()

    assert len(html) < 300_000
    assert html.index("第101小区".encode()) < len(html)
    assert "第99小区".encode() not in html
    assert "有问题" in problems
    assert "还有 879 处" in problems


def test_the_same_over_rest(take_in, zhang):
    client = APIClient()
    client.force_authenticate(zhang)
    upload = take_in([["1", "甲小区", "城关街道", "两", 40, 32000, "王"]], head=[*HEAD, "经办"])
    base = f"/api/v1/imports/{upload.pk}"
    act = {"HTTP_IDEMPOTENCY_KEY": "k", "format": "json"}

    def post(name, body):
        act["HTTP_IDEMPOTENCY_KEY"] += "1"
        answer = client.post(f"{base}/{name}/", body, **act)
        return answer.status_code, answer.json()

    cells = [{"sheet": "计划", "cell": "D2", "text": "2"}]
    _, mended = post("mend", {"cells": cells})
    _, mapped = post("columns", {"columns": {"计划": {"7": ""}}})
    refused, _ = post("commit", {"note": ""})
    written, body = post("commit", {"accept": "公寓楼"})

    assert (mended["refused"], mended["open_warnings"]) == (0, 2)
    assert [(one["was"], one["text"]) for one in mapped["mends"]] == [("两", "2")]
    assert mapped["open_warnings"] == 1
    assert (refused, written, body["state"]) == (400, 200, "committed")


@pytest.mark.parametrize("what", ["bomb", "empty_rows"])
def test_a_hostile_file_is_refused_before_memory_is_spent(what):
    swollen = {
        "bomb": lambda body: body + b" " * (120 * 1024 * 1024),
        "empty_rows": lambda body: body.replace(
            b"</sheetData>",
            b"".join(b'<row r="%d"/>' % n for n in range(10, 1_000_000)) + b"</sheetData>",
        ),
    }[what]
    content = rezip(
        workbook([HEAD, *ROWS]),
        lambda name, body: swollen(body) if name.endswith("sheet1.xml") else body,
    )

    tracemalloc.start()
    with pytest.raises(Refused):
        read_workbook(content, "计划.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 30 * 1024 * 1024
