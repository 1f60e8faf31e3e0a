"""A whole evening at the street: printed, typed by keyboard alone, the line lost, counted, sealed.

One building of eight homes; nobody touches the mouse at the sheet. What the browser could not send
is sent once when the line is back, also by a window that was closed in between.
"""

from io import BytesIO

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from approvals.models import Paper, Seal
from approvals.selectors.verifying import differences
from tests.browser import acting as do
from tests.factories.approvals import open_round_for, reviewer, units_of
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import ProjectFactory, advance, clerk

pytestmark = pytest.mark.django_db(transaction=True)
OWNERS = ("赵平", "许梅", "曹强", "朱平", "梁敏", "许林", "陈军", "宋超")


@pytest.fixture
def clock(settings):
    def turn(to):
        settings.DEMO_NOW = to

    return turn


@pytest.fixture
def street(db, clock):
    """The clerk and an open round of eight homes in two entrances."""
    clock("2024-06-20 18:05")
    project = ProjectFactory(households=8, buildings=1)
    for unit, name in zip(
        build_homes(project.community, count=8, entrances=2, owned=False), OWNERS, strict=True
    ):
        own(unit, OwnerFactory(name=name))
    advance(project, "consult")
    by = clerk()
    return by, open_round_for(project, by=by)


@pytest.fixture
def desk(open_page, live_server):
    def sit(user):
        page, client = open_page(), Client()
        client.force_login(user)
        name = configured.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sit


def test_a_whole_evening(street, desk, clock, open_page, shoot):
    by, round_ = street
    page = desk(by)
    print_the_papers(page, round_)
    give_them_out(page, round_)

    clock("2024-06-20 21:14")
    count_the_pile(page, round_)
    do.vote(page, "112")
    recorded(page, round_, 3)
    page = lose_the_line_and_find_it_again(page, round_, open_page, shoot)
    do.vote(page, "1")
    do.vote(page, "4", reason="1")
    recorded(page, round_, 8)
    hand_in(page)

    clock("2024-06-25 09:30")
    close(page, round_)
    second = desk(reviewer())
    confirm(second, round_)
    certify(second, round_, shoot)
    assert differences(round_) == []


def print_the_papers(page, round_):
    """A sheet for every home, in the order of the stairs, with progress while it is made."""
    at_the_round(page, round_)
    do.press(page, "印征求意见表")
    pages = PdfReader(BytesIO(do.printed(page))).pages
    serials = [unit.serial for unit in units_of(round_)]
    assert len(pages) == len(serials)
    assert serials[4] in pages[4].extract_text()


def give_them_out(page, round_):
    """Eight copies leave the office; who carries them is written down."""
    at_the_round(page, round_)
    do.follow(page, "票据保管")
    do.fill(page, collector="刘洋")
    do.press(page, "登记发放")
    expect(page.locator("table.custody tfoot")).to_contain_text("8 = 0 + 8 + 0")


def count_the_pile(page, round_):
    """Five for, one against, one abstaining, one invalid: counted by hand before it is typed."""
    at_the_round(page, round_)
    do.follow(page, "录票")
    for choice, number in (("agree", "5"), ("against", "1"), ("abstain", "1"), ("invalid", "1")):
        tab_to(page, f"[name=hand_renovate_{choice}]")
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#hand-in-button:disabled").wait_for()


def lose_the_line_and_find_it_again(page, round_, open_page, shoot):
    """Two papers are typed without a line; the window is closed, another one sends them."""
    context, address = page.context, page.url
    context.set_offline(True)
    do.vote(page, "31")
    page.locator("#offline >> text=2 份待上传").wait_for()
    shoot(page, "evening-offline")
    assert Paper.objects.filter(round=round_).count() == 3
    page.close()
    context.set_offline(False)
    lost = "ERR_INTERNET_DISCONNECTED"
    open_page.complaints[:] = [one for one in open_page.complaints if lost not in one]
    page = context.new_page()
    page.goto(address)
    recorded(page, round_, 5)

    context.set_offline(True)
    do.vote(page, "1")
    page.locator("#offline >> text=1 份待上传").wait_for()
    context.set_offline(False)
    recorded(page, round_, 6)
    return page


def hand_in(page):
    """What was typed ties with the pile: the button opens by itself."""
    page.locator("#hand-in-button:enabled").wait_for()
    tab_to(page, "#hand-in-button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("这一批已提交复核")


def close(page, round_):
    """The period is over; the hand count ties."""
    at_the_round(page, round_)
    do.follow(page, "截止计票")
    do.count_by_hand(page)
    do.press(page, "截止，交第二人复核")
    expect(do.main(page)).to_contain_text("待第二人复核")


def confirm(page, round_):
    """Another person looks at the recount and says yes."""
    at_the_round(page, round_)
    do.follow(page, "复核确认")
    do.press(page, "复核确认")
    expect(do.main(page)).to_contain_text("已复核确认")


def certify(page, round_, shoot):
    """The sealed certificate: its hash, who counted, what reconciles, which papers are drawn."""
    do.press(page, "印计票证书")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(do.printed(page))).pages)
    seal = Seal.objects.get(round=round_)
    told = "".join(text.split())
    assert seal.sha256 in told
    assert all(serial in told for serial in seal.sample)
    assert str(seal.counters[0]) in text
    at_the_round(page, round_)
    do.follow(page, "票据保管")
    expect(page.locator("table.custody tfoot")).to_contain_text("8 = 8 + 0 + 0")
    shoot(page, "evening-sealed")


def at_the_round(page, round_):
    page.goto(reverse("approvals:rounds", args=[round_.project_id]))


def recorded(page, round_, count):
    """So many papers are in, each once, and nothing waits in the browser."""
    do.all_uploaded(page)
    papers = Paper.objects.filter(round=round_)
    assert papers.count() == papers.values("unit").distinct().count() == count


def tab_to(page, selector):
    """With the Tab key alone."""
    page.keyboard.press("Escape")
    for _ in range(80):
        if page.evaluate("(css) => document.activeElement.matches(css)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")
