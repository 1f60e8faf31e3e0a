"""A city's policy over a district's project: the district's own units do the work."""

from datetime import date

import pytest

from renovation.selectors.procedure import procedure
from renovation.selectors.situations import gathered
from renovation.services.facts import declarable
from renovation.services.opening import open_projects
from tests.factories.districts import AreaFactory, CommunityFactory, ResponsibleUnitFactory
from tests.factories.policies import in_force, parsed
from tests.factories.renovation import ProjectFactory, handler

pytestmark = pytest.mark.django_db
OPENED = date(2020, 5, 11)
STREETS = {"410702001": "东街街道", "410703001": "自由路街道", "410721001": "小店镇"}


def units_of(district):
    for unit in parsed("xinxiang-2020").policy.units:
        if unit.kind == "district":
            ResponsibleUnitFactory(
                code=f"{district}-{unit.key}", kind="department", area_code=district
            )


def opened(street):
    AreaFactory(code=street[:6], name=street[:6], level="district")
    ResponsibleUnitFactory(code=f"{street}-street", kind="street", area_code=street)
    area = AreaFactory(code=street, name=STREETS[street])
    project = ProjectFactory(opened=False, community=CommunityFactory(street=area))
    open_projects(by=handler("4107"), on=OPENED, projects=[project], evidence="新政办〔2020〕17号")
    return project


@pytest.fixture(autouse=True)
def xinxiang():
    in_force("national-2007")
    units_of("410702")
    return in_force("xinxiang-2020")


def test_each_district_leads_its_own_steps_and_the_city_examines_the_reward():
    steps = {step.key: step for step in opened("410702001").steps.all()}
    assert steps["filing"].lead_code == "410702-government"
    assert steps["survey"].lead_code == "410702-housing"
    assert steps["start"].lead_code == "410702001-street"
    assert steps["award"].lead_code == "4107-city_office"
    assert set(steps["filing"].unit_codes) == {
        "410702-government",
        "4107-city_housing",
        "4107-city_development",
        "4107-city_finance",
    }


def test_a_district_without_units_of_its_own_is_not_led_by_its_neighbours():
    steps = {step.key: step for step in opened("410703001").steps.all()}
    assert steps["filing"].lead_code == ""
    assert "410702-government" not in steps["filing"].unit_codes


def test_the_days_of_the_scheme_are_the_days_of_the_steps():
    steps = {step.key: step for step in opened("410702001").steps.all()}
    assert steps["filing"].due_on == date(2020, 5, 20)
    assert steps["start"].due_on == date(2020, 6, 1)
    assert steps["acceptance"].due_on == date(2020, 12, 31)


def test_the_place_itself_says_whether_it_lies_in_the_centre():
    inside, outside = opened("410702001"), opened("410721001")

    assert gathered(inside).values["in_centre", ""].value is True
    assert gathered(outside).values["in_centre", ""].value is False
    assert declarable(inside, "in_centre") is None
    assert declarable(inside, "batch") is not None


def test_the_step_page_names_who_carries_out_and_who_answers():
    project = opened("410702001")
    rows = [row for _, rows in procedure(handler("4107"), project, OPENED) for row in rows]
    [works] = [row for row in rows if row.step.key == "works"]

    assert works.lead
    assert works.responsible
    assert works.responsible != works.lead
