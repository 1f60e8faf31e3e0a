"""An evening at the sheet: typed by keyboard only, the line lost and found again, nothing twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from approvals.models import Delivery, Paper, Round
from approvals.selectors.verifying import differences
from approvals.services.batches import open_batch
from approvals.services.bulk import record_papers
from reports.printing.codes import qr_address
from tests.factories.approvals import DURING, entry, open_round_for, units_of
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import ProjectFactory, advance, clerk, published_policy

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("赵平", "许梅", "曹强", "朱平", "梁敏", "许林", "陈军", "宋超", "杨帆", "谢伟", "朱涛")


@pytest.fixture(autouse=True)
def evening(settings):
    settings.DEMO_NOW = "2024-06-20 21:14"


@pytest.fixture
def house(db):
    """Four buildings of forty homes; a company owns five; 100 papers are in."""
    project = ProjectFactory(households=160, buildings=4, floor_area=Decimal("25200.72"))
    company = OwnerFactory(name="临朐县供电公司", kind="company")
    for number in range(1, 5):
        size = Decimal("156.05") + number
        units = build_homes(
            project.community, count=40, building=str(number), entrances=4, area=size, owned=False
        )
        for index, unit in enumerate(units):
            mine = company if number == 2 and index < 5 else None
            own(unit, mine or OwnerFactory(name=NAMES[index % len(NAMES)]))
    advance(project, "consult")
    by = clerk()
    round_ = open_round_for(project, by=by)
    rows = [
        u
        for u in units_of(round_)
        if (u.building != "3" and u.position % 3 != 1)
        or (u.building == "3" and u.entrance in "123" and u.position % 2)
    ]
    words = ["agree"] * 9 + ["against", "abstain"]
    said = [(unit, entry(words[n % 11])) for n, unit in enumerate(rows)]
    hand = {"renovate": {"agree": 4, "against": 1, "abstain": 0, "invalid": 1}}
    batch = open_batch(by=by, at=DURING, round_=round_, building="3", hand=hand)
    record_papers(by=by, at=DURING - timedelta(hours=2), round_=round_, entries=said)
    absent = next(
        u for u in units_of(round_) if u.building == "3" and u.entrance == "1" and u not in rows
    )
    Delivery.objects.create(
        round=round_, unit=absent, reason="长期无人", noted_at=DURING, noted_by=by
    )
    return round_, by, batch


def sign_in(page, user, live_server):
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {
                "name": configured.SESSION_COOKIE_NAME,
                "value": client.cookies[configured.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )


def at_the_sheet(open_page, live_server, house, width=1440):
    round_, by, _ = house
    page = open_page(width)
    sign_in(page, by, live_server)
    unit = next(u for u in units_of(round_) if u.building == "3" and u.entrance == "4")
    page.goto(reverse("approvals:sheet", args=[round_.pk]) + f"?building=3&unit={unit.pk}")
    page.locator(".js #expected-who strong").wait_for()
    return page, round_


def expected(open_page, words):
    """The browser's own remark on a request that was meant to fail is not a complaint."""
    open_page.complaints[:] = [one for one in open_page.complaints if words not in one]


def live(round_):
    return Paper.objects.filter(round=round_, live=True).count()


def wait_for(page, count, round_):
    for _ in range(200):
        if live(round_) == count:
            return
        page.wait_for_timeout(100)
    assert live(round_) == count


def test_a_building_is_typed_by_keyboard_alone(open_page, live_server, house, shoot):
    page, round_ = at_the_sheet(open_page, live_server, house)
    before = live(round_)
    first = page.text_content("#expected-who strong")
    assert first == "3 号楼 4 单元 101"
    for key in "1121":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    page.keyboard.press("1")
    page.keyboard.press("1")
    wait_for(page, before + 6, round_)
    page.locator("#recent-list >> text=已上传").first.wait_for()
    page.locator("#hand-in-button:enabled").wait_for()
    assert Paper.objects.filter(answers__reason="未签名").exists()
    shoot(page, "sheet")
    page.keyboard.press("Control+z")
    wait_for(page, before + 5, round_)
    page.locator("#hand-in-button:disabled").wait_for()
    assert differences(Round.objects.get(pk=round_.pk)) == []


def test_a_lost_line_keeps_every_paper_and_sends_it_once(open_page, live_server, house, shoot):
    page, round_ = at_the_sheet(open_page, live_server, house)
    before = live(round_)
    share = page.text_content("#test-renovate-0 .gauge-share")
    failing = lambda route: route.abort()  # noqa: E731
    page.route("**/sheet/", failing)
    for key in "111":
        page.keyboard.press(key)
    page.locator("#offline >> text=3 份待上传").wait_for()
    assert "已含这 3 份" in page.text_content("#offline")
    assert page.text_content("#test-renovate-0 .gauge-share") != share
    shoot(page, "sheet-offline")
    assert live(round_) == before
    page.unroute("**/sheet/", failing)
    page.reload()
    wait_for(page, before + 3, round_)
    page.locator("#offline").wait_for(state="hidden")
    expected(open_page, "ERR_FAILED")
    assert (
        page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('sheet:')).length") == 0
    )
    assert differences(Round.objects.get(pk=round_.pk)) == []


def test_a_refused_paper_opens_its_row_with_the_reason(open_page, live_server, house):
    page, round_ = at_the_sheet(open_page, live_server, house)
    unit = next(u for u in units_of(round_) if u.building == "3" and u.entrance == "4")
    other = clerk()
    record_papers(by=other, at=DURING, round_=round_, entries=[(unit, entry("against"))])
    page.keyboard.press("1")
    page.locator("#refusal >> text=没有收下").wait_for()
    assert str(other) in page.text_content("#refusal")
    expected(open_page, "409")
    assert page.text_content("#expected-who strong") == "3 号楼 4 单元 101"


def test_a_double_click_votes_once_and_a_scan_finds_its_row(open_page, live_server, house):
    page, round_ = at_the_sheet(open_page, live_server, house)
    before = live(round_)
    page.dblclick("#expected-keys [data-choice=agree]")
    wait_for(page, before + 1, round_)
    page.wait_for_timeout(300)
    assert live(round_) == before + 1
    unit = next(
        u for u in units_of(round_) if u.building == "3" and u.entrance == "4" and u.room == "501"
    )
    page.keyboard.type(unit.serial)
    page.keyboard.press("Enter")
    page.locator("#expected-who >> text=4 单元 501").wait_for()
    page.keyboard.type(qr_address(units_of(round_)[0].token, 2, 2))  # what a hand scanner types
    page.keyboard.press("Enter")
    page.locator("#expected-who >> text=1 号楼 1 单元 101").wait_for()
    assert live(round_) == before + 1


def test_the_sheet_works_on_a_phone(open_page, live_server, house, shoot):
    page, round_ = at_the_sheet(open_page, live_server, house, 375)
    before = live(round_)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.tap("#expected-keys [data-choice=agree]")
    wait_for(page, before + 1, round_)
    shoot(page, "sheet")


@pytest.mark.parametrize("width", [1440, 375])
def test_the_consent_tab_fits_its_window(open_page, live_server, house, shoot, width):
    round_, by, _ = house
    page = open_page(width)
    sign_in(page, by, live_server)
    page.goto(reverse("approvals:rounds", args=[round_.project_id]))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    shoot(page, "consent")
    page.click("#test-renovate-0 .why")
    page.locator("#drawer-body .reason-result").wait_for()


def with_second_matter(text):
    """The test policy with a second question in its second round."""
    head, tail = text.split("  - key: second\n", 1)
    first = tail.index("      - key: renovate")
    end = tail.index("notices:")
    block = tail[first:end].replace("key: renovate", "key: lift").replace("是否改造", "加装电梯")
    return head + "  - key: second\n" + tail[:end] + block + tail[end:]


def test_two_matters_are_typed_one_after_the_other(open_page, live_server, db):
    published_policy(with_second_matter)
    project = ProjectFactory()
    build_homes(project.community, count=4, building="1", entrances=2)
    advance(project, "consult")
    by = clerk()
    round_ = open_round_for(project, by=by)
    page = open_page(1440)
    sign_in(page, by, live_server)
    page.goto(reverse("approvals:sheet", args=[round_.pk]))
    page.locator(".js .expected-matter-now").wait_for()
    for key in "12":
        page.keyboard.press(key)
    wait_for(page, 1, round_)
    for key in "341":
        page.keyboard.press(key)
    wait_for(page, 2, round_)
    said = [
        {answer.matter: answer.choice for answer in paper.answers.all()}
        for paper in Paper.objects.order_by("pk")
    ]
    assert said == [
        {"renovate": "agree", "lift": "against"},
        {"renovate": "abstain", "lift": "invalid"},
    ]
    assert differences(Round.objects.get(pk=round_.pk)) == []
