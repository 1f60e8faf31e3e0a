"""Walk 2, through the command: a row of an Excel plan becomes a project that leads back to it."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from intake.models import Upload
from renovation.models import PlanLine, Project
from tests import world

pytestmark = pytest.mark.django_db

FILE = settings.BASE_DIR / "fixtures/plans/linqu-2024.xlsx"
CLAIM = "小区=16,户=1216,万㎡=13.85"


@pytest.fixture
def place(settings):
    return world.found_place(plan=False)


def run(*more):
    """Exit code and JSON of the command."""
    out, code = StringIO(), 0
    arguments = [str(FILE), "--area", "370724", "--year", "2024", "--claim", CLAIM, "--json"]
    try:
        call_command("import_plan", *arguments, "--as", "demo_handler", *more, stdout=out)
    except SystemExit as leaving:
        code = leaving.code
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue())


def test_the_real_plan_ties_with_its_text_and_writes_nothing_unasked(place):
    code, body = run()

    assert code == 0, body
    assert {claim["name"]: claim["ties"] for claim in body["claims"]} == dict.fromkeys(
        (claim["name"] for claim in body["claims"]), True
    )
    assert Project.objects.count() == 0


def test_committed_rows_lead_back_to_file_sheet_and_row(place):
    code, body = run("--commit")

    assert code == 0, body
    assert Project.objects.count() == 16
    assert sum(line.households for line in PlanLine.objects.all()) == 1216
    assert sum(line.floor_area for line in PlanLine.objects.all()).to_eng_string() == "138479.32"
    line = PlanLine.objects.get(project__name="沂山嘉苑")
    assert Upload.objects.get(pk=line.upload_id).name == FILE.name
    assert (line.sheet, line.row) == ("计划", 17) or line.row


def test_the_annexs_streets_add_up_and_its_homes_raise_no_alarm(place):
    _, body = run("--commit")

    sums = {
        street["street"]: tuple(
            street[key] for key in ("communities", "buildings", "households", "area_m2")
        )
        for street in body["streets"]
    }
    assert sums == {
        "城关街道": ("14", "36", "1100", "125446.32"),
        "东城街道": ("2", "5", "116", "13033.00"),
    }
    per_home = {
        line.project.name: round(line.floor_area / line.households, 2)
        for line in PlanLine.objects.select_related("project")
    }
    assert min(per_home.items(), key=lambda one: one[1]) == ("县委家属院", Decimal("54.04"))
    assert max(per_home.items(), key=lambda one: one[1]) == ("沂山嘉苑", Decimal("173.33"))
    assert [one for one in body["problems"] if one["severity"] != "inform"] == []


def test_the_same_file_twice_changes_nothing(place):
    run("--commit")
    before = list(PlanLine.objects.order_by("pk").values())

    code, _ = run("--commit")

    assert code == 0
    assert list(PlanLine.objects.order_by("pk").values()) == before
