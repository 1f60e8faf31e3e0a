"""A head is the exact set of owners of a unit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from districts.rules.heads import OwnedUnit, heads, merge

AREAS = st.decimals(min_value="0", max_value="900", places=2)
OWNERS = st.frozensets(st.integers(1, 5), max_size=3)


@st.composite
def unit_lists(draw):
    count = draw(st.integers(0, 12))
    return [OwnedUnit(number, draw(AREAS), draw(OWNERS)) for number in range(count)]


def unit(number, area, *owners):
    return OwnedUnit(number, Decimal(area), frozenset(owners))


def test_units_with_the_same_set_of_owners_are_one_head():
    (head,) = heads([unit(1, "80.10", 7, 8), unit(2, "60.05", 8, 7)])

    assert head.key == "o7-8"
    assert head.unit_ids == (1, 2)
    assert head.area == Decimal("140.15")


def test_a_couple_and_one_of_them_alone_are_two_heads():
    assert len(heads([unit(1, "80", 7, 8), unit(2, "60", 7)])) == 2


def test_units_without_a_known_owner_are_heads_of_their_own():
    assert [head.key for head in heads([unit(1, "80"), unit(2, "60")])] == ["u1", "u2"]


@given(unit_lists())
def test_every_unit_is_in_exactly_one_head_and_no_area_is_lost(units):
    found = heads(units)

    assert sorted(pk for head in found for pk in head.unit_ids) == [row.unit_id for row in units]
    assert sum(head.area for head in found) == sum(row.area for row in units)


@given(unit_lists())
def test_two_units_share_a_head_only_with_the_same_known_owners(units):
    place = {pk: head.key for head in heads(units) for pk in head.unit_ids}

    for one in units:
        for other in units:
            same = one.owner_ids == other.owner_ids and bool(one.owner_ids)
            assert (place[one.unit_id] == place[other.unit_id]) == (same or one is other)


@given(st.randoms(), unit_lists())
def test_the_order_of_units_changes_no_head(random, units):
    mixed = list(units)
    random.shuffle(mixed)

    def as_sets(found):
        return {(head.key, frozenset(head.unit_ids), head.area) for head in found}

    assert as_sets(heads(units)) == as_sets(heads(mixed))


def test_a_recorded_decision_joins_heads():
    joined = merge(heads([unit(1, "80", 7), unit(2, "60", 8)]), {"o8": "o7"})

    assert [(head.key, head.unit_ids, head.area) for head in joined] == [
        ("o7", (1, 2), Decimal(140))
    ]
