"""The second computation agrees, and says where it does not."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from accounts.maintenance import maintenance
from funding.models import DeterminationLine, HouseholdShare, LedgerEntry
from tests.factories import funding as make

pytestmark = pytest.mark.django_db


def run(**options):
    out = StringIO()
    call_command("verify_money", as_json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def altered(model, amount):
    """The first row of a book changed behind its triggers."""
    model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(amount=amount)


@pytest.fixture
def project():
    project = make.money_project(costs=(333, 77, 13), homes=7, area="1234.56")
    make.due(project)
    make.in_full(project)
    make.final(project, {"basic": 300, "improved": 80, "upgraded": 10})
    return project


def test_what_was_booked_in_order_agrees(project):
    assert run() == {"projects": 1, "differences": []}


def test_an_altered_row_is_found_wherever_it_was_altered(project):
    with maintenance():
        altered(HouseholdShare, F("amount") + 1)
        altered(LedgerEntry, F("amount") + 5)
        altered(DeterminationLine, 0)
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_money", stdout=out)

    assert ended.value.code == 1
    for words in ("分户合计", "事实：居民已缴", "各方合计", "按存下的输入重算"):
        assert words in out.getvalue()


def test_a_wrong_place_is_a_wrong_call():
    with pytest.raises(CommandError) as refused:
        run(area="linqu")

    assert refused.value.returncode == 2


def test_only_the_place_asked_for_is_read(project):
    assert run(area="330382")["projects"] == 0
    assert run(area="370724")["projects"] == 1
