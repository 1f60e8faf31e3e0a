"""The components as people meet them: pictures, keyboard, drawer, drafts, without scripts."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


@pytest.mark.parametrize("width", [1440, 375])
def test_the_gallery_fits_its_window_and_draws_its_charts(open_page, shoot, width):
    page = open_page(width)
    page.goto("/gallery/")
    for chart in ("funnel", "deadlines", "money"):
        page.locator(f"#{chart} svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    shoot(page, "gallery")


def test_charts_and_tooltips_keep_the_content_policy(open_page):
    page = open_page()
    page.goto("/gallery/")
    box = page.locator("#money")
    box.locator("svg").wait_for()
    box.scroll_into_view_if_needed()
    box.hover(position={"x": 200, "y": 60})
    page.wait_for_timeout(300)


def test_a_reason_opens_beside_its_figure_and_gives_the_focus_back(open_page):
    page = open_page()
    page.goto("/gallery/")
    page.click("#f2 .why")
    page.locator("#drawer-body .reason-result").wait_for()
    assert page.locator("#f2.ringed").count() == 1
    for _ in range(9):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.querySelector('#drawer-body').contains(document.activeElement)"
        )
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    assert page.evaluate("document.activeElement.className") == "why"
    assert page.locator(".ringed").count() == 0


def test_the_slash_goes_to_the_search_box_but_not_while_typing(open_page):
    page = open_page()
    page.goto("/gallery/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.fill("#id_note", "")
    page.locator("#id_note").press("/")
    assert page.input_value("#id_note") == "/"


def test_what_was_typed_survives_a_closed_tab(open_page):
    page = open_page()
    page.goto("/gallery/")
    page.fill("#id_title", "改造意见公示书")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto("/gallery/")
    assert again.input_value("#id_title") == "改造意见公示书"
    again.click("text=不要了，重新填")
    assert again.input_value("#id_title") == ""


def test_the_menu_opens_on_a_phone_with_and_without_scripts(open_page):
    for options in ({}, {"java_script_enabled": False}):
        page = open_page(375, **options)
        page.goto("/gallery/")
        assert page.locator("#side").is_hidden()
        page.click(".top-menu")
        assert page.locator("#side").is_visible()
        page.click(".side-close")
        assert page.locator("#side").is_hidden()


def test_a_second_click_does_not_send_twice(open_page):
    page = open_page()
    sent = []
    page.route("**/gallery/sent/", lambda route: (sent.append(1), route.abort()))
    page.goto("/gallery/")
    page.evaluate("document.querySelector('form[data-keep]').action = '/gallery/sent/'")
    page.evaluate(
        "(() => { const form = document.querySelector('form[data-keep]'); form.noValidate = true;"
        " const go = form.querySelector('[type=submit]'); go.click(); go.click(); })()"
    )
    page.wait_for_timeout(300)
    assert len(sent) == 1
