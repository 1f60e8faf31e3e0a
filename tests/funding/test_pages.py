"""Money on the screen: who sees what, what is typed, and at what cost."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.permissions import Role
from funding.models import Allocation, Determination, LedgerEntry
from funding.selectors.accounts import received_from_residents
from tests.factories import funding as make
from tests.factories.funding import WAN

pytestmark = pytest.mark.django_db
DRAWER = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


def client(role, area="370724"):
    """A browser signed in as that role."""
    browser = Client()
    browser.force_login(make.person(role, area))
    return browser


def pages(project, share):
    base = f"/money/projects/{project.pk}/"
    return {
        "tab": base,
        "ledger": f"{base}ledger/",
        "household": f"{base}ledger/{share.pk}/",
        "household_why": f"{base}ledger/{share.pk}/why/",
        "flows": f"{base}flows/?kind=payment",
        "why": f"{base}why/{share.determination_id}/residents/",
    }


@pytest.fixture
def project():
    project = make.money_project()
    make.due(project, social=50 * WAN, social_source="充电协议")
    return project


@pytest.fixture
def share(project):
    return Determination.objects.get(project=project, stage="due").shares.first()


@pytest.mark.parametrize(
    "role", [Role.STREET_CLERK, Role.BUREAU_HANDLER, Role.FINANCE, Role.LEADER]
)
def test_whoever_may_see_money_sees_every_page(project, share, role):
    browser = client(role)

    for name, url in pages(project, share).items():
        assert browser.get(url).status_code == 200, name
    assert "计划 800.00 万元，还没有到位" in browser.get("/money/").content.decode()


def test_outside_scope_it_is_not_there_and_without_the_right_it_is_refused(project, share):
    stranger, utility = client(Role.FINANCE, "330382"), client(Role.UTILITY)

    for url in pages(project, share).values():
        assert stranger.get(url).status_code == 404
        assert utility.get(url).status_code == 403
    assert utility.get("/money/").status_code == 403


def test_the_account_opens_in_the_drawer_and_comes_out_the_same_again(project, share):
    url = pages(project, share)["why"]
    handler = client(Role.BUREAU_HANDLER)

    shown = handler.get(url, headers=DRAWER).content.decode()
    again = handler.post(url, headers=DRAWER).content.decode()

    assert "5,000,000.00" in shown
    assert "× 10%" in shown
    assert "充电协议" in shown
    assert "<html" not in shown
    assert "重算一致" in again


def test_an_estimate_that_no_longer_comes_out_the_same_is_said_in_red(project):
    row = Determination.objects.get(project=project, stage="estimate")
    project.contents.filter(key="basic").update(estimate=600 * WAN)

    answer = (
        client(Role.BUREAU_HANDLER)
        .post(f"/money/projects/{project.pk}/why/{row.pk}/residents/", headers=DRAWER)
        .content.decode()
    )

    assert "重新计算与存下的不同" in answer
    assert "1,800,000.00 元" in answer
    assert "2,500,000.00 元" in answer


def test_a_clerk_books_one_slip_after_another(project):
    clerk = client(Role.STREET_CLERK, "370724001")
    url = f"/money/projects/{project.pk}/ledger/"

    found = clerk.get(f"{url}find/", {"room": "1-1-101"}).json()
    answer = clerk.post(
        url,
        {
            "room": "1号楼1单元101",
            "amount": found["missing"],
            "voucher": "PZ-1",
            "channel": "cash",
            "paid_on": "2024-06-20",
            "payer": "赵平",
        },
    )

    assert found["missing"] == "450000.00"
    assert answer.status_code == 302
    assert "channel=cash" in answer.url
    assert LedgerEntry.objects.get().channel == "cash"
    assert "已登记 1号楼1单元101 450,000.00 元" in clerk.get(answer.url).content.decode()


def test_a_refused_slip_comes_back_as_typed_with_the_numbers(project):
    clerk = client(Role.STREET_CLERK, "370724001")

    answer = clerk.post(
        f"/money/projects/{project.pk}/ledger/",
        {
            "room": "1-1-101",
            "amount": "450000.01",
            "voucher": "PZ-77",
            "channel": "bank",
            "paid_on": "2024-06-20",
        },
    )

    assert answer.status_code == 422
    assert "会多收 0.01 元" in answer.content.decode()
    assert "PZ-77" in answer.content.decode()


@pytest.mark.parametrize(
    ("room", "words"), [("9-9-999", "没有“9-9-999”这一户"), ("!", "没有“!”这一户")]
)
def test_a_room_that_is_not_there_is_refused_at_its_field(project, room, words):
    clerk = client(Role.STREET_CLERK, "370724001")

    answer = clerk.get(f"/money/projects/{project.pk}/ledger/find/", {"room": room})

    assert set(answer.json()) == {"message"}
    assert words in answer.json()["message"]


def test_a_reversal_asks_for_a_reason(project):
    entry = make.in_full(project)[0].entry
    clerk = client(Role.STREET_CLERK, "370724001")
    url = f"/money/projects/{project.pk}/entries/{entry.pk}/reverse/"

    refused = clerk.post(url, {"reason": ""}, follow=True).content.decode()
    clerk.post(url, {"reason": "退票"})

    assert "请写明冲正事由" in refused
    assert received_from_residents(project) == 135 * WAN


def test_the_ledger_is_filtered_and_summed_exactly(project):
    unit = make.units_of(project)[0]
    make.in_full(project, but={unit.pk})
    clerk = client(Role.STREET_CLERK, "370724001")

    answer = clerk.get(f"/money/projects/{project.pk}/ledger/?state=unpaid")

    assert answer.context["page_obj"].paginator.count == 1
    assert answer.context["shown"].missing == 45 * WAN
    assert answer.context["total"].paid == 135 * WAN
    assert answer.context["ties"]


@pytest.mark.parametrize("homes", [3, 30])
def test_the_ledger_costs_the_same_for_three_and_thirty(homes, django_assert_max_num_queries):
    project = make.money_project(homes=homes)
    make.due(project)
    clerk = client(Role.STREET_CLERK, "370724001")

    with django_assert_max_num_queries(10):
        assert clerk.get(f"/money/projects/{project.pk}/ledger/?state=unpaid").status_code == 200


@pytest.mark.parametrize("count", [3, 12])
def test_the_overview_costs_the_same_for_any_number(count, django_assert_max_num_queries):
    for _ in range(count):
        make.estimate(make.money_project(homes=1, area="5000.00"))
    leader = client(Role.LEADER)

    with django_assert_max_num_queries(10):
        answer = leader.get("/money/")

    assert answer.context["total"].planned == count * 800 * WAN
    assert f"{count} 个项目" in answer.content.decode()


def test_finance_books_and_is_refused_with_the_figures(project):
    finance = client(Role.FINANCE)
    url = f"/money/projects/{project.pk}/flows/"
    source = str(finance.get(url).context["form"].fields["source"].queryset.get(kind="province").pk)

    booked = finance.post(
        f"{url}?kind=allocation",
        {"source": source, "amount": "100", "document_no": "文1", "allocated_on": "2024-06-01"},
    )
    refused = finance.post(
        f"{url}?kind=receipt",
        {"source": source, "amount": "101", "voucher": "D1", "received_on": "2024-06-01"},
    )

    assert booked.status_code == 302
    assert Allocation.objects.get().amount == Decimal(100)
    assert refused.status_code == 422
    assert "还可到位 100.00 元" in refused.content.decode()


def test_determining_and_confirming_take_two_people():
    project = make.money_project()
    handler, reviewer = client(Role.BUREAU_HANDLER), client(Role.BUREAU_REVIEWER)
    base = f"/money/projects/{project.pk}/"

    handler.post(
        f"{base}determine/estimate/", {"social": "0", "garage_area": "0", "reason": "初稿"}
    )
    row = Determination.objects.get()
    handler.post(f"{base}determinations/{row.pk}/confirm/")
    row.refresh_from_db()
    assert row.confirmed_at is None

    reviewer.post(f"{base}determinations/{row.pk}/confirm/")
    row.refresh_from_db()
    assert row.confirmed_at is not None
    assert handler.get(f"{base}determine/final/").status_code == 200
    assert reviewer.get(f"{base}determine/estimate/").status_code == 403


def test_the_final_account_asks_for_every_content_and_gives_money_back():
    project = make.money_project(area="25000.00")
    make.due(project)
    make.in_full(project)
    make.reach(project, "completed")
    handler = client(Role.BUREAU_HANDLER)
    figures = {"cost-basic": "4750000", "cost-improved": "1900000", "cost-upgraded": "950000"}
    body = {"social": "0", "garage_area": "0", "document_no": "决字1号", **figures}

    answer = handler.post(f"/money/projects/{project.pk}/determine/final/", body)

    assert answer.status_code == 302
    assert Determination.objects.get(stage="final").residents == 171 * WAN


def test_a_household_that_paid_too_much_is_paid_back():
    project = make.money_project(area="25000.00")
    make.due(project)
    make.in_full(project)
    row = make.final(project, {"basic": 475, "improved": 190, "upgraded": 95})
    share = row.shares.first()
    clerk = client(Role.STREET_CLERK, "370724001")
    url = f"/money/projects/{project.pk}/ledger/{share.pk}/"

    assert "可退 22,500.00 元" in clerk.get(url).content.decode()
    clerk.post(
        url,
        {
            "amount": "22500.00",
            "voucher": "TK-1",
            "channel": "bank",
            "paid_on": "2024-06-21",
            "reason": "决算退款",
        },
    )

    assert LedgerEntry.objects.get(kind="refund").amount == Decimal("22500.00")
