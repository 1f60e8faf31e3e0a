from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.loading.parse import parse_text
from policies.rules.gates import FactValue
from policies.rules.model import Procedure, Step
from policies.rules.vocabulary import Lifecycle, MilestoneKind, StepKind
from renovation.rules import lateness, lifecycle, stepping
from renovation.rules.decisions import Situation, decide
from renovation.rules.explaining import investment
from renovation.rules.tying import tie

PROCEDURE = parse_text(
    (Path(__file__).parent / "policy.yaml").read_text(encoding="utf-8")
).policy.procedure
TODAY = date(2024, 6, 21)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_every_state_is_reached_from_the_reserve():
    seen, frontier = {Lifecycle.RESERVE}, [Lifecycle.RESERVE]
    while frontier:
        for target in lifecycle.TRANSITIONS[frontier.pop()]:
            if target not in seen:
                seen.add(target)
                frontier.append(target)
    assert seen == set(Lifecycle)


def test_the_table_is_frozen_and_total():
    assert set(lifecycle.TRANSITIONS) == set(Lifecycle)
    with pytest.raises(TypeError):
        lifecycle.TRANSITIONS[Lifecycle.CLOSED] = frozenset()


def test_ends_are_ends():
    assert not lifecycle.TRANSITIONS[Lifecycle.CLOSED]
    assert not lifecycle.TRANSITIONS[Lifecycle.WITHDRAWN]


@given(st.sampled_from(lifecycle.ORDER), st.sampled_from(lifecycle.ORDER))
def test_moves_only_go_forward(source, target):
    if lifecycle.can_move(source, target):
        assert not lifecycle.already_at(source, target)


def test_what_has_been_completed_can_no_longer_be_withdrawn():
    done = {Lifecycle.COMPLETED, Lifecycle.ACCEPTED, Lifecycle.HANDED_OVER, Lifecycle.CLOSED}
    assert all(not lifecycle.can_move(state, Lifecycle.WITHDRAWN) for state in done)


@given(days, days)
def test_lights_partition_the_days(due, on):
    light = lateness.light(due, on)
    left = (due - on).days
    assert (light == "late") == (left < 0)
    assert (light == "risk") == (0 <= left <= 7)
    assert (light == "later") == (left > 7)


@pytest.mark.parametrize(
    ("left", "words"), [(-2, "逾期 2 天"), (0, "今天到期"), (3, "剩 3 天"), (None, "")]
)
def test_lights_in_words(left, words):
    due = TODAY + timedelta(days=left) if left is not None else None
    assert lateness.in_words(due, TODAY) == words


@given(days)
def test_next_week_is_the_calendar_week_after_this_one(on):
    monday, sunday = lateness.next_week(on)
    assert monday.weekday() == 0
    assert 1 <= (monday - on).days <= 7
    assert sunday - monday == timedelta(days=6)


def test_parallel_steps_open_together_and_join():
    states = dict.fromkeys((step.key for step in PROCEDURE.steps), "waiting")
    states |= {"apply": "done", "admit": "done", "design": "done"}
    assert stepping.openable(PROCEDURE, states) == ("consult", "notice")
    states |= {"consult": "done", "notice": "open"}
    assert stepping.openable(PROCEDURE, states) == ("money",)
    states |= {"notice": "skipped", "money": "open"}
    assert stepping.openable(PROCEDURE, states) == ("review",)


def test_arrival_by_plan_leaves_gaps_and_opens_what_follows():
    states = stepping.initial_states(PROCEDURE, admitted=True)
    assert [key for key, state in states.items() if state == "to_evidence"] == ["apply", "admit"]
    assert [key for key, state in states.items() if state == "open"] == ["design"]


@st.composite
def procedures(draw):
    keys = [f"s{n}" for n in range(draw(st.integers(1, 8)))]
    steps = []
    for n, key in enumerate(keys):
        after = draw(st.sets(st.sampled_from(keys[:n]))) if n else set()
        steps.append(Step(key, key, "p", StepKind.PLAIN, "unit", after=tuple(sorted(after))))
    return Procedure((), tuple(steps))


@given(procedures(), st.data())
def test_working_whatever_is_open_always_ends_with_everything_done(procedure, data):
    states = stepping.initial_states(procedure, admitted=False)
    while any(state == "open" for state in states.values()):
        key = data.draw(st.sampled_from([k for k, s in states.items() if s == "open"]))
        assert all(states[before] == "done" for before in procedure.step(key).after)
        states[key] = "done"
        states |= dict.fromkeys(stepping.openable(procedure, states), "open")
    assert set(states.values()) == {"done"}


def situation(**changes):
    values = {"state": Lifecycle.PREPARING, "steps": {}} | changes
    return Situation(**values)


def test_all_blockers_are_named_and_what_is_met_too():
    rule = PROCEDURE.step("review")
    facts = {("review.missing_opinions", "joint"): FactValue("review.missing_opinions", "joint", 0)}
    found = decide(
        rule,
        PROCEDURE,
        situation(
            steps={"consult": "done", "notice": "open"},
            facts=facts,
            milestones=frozenset({MilestoneKind.CONSENTED}),
        ),
        TODAY,
        date(2024, 6, 20),
    )
    assert [line.key for line in found.blockers] == ["notice", "low_risk"]
    assert [line.key for line in found.met] == ["consult", "opinions"]
    assert all(line.late for line in found.blockers)
    assert not any(line.late for line in found.met)


def test_a_revoked_milestone_closes_what_has_not_been_passed():
    rule = PROCEDURE.step("money")
    found = decide(rule, PROCEDURE, situation(steps={"consult": "done"}), TODAY)
    assert "consented" in [line.key for line in found.blockers]


def test_a_move_that_the_table_lacks_is_a_blocker():
    rule = PROCEDURE.step("accept")
    found = decide(rule, PROCEDURE, situation(steps={"works": "done"}), TODAY)
    assert [line.kind for line in found.blockers][-1] == "lifecycle"


def test_an_optional_document_never_blocks():
    rule = PROCEDURE.step("design")
    done = situation(
        steps={"admit": "done"},
        milestones=frozenset({MilestoneKind.ADMITTED}),
        documents=frozenset({"scheme"}),
        state=Lifecycle.PLANNED,
    )
    assert decide(rule, PROCEDURE, done, TODAY).ready


@given(
    st.sampled_from([step.key for step in PROCEDURE.steps]),
    st.dictionaries(
        st.sampled_from([s.key for s in PROCEDURE.steps]),
        st.sampled_from(["waiting", "open", "done", "to_evidence", "skipped"]),
    ),
    st.sets(st.sampled_from(list(MilestoneKind))),
    st.sampled_from(list(Lifecycle)),
    days,
)
def test_deciding_is_total_and_more_evidence_never_adds_a_blocker(key, states, reached, state, on):
    rule = PROCEDURE.step(key)
    less = situation(steps=states, milestones=frozenset(reached), state=state)
    more = situation(
        steps=states | dict.fromkeys(rule.after, "done"),
        state=state,
        milestones=frozenset(MilestoneKind),
        documents=frozenset(need.key for need in rule.documents),
    )
    worse, better = decide(rule, PROCEDURE, less, on), decide(rule, PROCEDURE, more, on)
    assert len(better.blockers) <= len(worse.blockers)
    assert worse.lines


def test_claims_are_compared_at_their_own_decimals():
    claims = [
        {"name": "小区", "stated": "16", "unit": "个"},
        {"name": "户数", "stated": "1216", "unit": "户"},
        {"name": "建筑面积", "stated": "13.85", "unit": "万㎡"},
        {"name": "投资", "stated": "1", "unit": "亿元"},
    ]
    totals = {
        "projects": 16,
        "buildings": 41,
        "households": 1215,
        "floor_area": Decimal("138479.32"),
    }
    assert [one.equal for one in tie(claims, totals)] == [True, False, True]


@given(st.lists(st.decimals(0, 10**8, places=2), max_size=8))
def test_the_investment_is_the_sum_of_its_lines(amounts):
    explained = investment([(f"项{n}", amount) for n, amount in enumerate(amounts)])
    assert Decimal(explained.result.replace(",", "")) == sum(amounts, Decimal(0))
