"""The shipped places and units, loaded again and again."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry
from districts.models import Area, ResponsibleUnit

pytestmark = pytest.mark.django_db


def load(command):
    out = StringIO()
    call_command(command, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_areas_of_the_five_schemes_are_there_each_with_its_source():
    load("load_areas")

    for code in ("370724", "410311", "222404", "4107", "330382", "370724001"):
        assert Area.objects.get(code=code).source
    for area in Area.objects.filter(official=False):
        assert "L" in area.code
        assert "本地代码" in area.source


def test_every_area_lies_in_one_that_is_there():
    load("load_areas")
    codes = set(Area.objects.values_list("code", flat=True))

    for code in codes:
        if len(code) > 2:
            width = {4: 2, 6: 4, 9: 6, 12: 9}[len(code)]
            assert code[:width] in codes


def test_loading_again_changes_nothing():
    load("load_areas")
    load("load_units")
    entries = AuditEntry.objects.count()

    assert load("load_areas")["new"] == load("load_areas")["changed"] == 0
    assert load("load_units")["new"] == load("load_units")["changed"] == 0
    assert AuditEntry.objects.count() == entries


def test_linqu_has_the_units_of_its_scheme_and_an_office_for_each_street():
    load("load_areas")
    load("load_units")

    linqu = ResponsibleUnit.objects.filter(area_code__startswith="370724")
    codes = set(linqu.values_list("code", flat=True))
    assert {"370724-housing", "370724-finance", "370724-fire", "370724001-street"} <= codes
    assert (
        linqu.filter(kind="department").count()
        + linqu.filter(kind__in=("bureau", "finance")).count()
        == 12
    )


def test_a_file_with_malformed_codes_is_refused_with_all_of_them(tmp_path):
    file = tmp_path / "areas.yaml"
    file.write_text('groups: [{source: x, official: true, areas: [["abc", 甲], ["12345", 乙]]}]')
    err = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("load_areas", str(file), stderr=err)

    assert stop.value.code == 1
    assert "abc" in err.getvalue()
    assert "12345" in err.getvalue()
    assert not Area.objects.exists()


def test_every_district_of_xinxiang_has_the_units_that_the_citys_policy_works_through():
    load("load_areas")
    load("load_units")

    for area in ("410702", "410703", "410711", "4107L1", "410783", "410725", "410726", "410727"):
        place = Area.objects.get(code=area).name
        government = ResponsibleUnit.objects.get(code=f"{area}-government")
        assert government.name == f"{place}政府（管委会）"
        assert ResponsibleUnit.objects.filter(area_code=area, kind="bureau").count() == 1
    assert ResponsibleUnit.objects.get(code="4107-city_finance").kind == "finance"
