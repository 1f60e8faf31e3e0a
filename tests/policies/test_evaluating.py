"""One door to every evaluator: cases, facts files and the command ask the same."""

import json
import re
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from common.explanations import Explanation
from policies.loading.calendars import library_calendar
from policies.loading.cases import CASES, cases_of
from policies.loading.facts import SHAPES, questions
from policies.loading.folders import policy_folders, read_folder
from policies.rules.evaluating import EVALUATORS, evaluate
from tests.factories.policies import FOLDERS, parsed

FOLDER_NAMES = [folder.name for folder in policy_folders(FOLDERS)]
VOTE = {
    "kind": "consent",
    "round": "second",
    "matter": "scheme",
    "counts": {
        "all_heads": 160,
        "all_area": "25200.72",
        "participating_heads": 107,
        "participating_area": "16800.48",
        "agree_heads": 81,
        "agree_area": "12600.36",
    },
}


def asked(*rows, policy="linqu-2024"):
    found = questions(list(rows), "facts.yaml")
    return [
        evaluate(parsed(policy).policy, one.kind, one.facts, library_calendar()) for one in found
    ]


def test_every_evaluator_has_a_shape_of_facts_and_of_cases():
    assert set(EVALUATORS) == set(SHAPES) == set(CASES)


@pytest.mark.parametrize("name", FOLDER_NAMES)
def test_every_case_is_answered_with_a_whole_explanation(name):
    folder = read_folder(FOLDERS / name, library_calendar())
    for case, result in zip(cases_of(folder.cases), folder.results, strict=True):
        why = result.found.explanation
        assert (why.title, why.result) != ("", "")
        assert why.sentence or why.lines, case.id
        if result.found.decided:
            assert why.clauses or any(child.clauses for child in why.children), case.id
        else:
            assert "尚不能判定" in result.conclusion or "尚不能判定" in why.result
        assert Explanation.from_dict(json.loads(json.dumps(why.to_dict()))) == why


def shown_texts(why):
    """Every word of an explanation that a person reads."""
    yield from (why.title, why.result, why.sentence, why.note, why.unit)
    for one in why.inputs:
        yield from (one.label, one.value, one.source)
    for one in why.lines:
        yield from (one.label, one.expression, one.value)
    for clause in why.clauses:
        yield from (clause.document, clause.section, clause.paraphrase)
    for child in why.children:
        yield from shown_texts(child)


@pytest.mark.parametrize("name", FOLDER_NAMES)
def test_no_key_of_a_file_shows_in_an_explanation(name):
    folder = read_folder(FOLDERS / name, library_calendar())
    found = {
        (case.id, text)
        for case, result in zip(cases_of(folder.cases), folder.results, strict=True)
        for text in (*shown_texts(result.found.explanation), result.conclusion)
        if re.search(r"[a-z]{3}|_|None|Decimal", text)
    }
    assert found == set()


def test_the_outcome_and_the_explanation_say_the_same():
    (found,) = asked(VOTE)
    assert found.outcome["passed"] == "true"
    assert found.explanation.result == found.conclusion == "通过"


@given(left_out=st.sets(st.sampled_from(sorted(VOTE["counts"])), min_size=1))
def test_a_missing_count_is_named_and_never_a_default(left_out):
    counts = {key: value for key, value in VOTE["counts"].items() if key not in left_out}
    (found,) = asked(VOTE | {"counts": counts})
    assert not found.decided
    assert found.outcome["undecided"] == "true"
    assert found.explanation.sentence.count("“") == len(left_out)


def test_what_the_policy_does_not_have_is_refused_with_what_it_has():
    with pytest.raises(Refused) as refusal:
        asked({"kind": "deadline", "step": "moon", "start": date(2024, 6, 3)})
    (problem,) = refusal.value.problems
    assert (problem.field, problem.value) == ("step", "moon")
    assert "joint_review" in problem.expected


def test_all_bad_facts_come_at_once_each_with_its_path():
    rows = [
        {"kind": "gate", "gate": "notice_over"},
        {"kind": "moon"},
        VOTE | {"counts": {"all_heads": 1.5, "heads": 3}},
    ]
    with pytest.raises(Refused) as refusal:
        questions(rows, "facts.yaml")
    assert {problem.field for problem in refusal.value.problems} == {
        "facts.yaml: [0].on",
        "facts.yaml: [1].kind",
        "facts.yaml: [2].counts.all_heads",
        "facts.yaml: [2].counts.heads",
    }


def run(capsys, folder, facts, *flags):
    """Exit code and output of the command."""
    code = 0
    try:
        call_command("evaluate", str(folder), "--facts", str(facts), *flags)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_command_prints_results_with_explanations(tmp_path, capsys):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "- {kind: notice, notice: scheme, posted: 2024-06-13}\n"
        "- {kind: shares, items: [{amount: '100.00', level: nowhere}]}\n",
        encoding="utf-8",
    )
    code, said = run(capsys, FOLDERS / "linqu-2024", facts, "--json")
    body = json.loads(said)
    assert code == 0
    assert body["problems"] == []
    notice, shares = body["results"]
    assert notice["outcome"] == {"day": "2024-06-24", "provisional": "false", "clash": "false"}
    assert notice["explanation"]["version"]["policy"] == body["policy"] == "linqu-2024"
    assert notice["explanation"]["clauses"]
    assert (shares["decided"], shares["conclusion"]) == (False, "尚不能判定")
    code, said = run(capsys, FOLDERS / "linqu-2024", facts)
    assert code == 0
    assert "第 7 个工作日" in said


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("kind: moon\n", "facts.yaml: [0].kind"),
        ("kind: apportion\ndue: 1.5\nhomes: []\n", "facts.yaml: [0].due"),
        ("kind: notice\nnotice: moon\nposted: 2024-06-13\n", "facts.yaml: [0].notice"),
        (
            "kind: gate\ngate: notice_over\non: 2024-06-13\nfacts: {a: 1}\n",
            "facts.yaml: [0].facts.a",
        ),
    ],
)
def test_bad_facts_are_refused_with_file_and_path(tmp_path, capsys, text, field):
    facts = tmp_path / "facts.yaml"
    facts.write_text(text, encoding="utf-8")
    code, said = run(capsys, FOLDERS / "linqu-2024", facts, "--json")
    assert code == 1
    assert [one["field"] for one in json.loads(said)["problems"]] == [field]


def test_a_path_that_is_not_there_is_a_wrong_call(tmp_path, capsys):
    code, said = run(capsys, tmp_path, tmp_path / "facts.yaml", "--json")
    assert code == 2
    assert len(json.loads(said)["problems"]) == 2


def test_both_commands_call_the_same_folder_by_the_same_hash(tmp_path, capsys):
    facts = tmp_path / "facts.yaml"
    facts.write_text("- {kind: notice, notice: scheme, posted: 2024-06-13}\n", encoding="utf-8")
    _, said = run(capsys, FOLDERS / "linqu-2024", facts, "--json")
    call_command("check_policies", str(FOLDERS / "linqu-2024"), "--json")
    [checked] = json.loads(capsys.readouterr().out)["policies"]

    assert json.loads(said)["hash"] == checked["hash"] != ""
