"""A city that nobody here has seen: a folder of its own, checked, brought in, and it governs."""

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.loading.parse import parse_text
from policies.rules.consent import Counts, evaluate
from policies.rules.government_facts import GovernmentFacts
from policies.rules.outline import outline
from policies.rules.waterfall import reckon
from policies.selectors.governing import ruleset_for
from policies.services.adopting import adopt
from tests.factories.policies import AT, in_force, local_units_of, officer, reviewer

SIXTH = Path(__file__).parents[1] / "fixtures" / "policies"
PLACE, STREET = "370781", "370781001"
LATER = date(2026, 6, 1)


def test_its_folder_passes_without_a_database(capsys):
    call_command("check_policies", str(SIXTH), "--json")
    found = json.loads(capsys.readouterr().out)["policies"]
    told = {one["policy"]: (one["passed"], one["cases_passed"], one["cases"]) for one in found}
    assert told == {"qingzhou-2026": (True, 6, 6), "liuxi-2025": (True, 16, 16)}


def test_one_made_by_the_document_alone_is_read_as_a_document():
    """`liuxi-2025/scheme.md` is the invented text, its policy what docs/adding-a-policy.md gave."""
    texts = (SIXTH / "liuxi-2025" / "policy.yaml").read_text()
    said = [
        f"{row.title} {row.parameter}"
        for section in outline(parse_text(texts).policy)
        for row in section.rows
    ]
    (split,) = [one for one in said if one.startswith("省县分担")]
    assert "≥ 10000、< 50000 ㎡ 减 35%" in split
    (late,) = [one for one in said if one.startswith("逾期扣减")]
    assert "≥ 1 天 减 10%" in late
    assert [one for one in said if re.search(r"[a-z_]{3,}", one)] == []


LIUXI = parse_text((SIXTH / "liuxi-2025" / "policy.yaml").read_text()).policy.government


@settings(max_examples=40)
@given(
    total=st.decimals("1", "90000000", places=2),
    area=st.decimals("1", "90000", places=2),
    paid=st.fractions(0, 1),
    late=st.integers(0, 400),
)
def test_what_one_level_gives_less_the_other_gives_more(total, area, paid, late):
    facts = GovernmentFacts(
        total=total, area=area, residents_paid=paid, measures={"days_late": Decimal(late)}
    )
    found = reckon(LIUXI, facts)
    assert found.total + sum(found.borne.values()) == total
    assert all(amount >= 0 for amount in found.by_level.values())


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
