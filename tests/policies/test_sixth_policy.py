"""A city that nobody here has seen: a folder of its own, checked, brought in, and it governs."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command

from common.errors import Undecidable
from policies.rules.consent import Counts, evaluate
from policies.selectors.governing import ruleset_for
from policies.services.adopting import adopt
from tests.factories.policies import AT, in_force, local_units_of, officer, reviewer

SIXTH = Path(__file__).parents[1] / "fixtures" / "policies"
PLACE, STREET = "370781", "370781001"
LATER = date(2026, 6, 1)


def test_its_folder_passes_without_a_database(capsys):
    call_command("check_policies", str(SIXTH), "--json")
    (found,) = json.loads(capsys.readouterr().out)["policies"]
    assert (found["policy"], found["passed"]) == ("qingzhou-2026", True)
    assert found["cases_passed"] == found["cases"] == 6


@pytest.mark.django_db
def test_it_governs_its_place_with_its_own_words_and_thresholds():
    in_force("national")
    with pytest.raises(Undecidable, match="没有对该地施行"):
        ruleset_for(STREET, LATER)
    local_units_of(SIXTH / "qingzhou-2026")
    adopt(officer=officer(PLACE), reviewer=reviewer(PLACE), at=AT, folder=SIXTH / "qingzhou-2026")
    rules = ruleset_for(STREET, LATER)
    (matter,) = rules.round("once").rule.matters
    assert [(test.measure, test.share) for test in matter.tests] == [("heads", Fraction(4, 5))]
    assert evaluate(matter, Counts(100, 0, 100, 0, 80, 0)).passed
    assert not evaluate(matter, Counts(100, 0, 100, 0, 79, 0)).passed
    assert [level.name for level in rules.levels.rule] == ["保安全", "提品质"]
    assert rules.notice("plan").rule.length == 15
    assert rules.procedure.version.title == "青政办〔2026〕0号（虚构）"
    assert rules.timing.version.policy == "national"
    with pytest.raises(Undecidable):
        ruleset_for(STREET, date(2026, 1, 31))
