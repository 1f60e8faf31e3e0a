"""The cashier's desk by keyboard alone, the account behind a figure, money in a picture."""

import pytest
from django.conf import settings as configured
from django.test import Client

from accounts.permissions import Role
from funding.models import LedgerEntry
from funding.services.arrivals import allocate, receive
from funding.services.flow_values import NewAllocation, NewReceipt, NewSpending
from funding.services.sources import source_of
from funding.services.spending import pay
from tests.factories import funding as make
from tests.factories.funding import WAN
from tests.factories.renovation import NOW, TODAY
from tests.factories.rewards import LAST, give, town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def morning(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


@pytest.fixture
def project(db):
    project = make.money_project(costs=(630, 262, 68), area="25200.72", homes=24)
    make.due(project, social=12 * WAN, social_source="充电设施运营协议")
    make.in_full(project, but={unit.pk for unit in make.units_of(project)[:9]})
    central = {"source": source_of("370724", "central_fiscal"), "amount": 300 * WAN}
    by = {"by": make.person(Role.FINANCE), "at": NOW, "project": project}
    allocate(
        **by, money=NewAllocation(**central, document_no="鲁财建〔2024〕1号", allocated_on=TODAY)
    )
    receive(**by, money=NewReceipt(**central, voucher="DW-1", received_on=TODAY))
    spent = {"payee": "某公司", "voucher": "ZF-1", "paid_on": TODAY, "purpose": "works"}
    pay(**by, money=NewSpending(central["source"], amount=80 * WAN, **spent))
    return project


@pytest.fixture
def signed(open_page, live_server):
    def sign(role, width=1440, area="370724"):
        page, client = open_page(width), Client()
        client.force_login(make.person(role, area))
        name = configured.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sign


def test_slip_after_slip_without_the_mouse(project, signed, shoot):
    page = signed(Role.STREET_CLERK, area="370724001")
    page.goto(f"/money/projects/{project.pk}/ledger/")
    for room, voucher in (("1-1-101", "PZ-501"), ("1-1-102", "PZ-502")):
        page.keyboard.type(room)
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=amount]:focus")
        page.keyboard.press("Enter")
        page.keyboard.type(voucher)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_selector("[name=room]:focus")

    assert "PZ-502" in page.inner_text("main")
    assert LedgerEntry.objects.filter(voucher__in=["PZ-501", "PZ-502"]).count() == 2
    shoot(page, "ledger")


def test_a_room_that_is_not_there_is_said_before_anything_is_sent(project, signed):
    page = signed(Role.STREET_CLERK, area="370724001")
    page.goto(f"/money/projects/{project.pk}/ledger/")

    page.keyboard.type("9-9-999")
    page.keyboard.press("Enter")

    page.wait_for_selector("[data-told][data-state=refused]")
    assert "没有“9-9-999”这一户" in page.inner_text("[data-told]")


@pytest.mark.parametrize("width", [1440, 375])
def test_the_account_opens_beside_the_figure_and_comes_out_the_same(project, signed, shoot, width):
    page = signed(Role.BUREAU_HANDLER, width)
    page.goto(f"/money/projects/{project.pk}/")
    page.click("#figure-government a.why")
    page.wait_for_selector("#drawer .reason-result")

    assert "7,560,216.00 元" in page.inner_text("#drawer .reason-result")
    assert "超出的 27,784.00 元" in page.inner_text("#drawer")
    page.click("#drawer .reason-foot button[type=submit]")
    page.wait_for_selector("#drawer .reason-foot .is-green")
    assert "重算一致" in page.inner_text("#drawer .reason-foot")
    shoot(page, "money-why")


@pytest.mark.parametrize("width", [1440, 375])
def test_money_flows_in_a_picture_with_its_table(project, signed, shoot, width):
    page = signed(Role.LEADER, width)
    page.goto("/money/")
    page.wait_for_selector("#money-flow svg")

    assert "中央财政补助" in page.inner_text("main table >> nth=0")
    assert "资金到位" in page.inner_text("h1")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shoot(page, "money")


@pytest.mark.parametrize("width", [1440, 375])
def test_the_yuan_at_stake_stand_by_their_day(db, signed, shoot, width):
    project = town()
    give(project)
    page = signed(Role.FINANCE, width)
    page.goto(f"/money/projects/{project.pk}/")
    panel = page.locator("#stakes")
    assert "300,000.00 元" in panel.inner_text()
    assert LAST.isoformat() in panel.inner_text()
    shoot(page, "funding-stakes")
    panel.get_by_text("依据").click()
    page.get_by_text("1,000,000.00 × 30%").wait_for()
    shoot(page, "funding-stakes-why")
