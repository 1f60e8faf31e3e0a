"""What becomes of steps under another version: generated procedures, generated standings."""

from hypothesis import given
from hypothesis import strategies as st

from policies.rules.model import Phase, Procedure, Step
from policies.rules.vocabulary import StepKind
from renovation.rules.migrating import Standing, plan
from renovation.rules.stepping import FINISHED

KEYS = [f"s{n}" for n in range(8)]


def procedure(order, kinds):
    """Steps in that order, each after the one before it and perhaps an earlier one."""
    steps = []
    for place, key in enumerate(order):
        after = tuple(order[max(0, place - 1) : place])
        steps.append(Step(key, key, "p", kinds[key], "unit", after=after))
    return Procedure((Phase("p", "前期"),), tuple(steps))


@st.composite
def worlds(draw):
    kinds = {key: draw(st.sampled_from([StepKind.PLAIN, StepKind.NOTICE])) for key in KEYS}
    old = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1))
    new = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1))
    done = draw(st.integers(0, len(old)))
    states = ["done"] * done + ["open"] * (done < len(old)) + ["waiting"] * (len(old) - done - 1)
    standings = [
        Standing(key, key, state, worked=draw(st.booleans()))
        for key, state in zip(old, states, strict=True)
    ]
    return procedure(old, kinds), procedure(new, kinds), standings


def moved(world):
    old, new, standings = world
    return plan({step.key: step for step in old.steps}, new, standings)


@given(worlds())
def test_every_step_of_both_sides_moves_exactly_once(world):
    old, new, _ = world
    keys = [move.key for move in moved(world).moves]
    assert len(keys) == len(set(keys))
    assert set(keys) == {step.key for step in (*old.steps, *new.steps)}


@given(worlds())
def test_what_is_finished_stays_and_nothing_else_becomes_done(world):
    *_, standings = world
    before = {one.key: one.state for one in standings}
    for move in moved(world).moves:
        if before.get(move.key) in FINISHED:
            assert (move.change, move.state) == ("kept", before[move.key])
        else:
            assert move.state != "done"


@given(worlds())
def test_moving_to_the_same_procedure_changes_nothing(world):
    old, _, standings = world
    made = plan({step.key: step for step in old.steps}, old, standings)
    assert {move.change for move in made.moves} <= {"kept", "same"}
    assert [move.state for move in made.moves] == [one.state for one in standings]
    assert (made.opens, made.problems) == ((), ())


@given(worlds())
def test_a_step_with_papers_is_never_dropped_silently(world):
    _, new, standings = world
    made = moved(world)
    ahead = {step.key for step in new.steps}
    lost = {one.key for one in standings if one.worked and one.state not in FINISHED} - ahead
    assert lost <= {problem.field for problem in made.problems}


@given(worlds())
def test_a_new_step_behind_a_finished_one_is_passed_by(world):
    _, new, standings = world
    done = {one.key for one in standings if one.state in FINISHED}
    there = {one.key for one in standings}
    order = [step.key for step in new.steps]
    last = max((order.index(key) for key in done if key in order), default=-1)
    for move in moved(world).moves:
        if move.key not in there:
            passed = order.index(move.key) < last
            assert move.change == ("passed" if passed else "added")


@given(worlds())
def test_something_is_open_unless_all_is_finished(world):
    made = moved(world)
    states = {move.key: move.state for move in made.moves} | dict.fromkeys(made.opens, "open")
    _, new, _ = world
    ahead = [key for key in (step.key for step in new.steps) if states[key] not in FINISHED]
    assert not ahead or any(states[key] == "open" for key in ahead)
