"""A policy officer makes a place its own policy in the browser; a second person lets it govern."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acting
from tests.browser.conftest import windows

SHARE = "rounds[1].matters[0].tests[1].share"


@pytest.fixture
def desk(chromium, office):
    """`desk(username)`: a page of somebody who has signed in."""
    office.serve()
    with windows(chromium, office.url) as open_one:

        def sit_down(username):
            page = open_one()
            acting.sign_in(page, username)
            return page

        yield sit_down
    allowed = ("422", "409")
    assert [one for one in open_one.complaints if not any(code in one for code in allowed)] == []


def named(page, name):
    """A field by its name, which holds brackets."""
    return acting.main(page).locator(f'[name="{name}"]')


def test_a_policy_is_copied_changed_tried_checked_and_published(desk):
    officer = desk("demo_policy")
    officer.goto("/policies/")
    acting.follow(officer, "从已有政策新建")
    acting.main(officer).get_by_role("row", name=re.compile("临政办字")).get_by_role("link").click()
    acting.fill(officer, effective_from="2025-01-01", document="临政办字〔2025〕1号")
    acting.press(officer, "复制为草稿")
    expect(acting.main(officer)).to_contain_text("复制自")
    draft = officer.url

    acting.follow(officer, "修改")
    acting.follow(officer, "第二轮：改造方案意见征询")
    named(officer, SHARE).fill("0.8")
    acting.press(officer, "保存并重跑算例")
    expect(named(officer, SHARE)).to_have_value("0.8")
    expect(acting.main(officer)).to_contain_text("写法不合")
    named(officer, SHARE).fill("4/5")
    acting.press(officer, "保存并重跑算例")
    expect(acting.main(officer)).to_contain_text("个不符")

    acting.follow(officer, "改算例的期望值")
    for one in acting.main(officer).get_by_label("删去这一例").all():
        one.check()
    acting.fill(officer, reason="样本的事例，按新比例另行手算")
    acting.press(officer, "保存并重跑")
    expect(acting.main(officer)).to_contain_text("算例全部通过")

    _tried_and_kept_as_a_case(officer)

    reviewer = desk("demo_reviewer")
    reviewer.goto("/policies/")
    reviewer.goto(draft)
    for conflict in reviewer.locator(".conflict").evaluate_all("rows => rows.map(row => row.id)"):
        reviewer.locator(f"[id='{conflict}']").get_by_role("button").first.click()
        reviewer.wait_for_load_state()
    acting.press(reviewer, "复核通过")
    expect(acting.main(reviewer)).to_contain_text("已复核")
    acting.follow(reviewer, "第 1 版")
    acting.follow(reviewer, "废止")
    acting.fill(reviewer, last_day="2024-12-31", reason="新办法施行")
    acting.press(reviewer, "废止")
    reviewer.goto(draft)
    reviewer.locator("summary", has_text="发布").click()
    reviewer.locator("details[open]").get_by_role("button", name="发布").click()
    expect(acting.main(reviewer)).to_contain_text("已发布")

    officer.goto(draft)
    acting.main(officer).get_by_text("更多").click()
    acting.follow(officer, "比较版本")
    expect(acting.main(officer)).to_contain_text("收紧 2 处")


def _tried_and_kept_as_a_case(officer):
    acting.follow(officer, "新加算例")
    acting.follow(officer, "征询表决")
    officer.locator("#rule").select_option("second/scheme")
    officer.wait_for_url("**rule=second*")
    for name, value in (
        ("all_heads", "100"),
        ("all_area", "100"),
        ("participating_heads", "80"),
        ("participating_area", "80"),
        ("agree_heads", "64"),
        ("agree_area", "64"),
    ):
        named(officer, f"counts.{name}").fill(value)
    officer.locator("#result .reason-result").wait_for()
    acting.press(officer, "算一算")
    expect(officer.locator("#result")).to_contain_text("通过")
    acting.follow(officer, "记作算例")
    acting.fill(officer, title="80% 整：不多不少")
    officer.get_by_label("已核对通过").check()
    acting.press(officer, "记下算例")
    expect(acting.main(officer)).to_contain_text("算例已记下，全部通过")
