"""D2 and D3: utilities pay their part of their works, owners a tenth of the rest (临朐 三(二))."""

from decimal import Decimal

import pytest

from accounts.permissions import Role
from common.errors import Undecidable
from funding.services.determinations import determine_shares
from tests.factories import funding as make
from tests.factories.renovation import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make.money_project(costs=(0, 0, 0), change=make.linqu)


def determine(project):
    row = determine_shares(
        by=make.person(Role.BUREAU_HANDLER), at=NOW, project=project, stage="estimate"
    )
    return row, {line.payer: line.amount for line in row.lines.all() if line.amount}


@pytest.mark.parametrize(
    ("wan", "tag", "expected"),
    [
        ("10", "water", {"water": "33333.33", "residents": "66666.67"}),
        ("100", "heating_redline", {"heating": "200000.00", "residents": "800000.00"}),
        ("9", "power_redline", {"power": "30000.00", "residents": "60000.00"}),
        ("1", "gas_fee", {"gas": "5000.00", "residents": "5000.00"}),
        ("1", "telecom", {"telecom": "10000.00"}),
    ],
)
def test_d2_each_utility_pays_its_part(project, wan, tag, expected):
    make.content(project, tag, "basic", wan, tag)

    row, parts = determine(project)

    assert parts == {payer: Decimal(amount) for payer, amount in expected.items()}
    assert row.other == row.total - row.residents


def test_d2_what_a_company_owns_it_pays_alone(project):
    make.content(project, "pipe", "basic", 10, "company_owned", "water")

    assert determine(project)[1] == {"water": Decimal("100000.00")}


def test_d3_owners_pay_a_tenth_of_basic_works_and_common_parts(project):
    make.content(project, "roof", "basic", 90)
    make.content(project, "stairs", "improving", 10, "common")

    assert determine(project)[1] == {
        "residents": Decimal("100000.00"),
        "government": Decimal("900000.00"),
    }


def test_who_pays_for_a_lift_is_never_guessed(project):
    make.content(project, "lift", "upgrading", 50, "lift")

    with pytest.raises(Undecidable, match="加装电梯"):
        determine(project)
