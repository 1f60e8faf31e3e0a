"""A session lost at the door: nothing counts as sent, the clerk is told, and it is sent once."""

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from approvals.models import HeadUnit, Visit
from approvals.services.papers import record_paper
from tests.factories.approvals import DURING, entry, fill, open_round_for, project_with_homes
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(db, settings):
    settings.DEMO_NOW = "2024-06-20 21:14"
    made = open_round_for(project_with_homes(homes=6))
    fill(made, clerk(), agree=1)
    return made


def test_a_call_waits_in_the_browser_until_the_clerk_has_logged_in_again(
    round_, open_page, live_server
):
    client, name = Client(), configured.SESSION_COOKIE_NAME
    client.force_login(clerk())
    session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page = open_page(375)
    page.context.add_cookies([session])
    page.goto(reverse("approvals:tonight", args=[round_.pk]))
    page.context.clear_cookies(name=name)
    page.locator(".door-visit button[value=nobody]").first.click()
    page.locator("#doors-line >> text=登录已过期").wait_for()
    assert page.locator("#doors-line a").get_attribute("href") == reverse("accounts:login")
    assert not Visit.objects.exists()

    other = Client()
    other.force_login(clerk())
    page.context.add_cookies([session | {"value": other.cookies[name].value}])
    with page.expect_response(lambda answer: answer.status == 401):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert not Visit.objects.exists()

    page.context.add_cookies([session])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator(".door-state >> text=已上传").wait_for()

    assert Visit.objects.get().outcome == "nobody"
    assert page.evaluate("Object.keys(localStorage).filter(k => /^doors:/.test(k)).length") == 0
    open_page.complaints[:] = [one for one in open_page.complaints if "401" not in one]


def test_an_answer_that_is_refused_may_be_tapped_again(round_, open_page, live_server):
    client, name = Client(), configured.SESSION_COOKIE_NAME
    client.force_login(clerk())
    page = open_page(375)
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(reverse("approvals:tonight", args=[round_.pk]))
    form = page.locator(".door-answers").first
    unit = HeadUnit.objects.get(pk=form.locator("[name=unit]").get_attribute("value"))
    record_paper(by=clerk(), at=DURING, round_=round_, unit=unit, entry=entry("against"))

    form.locator("button[value=agree]").click()

    page.locator(".door-problem").wait_for()
    assert form.is_visible()
    assert unit.papers.get(live=True).answers.get().choice == "against"
    open_page.complaints[:] = [one for one in open_page.complaints if "409" not in one]
