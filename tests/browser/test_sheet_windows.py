"""The sheet among other windows, other people and wrong clocks: each paper once, by its typist."""

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from approvals.models import Paper
from approvals.selectors.verifying import differences
from tests.browser import acting as do
from tests.factories.approvals import DURING, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db(transaction=True)
A_YEAR_BEHIND = "const now = Date.now; Date.now = () => now() - 31536000000;"


@pytest.fixture
def round_(db, settings):
    settings.DEMO_NOW = "2024-06-20 21:14"
    return open_round_for(project_with_homes(homes=6))


@pytest.fixture
def sign_in(live_server):
    def into(context, user):
        client, name = Client(), configured.SESSION_COOKIE_NAME
        client.force_login(user)
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])

    return into


@pytest.fixture
def at_the_sheet(round_):
    def sit(page):
        page.goto(reverse("approvals:sheet", args=[round_.pk]))
        page.locator(".js #expected-who strong").wait_for()
        return page

    return sit


def papers(round_):
    return Paper.objects.filter(round=round_, live=True)


def waiting(page, count):
    page.locator(f"#offline >> text={count} 份待上传").wait_for()


def hold_back(page):
    """Papers that have left the window and reached nobody yet."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/sheet/", hold)
    return held


def expected(open_page, *words):
    """What the browser itself says about requests that were meant to fail."""
    open_page.complaints[:] = [
        one for one in open_page.complaints if not any(word in one for word in words)
    ]


def test_papers_of_an_ended_session_wait_for_their_typist(round_, open_page, at_the_sheet, sign_in):
    page, by, other = open_page(), clerk(), clerk()
    sign_in(page.context, by)
    at_the_sheet(page)
    do.vote(page, "1")
    do.all_uploaded(page)

    Session.objects.all().delete()
    do.vote(page, "12")
    waiting(page, 2)
    assert str(by) in page.locator("#offline").inner_text()

    sign_in(page.context, other)
    with page.expect_response(lambda answer: answer.status == 401):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    waiting(page, 2)
    assert papers(round_).count() == 1

    sign_in(page.context, by)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    do.all_uploaded(page)
    assert [one.entered_by for one in papers(round_)] == [by] * 3
    assert papers(round_).values("unit").distinct().count() == 3
    assert differences(round_) == []
    expected(open_page, "401", "403")


def test_two_windows_with_a_wrong_clock_lose_nothing(round_, open_page, at_the_sheet, sign_in):
    left = open_page()
    left.context.add_init_script(A_YEAR_BEHIND)
    sign_in(left.context, clerk())
    right = left.context.new_page()
    at_the_sheet(left)
    at_the_sheet(right)
    on_its_way = hold_back(left)
    right.route("**/sheet/", lambda route: route.abort())

    with left.expect_request("**/sheet/"):
        do.vote(left, "1")
    right.locator(".ballot-pending").wait_for()  # what one holds, the other does not type again
    do.vote(right, "2")
    waiting(right, 2)
    on_its_way.pop().abort()
    waiting(left, 2)
    do.vote(left, "3")
    waiting(right, 3)

    for page in (left, right):
        page.unroute_all()
        page.evaluate("window.dispatchEvent(new Event('online'))")
    do.all_uploaded(left)
    for page in (left, right):
        page.locator("section.stair [data-stair-done] >> text=3").wait_for()
    said = papers(round_).order_by("unit__position").values_list("answers__choice", flat=True)
    assert list(said) == ["agree", "against", "abstain"]
    assert {one.received_at for one in papers(round_)} == {DURING}
    assert Paper.objects.count() == 3
    assert differences(round_) == []
    expected(open_page, "ERR_FAILED")


def test_a_refused_paper_stays_as_typed_and_holds_the_next_key(
    round_, open_page, at_the_sheet, sign_in, shoot
):
    page, first = open_page(), units_of(round_)[0]
    sign_in(page.context, clerk())
    at_the_sheet(page)
    page.locator("#expected-more summary").click()
    do.fill(page, signers="9", proxy="王小明")
    page.locator("h1").click()

    do.vote(page, "1")
    page.locator("#refusal >> text=名册上这套房的业主只有 1 人").wait_for()
    do.vote(page, "2")
    page.wait_for_timeout(200)
    assert not Paper.objects.exists()
    assert (do.typed(page, "signers"), do.typed(page, "proxy")) == ("9", "王小明")
    assert "刚才录的是“同意”" in page.locator("#refusal").inner_text()
    shoot(page, "sheet-refused")

    do.vote(page, ["Enter"])
    do.fill(page, signers="1", proxy="")
    page.locator("h1").click()
    do.vote(page, "2")
    do.all_uploaded(page)
    assert papers(round_).get().unit == first
    assert papers(round_).get().answers.get().choice == "against"
    assert do.typed(page, "signers") == ""
    expected(open_page, "422")


def test_a_paper_on_its_way_is_taken_back_when_it_is_in(round_, open_page, at_the_sheet, sign_in):
    page = open_page()
    sign_in(page.context, clerk())
    at_the_sheet(page)
    on_its_way = hold_back(page)

    with page.expect_request("**/sheet/"):
        do.vote(page, ["1", "Control+z"])
    on_its_way.pop().continue_()
    page.locator("#recent-list >> text=已撤销").wait_for()

    do.all_uploaded(page)
    assert Paper.objects.filter(withdrawn=True).count() == 1
    assert not papers(round_).exists()
    assert differences(round_) == []


def test_one_paper_that_the_server_fails_on_holds_up_no_other(
    round_, open_page, at_the_sheet, sign_in
):
    page, first = open_page(), units_of(round_)[0]
    sign_in(page.context, clerk())
    at_the_sheet(page)

    def fail_on_the_first(route):
        mine = f'name="unit"\r\n\r\n{first.pk}\r\n' in (route.request.post_data or "")
        route.fulfill(status=500) if mine else route.continue_()

    page.route("**/sheet/", fail_on_the_first)
    do.vote(page, "112")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    waiting(page, 1)
    assert not papers(round_).filter(unit=first).exists()

    page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    do.all_uploaded(page)
    assert papers(round_).values("unit").distinct().count() == papers(round_).count() == 3
    expected(open_page, "500")
