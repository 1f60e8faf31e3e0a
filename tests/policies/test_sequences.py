"""What must be finished before other works begin."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policies.rules.sequences import SequenceRule, Work, hold_order
from tests.factories.policies import parsed

RULE = SequenceRule("ground", "先地下后地上", ("pipes",), ("traffic/basic", "landscape/basic/1.2"))
EVERYTHING_ELSE = SequenceRule("clear", "先拆违后建设", ("environment/menu/1",))
DAY = date(2020, 6, 1)


def work(name, item, starts=None, ends=None):
    def at(n):
        return None if n is None else DAY + timedelta(days=n)

    return Work(name, item, at(starts), at(ends))


def test_works_above_may_begin_on_the_day_those_below_end():
    pipes = work("排水", "pipes/basic/1.1", 0, 10)
    assert hold_order(RULE, [pipes, work("道路", "traffic/basic/1.1", 10, 20)]).kept
    early = hold_order(RULE, [pipes, work("道路", "traffic/basic/1.1", 9, 20)])
    assert early.kept is False
    assert early.clashes == (("排水", "道路"),)
    assert early.explanation.sentence == "“道路”在“排水”完工之前开工"


def test_a_day_that_is_not_planned_yet_is_asked_for_and_a_clash_stands_without_it():
    pipes, gas = work("排水", "pipes/basic/1.1", 0, 10), work("燃气", "pipes/basic/1.3", 0)
    road = work("道路", "traffic/basic/1.1", 12)
    assert hold_order(RULE, [gas, road]).kept is None
    assert hold_order(RULE, [gas, road]).missing == ("燃气的完工日",)
    assert hold_order(RULE, [pipes, gas, work("道路", "traffic/basic/1.1", 5)]).kept is False


def test_without_both_sides_there_is_nothing_to_keep():
    assert hold_order(RULE, [work("道路", "traffic/basic/1.1")]).kept
    assert hold_order(RULE, []).kept


def test_a_selector_means_an_aspect_a_level_or_one_item_and_no_neighbour():
    assert RULE.leads("pipes/basic/1.1")
    assert RULE.leads("pipes/improving/2.1")
    assert RULE.follows("landscape/basic/1.2")
    assert not RULE.follows("landscape/basic/1.22")
    assert not RULE.follows("traffic/upgrading/3.1")


def test_without_then_everything_else_comes_after():
    assert EVERYTHING_ELSE.follows("building/menu/1")
    assert not EVERYTHING_ELSE.follows("environment/menu/1")


ITEMS = ("pipes/basic/1.1", "pipes/improving/2.1", "traffic/basic/1.1", "care/basic/1.1")
days = st.one_of(st.none(), st.integers(0, 30))
plans = st.lists(st.builds(work, st.text("甲乙丙", max_size=3), st.sampled_from(ITEMS), days, days))


def slowly(works):
    """Every ordered pair looked at on its own."""
    verdict, pairs = True, []
    for first in works:
        for then in works:
            if not first.item.startswith("pipes/") or not then.item.startswith("traffic/basic/"):
                continue
            if first.ends is None or then.starts is None:
                verdict = None if verdict else verdict
            elif (first.ends - then.starts).days > 0:
                pairs.append((first.name, then.name))
    return False if pairs else verdict, sorted(pairs)


@given(plans)
def test_it_agrees_with_looking_at_every_pair(works):
    outcome = hold_order(RULE, works)
    assert (outcome.kept, sorted(outcome.clashes)) == slowly(works)


@given(plans, st.randoms())
def test_the_order_of_the_list_does_not_matter(works, random):
    mixed = works[:]
    random.shuffle(mixed)
    before, after = hold_order(RULE, works), hold_order(RULE, mixed)
    assert before.kept == after.kept
    assert sorted(before.clashes) == sorted(after.clashes)


@given(plans, st.integers(0, 60))
def test_beginning_later_never_breaks_an_order(works, later):
    if hold_order(RULE, works).kept is False:
        return
    moved = [
        Work(one.name, one.item, one.starts + timedelta(days=later), one.ends)
        if RULE.follows(one.item) and one.starts
        else one
        for one in works
    ]
    assert hold_order(RULE, moved).kept is not False


def test_xinxiang_states_three_orders():
    names = [one.name for one in parsed("xinxiang-2020").policy.sequences]
    assert names == ["先拆违后建设", "先地下后地上", "先硬件后软件"]
