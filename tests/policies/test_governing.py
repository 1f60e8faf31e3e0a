"""Which rule governs: by day, by layer, by pin."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import Refused, Undecidable
from policies.selectors.governing import (
    calendar,
    rule_at,
    ruleset_for,
    ruleset_of,
    unit_code,
    unit_codes,
)
from tests.factories.districts import ResponsibleUnitFactory
from tests.factories.policies import in_force

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 21)


def test_a_street_is_governed_by_its_county_and_the_nation():
    in_force("national")
    linqu = in_force("linqu-2024")
    rules = ruleset_for("370724001", DAY)
    assert rules.round("second").version_id == linqu.pk
    assert rules.round("second").version.title == "临政办字〔2024〕17号"
    assert rules.timing.version.policy == "national"


def test_no_version_in_force_cannot_be_decided():
    in_force("national")
    with pytest.raises(Undecidable, match="没有对该地施行的政策版本"):
        ruleset_for("370724001", DAY)
    in_force("linqu-2024")
    with pytest.raises(Undecidable):
        ruleset_for("370724001", date(2023, 12, 31))


def test_what_a_policy_does_not_state_cannot_be_decided():
    linqu = in_force("linqu-2024")
    with pytest.raises(Undecidable, match="审批事项"):
        ruleset_for("370724", DAY).get("obligations")
    with pytest.raises(Undecidable, match="没有“third”"):
        rule_at(linqu.pk, "rounds", "third")


def test_a_pinned_rule_is_read_with_one_query():
    linqu = in_force("linqu-2024")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        governed = rule_at(linqu.pk, "notices", "scheme")
    assert len(seen) == 1
    assert governed.rule.length == 7
    assert governed.version.hash == linqu.short_hash


def test_a_whole_ruleset_takes_one_query_and_is_fast_to_ask_again():
    in_force("national")
    in_force("linqu-2024")
    with CaptureQueriesContext(connection) as seen:
        rules = ruleset_for("370724001", DAY)
        rules.shares, rules.procedure, rules.acceptance  # noqa: B018
    assert len(seen) == 1


def test_a_pinned_version_keeps_its_wider_layer():
    in_force("national")
    linqu = in_force("linqu-2024")
    assert ruleset_of(linqu.pk).timing.version.policy == "national"


def test_streets_are_the_projects_own():
    linqu = in_force("linqu-2024")
    ResponsibleUnitFactory(code="street-1", kind="street", area_code="370724001")
    ResponsibleUnitFactory(code="street-2", kind="street", area_code="370724002")
    assert unit_code(linqu.pk, "finance") == "370724-finance"
    assert unit_codes(linqu.pk, "370724001")["street"] == "street-1"
    assert unit_code(linqu.pk, "street", "370724002003") == "street-2"
    assert unit_code(linqu.pk, "owners", "370724001") == ""


def test_a_city_governs_all_of_its_districts_and_no_other_city():
    in_force("national-2007")
    xinxiang = in_force("xinxiang-2020")
    for place in ("4107", "410702", "410703", "410711", "4107L1", "410783", "410725001"):
        rules = ruleset_for(place, date(2020, 6, 1))
        assert rules.procedure.version_id == xinxiang.pk
        assert rules.procedure.version.title == "新政办〔2020〕17号"
    with pytest.raises(Undecidable, match="没有对该地施行的政策版本"):
        ruleset_for("410311", date(2020, 6, 1))


def test_a_districts_own_policy_comes_before_its_citys():
    in_force("national-2007")
    in_force("xinxiang-2020")
    luolong = in_force("luolong-2021")
    rules = ruleset_for("410311001", date(2021, 6, 1))
    assert rules.acceptance.version_id == luolong.pk
    assert ruleset_for("410702001", date(2021, 6, 1)).acceptance.version.policy == "xinxiang-2020"


def test_a_vote_in_xinxiang_is_judged_by_the_law_of_the_day_it_opened():
    in_force("national-2007")
    in_force("national")
    in_force("xinxiang-2020")
    before = ruleset_for("410702001", date(2020, 12, 31)).round("owners_vote")
    after = ruleset_for("410702001", date(2021, 1, 1)).round("owners_vote")
    assert (before.version.policy, after.version.policy) == ("national-2007", "national")
    assert {test.population for test in before.rule.matters[0].tests} == {"all"}
    assert {test.population for test in after.rule.matters[0].tests} == {"all", "participants"}


def test_a_citys_policy_works_through_the_units_of_the_projects_own_district():
    in_force("national-2007")
    xinxiang = in_force("xinxiang-2020")
    ResponsibleUnitFactory(code="410702-government", kind="government", area_code="410702")
    ResponsibleUnitFactory(code="410703-government", kind="government", area_code="410703")
    ResponsibleUnitFactory(code="410702-housing", kind="bureau", area_code="410702")
    codes = unit_codes(xinxiang.pk, "410702001")
    assert codes["government"] == "410702-government"
    assert codes["housing"] == "410702-housing"
    assert codes["city_housing"] == "4107-city_housing"
    assert unit_code(xinxiang.pk, "government", "410703005") == "410703-government"
    assert unit_code(xinxiang.pk, "government", "410711005") == ""
    assert "government" not in unit_codes(xinxiang.pk)


def test_a_round_in_hunchun_follows_the_law_of_its_day():
    in_force("national-2007")
    in_force("national")
    hunchun = in_force("hunchun-2020")
    old, new = (ruleset_for("222404001", day) for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert old.procedure.version_id == new.procedure.version_id == hunchun.pk
    assert old.round("owners_vote").version.policy == "national-2007"
    assert new.round("owners_vote").version.policy == "national"


def test_what_a_file_leaves_to_a_wider_layer_must_be_in_force_before_it_is_published():
    in_force("national")  # from 2021 on: nothing states the rule on the first day of 2020
    with pytest.raises(Refused) as refusal:
        in_force("hunchun-2020")
    (problem,) = refusal.value.problems
    assert problem.code == "wider_missing"
    assert "征询轮次" in problem.message


def test_the_calendar_comes_from_the_database_and_follows_it():
    assert not calendar().announced(2024)
    in_force("national")
    assert calendar().announced(2024)
    assert calendar().years[2024] == "国办发明电〔2023〕7号"
    assert not calendar().is_working(date(2024, 6, 10))
    assert calendar().is_working(date(2024, 2, 18))
