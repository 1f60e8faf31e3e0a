"""The shipped policies hold what the schemes say."""

import json
from decimal import Decimal

import pytest
import yaml
from django.core.management import call_command

from policies.loading.calendars import library_calendar
from policies.loading.folders import check_folder, policy_folders
from policies.rules.vocabulary import FUNNEL, Lifecycle
from tests.factories.policies import FOLDERS, parsed

NAMES = tuple(sorted(folder.name for folder in FOLDERS.iterdir()))
CITIES = tuple(name for name in NAMES if not name.startswith("national"))


@pytest.mark.parametrize("name", NAMES)
def test_every_case_passes(name):
    report = check_folder(FOLDERS / name, library_calendar())
    assert report.problems == ()
    assert len(report.folder.results) >= (15 if name in CITIES else 10)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_clause(name):
    policy = parsed(name).policy
    rules = [*policy.rounds, *policy.notices, *policy.reviews, *policy.obligations, *policy.timing]
    for one in policy.rounds:
        rules += [*one.matters, one.counting]
    if policy.procedure:
        for step in policy.procedure.steps:
            rules += [step, *step.gates] + ([step.deadline] if step.deadline else [])
    assert all(rule.clauses and rule.says for rule in rules)


@pytest.mark.parametrize("name", CITIES)
def test_the_procedure_leads_from_consent_to_closing(name):
    procedure = parsed(name).policy.procedure
    reached = {step.reaches for step in procedure.steps}
    assert set(FUNNEL) <= reached
    moves = [step.moves_to for step in procedure.steps if step.moves_to]
    assert moves == [
        Lifecycle.PLANNED,
        Lifecycle.PREPARING,
        Lifecycle.IN_WORKS,
        Lifecycle.COMPLETED,
        Lifecycle.ACCEPTED,
        Lifecycle.HANDED_OVER,
        Lifecycle.CLOSED,
    ]
    assert procedure.admission.moves_to is Lifecycle.PLANNED


def test_what_a_scheme_does_not_say_is_a_conflict_with_a_proposal():
    for name in CITIES:
        for conflict in parsed(name).policy.conflicts:
            assert conflict.applied == conflict.proposed
            assert conflict.reason


def test_every_unit_that_publishing_binds_ships_with_its_place():
    units = yaml.safe_load((FOLDERS.parent / "responsible_units.yaml").read_text("utf-8"))
    shipped = {
        f"{area}-{unit['key']}"
        for place in units["places"]
        for area in place.get("areas") or [place["area"]]
        for unit in place["units"]
    }
    for name in CITIES:
        policy = parsed(name).policy
        bound = {f"{policy.place}-{unit.key}" for unit in policy.units if unit.bound}
        assert bound - shipped == set()


def test_hunchuns_bill_keeps_its_quantities():
    bill = {item.code: item for item in parsed("hunchun-2020").policy.catalogue if item.quantity}
    assert len(bill) == 73
    assert (bill["A7"].quantity, bill["A7"].unit) == (Decimal("245980"), "㎡")
    assert (bill["B51"].quantity, bill["B51"].unit) == (Decimal("8.873"), "公里")
    figures = {one.key: one for one in parsed("hunchun-2020").policy.figures}
    assert figures["paving"].stated == bill["B12"].quantity
    assert [part.amount for part in figures["paving"].parts] == [
        bill["B6"].quantity,
        bill["B7"].quantity,
    ]


def test_hunchuns_papers_name_who_issues_them():
    policy = parsed("hunchun-2020").policy
    names = {unit.key: unit.name for unit in policy.units}
    issued = {
        paper.name: names[paper.issuer]
        for step in policy.procedure.steps
        for paper in step.documents
        if paper.issuer
    }
    assert len(issued) == 11
    assert issued["施工图审查合格书"] == "州住建局施工图审查中心"
    assert issued["施工中标通知书"] == "招投标代理机构"


def test_yueqings_catalogue_is_the_annexs():
    policy = parsed("yueqing-2023").policy
    assert len(policy.catalogue) == 48
    assert len({item.code for item in policy.catalogue}) == 12
    assert len({item.key for item in policy.catalogue}) == 48


def test_linqus_four_departments_review_together():
    review = parsed("linqu-2024").policy.reviews[0]
    assert [party.key for party in review.parties] == [
        "housing",
        "development",
        "finance",
        "natural_resources",
    ]


def test_the_command_checks_all_and_answers_in_json(capsys):
    call_command("check_policies", "--json")
    body = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in body["policies"]] == sorted(NAMES)
    assert all(one["passed"] for one in body["policies"])


def test_the_command_says_by_its_exit_code_what_happened(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("check_policies", str(tmp_path))
    assert ended.value.code == 2
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "policy.yaml").write_text("policy: bad\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("check_policies", str(tmp_path), "--json")
    assert ended.value.code == 1
    body = json.loads(capsys.readouterr().out)
    assert body["policies"][0]["problems"][0]["field"] == "bad/policy.yaml: place"


def test_what_is_wrong_in_both_files_is_told_at_once(tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    policy = (FOLDERS / "linqu-2024" / "policy.yaml").read_text(encoding="utf-8")
    bad = policy.replace('share: "2/3"', 'share: "4/3"')
    (folder / "policy.yaml").write_text(bad, encoding="utf-8")

    def fields():
        return [problem.field for problem in check_folder(folder, library_calendar()).problems]

    share = "bad/policy.yaml: rounds[0].matters[0].tests[0].share"
    assert {share, "bad/cases.yaml"} <= set(fields())
    (folder / "cases.yaml").write_text("- {id: a, title: b, kind: gate}\n", encoding="utf-8")
    assert {share, "bad/cases.yaml: [0].gate"} <= set(fields())


def test_folders_are_found_one_or_many():
    assert policy_folders(FOLDERS / "national") == [FOLDERS / "national"]
    assert {folder.name for folder in policy_folders(FOLDERS)} == set(NAMES)
