"""Gates compare exactly; what is not known opens nothing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.gates import FactValue, asked_for, evaluate, parse_value, value_text
from policies.rules.model import Gate
from policies.rules.vocabulary import FACTS

ON = date(2024, 6, 21)


def gate(fact, operator, value="", scope="", of=""):
    return Gate("g", fact, scope, operator, value, "条件", "street", of)


def facts(**values):
    found = {}
    for name, value in values.items():
        key, _, scope = name.replace("__", ".").partition("_at_")
        found[key, scope] = FactValue(key, scope, value)
    return found


def test_one_fen_short_is_closed():
    rule = gate("money.residents_received", ">=", "1", of="money.residents_due")
    short = facts(
        money__residents_due=Decimal("1800000.00"), money__residents_received=Decimal("1799999.99")
    )
    outcome = evaluate(rule, short, ON)
    assert not outcome.met
    assert outcome.gap == "居民已缴还差 0.01 元"
    full = short | facts(money__residents_received=Decimal("1800000.00"))
    assert evaluate(rule, full, ON).met


def test_a_share_gate_is_exact():
    rule = gate("money.residents_share", ">=", "2/3")
    assert evaluate(rule, facts(money__residents_share=Fraction(2, 3)), ON).met
    assert not evaluate(rule, facts(money__residents_share=Fraction(66666, 100000)), ON).met


def test_a_notice_is_over_only_after_its_last_day():
    rule = gate("notice.last_day", "passed", scope="scheme")
    on_the_day = facts(notice__last_day_at_scheme=ON)
    assert not evaluate(rule, on_the_day, ON).met
    assert evaluate(rule, on_the_day, date(2024, 6, 22)).met


@pytest.mark.parametrize("key", sorted(FACTS))
def test_a_missing_fact_is_never_a_default(key):
    kind = FACTS[key]
    operator = "passed" if kind.value == "date" else "="
    value = {"bool": "true", "share": "0", "date": ""}.get(kind.value, "0")
    outcome = evaluate(gate(key, operator, value, "x"), {}, ON)
    assert not outcome.met
    assert outcome.gap == f"尚不能判定：需要“{kind.label}”"
    assert outcome.explanation.status == "undecided"


def test_facts_of_another_round_do_not_count():
    rule = gate("consent.passed", "=", "true", scope="second")
    assert not evaluate(rule, facts(consent__passed_at_first=True), ON).met
    assert evaluate(rule, facts(consent__passed_at_second=True), ON).met


def test_counts_left_over_are_said():
    rule = gate("notice.open_objections", "=", "0", scope="scheme")
    assert (
        evaluate(rule, facts(notice__open_objections_at_scheme=2), ON).gap == "未办结异议还有 2 件"
    )


@given(
    st.one_of(
        st.booleans().map(lambda v: ("review.agreed", v)),
        st.integers(0, 10**6).map(lambda v: ("contents.items", v)),
        st.integers(0, 10**9).map(lambda v: ("money.estimate", Decimal(v).scaleb(-2))),
        st.fractions(0, 1).map(lambda v: ("works.progress", v)),
        st.dates().map(lambda v: ("notice.last_day", v)),
    )
)
def test_values_survive_their_text(pair):
    key, value = pair
    assert parse_value(FACTS[key], value_text(value)) == value


def test_text_that_does_not_fit_is_refused_in_words():
    with pytest.raises(ValueError, match="应为 true 或 false"):
        parse_value(FACTS["review.agreed"], "yes")


signs = st.sampled_from(["=", ">=", ">", "<=", "<"])
fen = st.integers(0, 10**7)


def slow(value, sign, limit):
    """The same comparison in whole numbers of fen, by the words of the sign."""
    bigger, smaller = value > limit, value < limit
    return {
        "=": not bigger and not smaller,
        ">=": not smaller,
        ">": bigger,
        "<=": not bigger,
        "<": smaller,
    }[sign]


def yuan(value):
    return Decimal(value).scaleb(-2)


def money_gate(value, sign, limit):
    rule = gate("money.estimate", sign, str(yuan(limit)))
    return evaluate(rule, facts(money__estimate=yuan(value)), ON)


@given(fen, signs, fen | st.none())
def test_a_gate_agrees_with_the_slow_reading_and_says_a_gap_only_when_closed(value, sign, limit):
    limit = value if limit is None else limit
    outcome = money_gate(value, sign, limit)
    assert outcome.met is slow(value, sign, limit)
    assert bool(outcome.gap) is not outcome.met
    assert outcome.explanation.result == ("满足" if outcome.met else "未满足")


@given(fen, fen, st.sampled_from([">=", ">"]), fen)
def test_one_fen_more_never_closes_a_gate_that_asks_for_enough(value, more, sign, limit):
    assert not money_gate(value, sign, limit).met or money_gate(value + more, sign, limit).met


@given(fen, st.integers(1, 10**4), st.integers(1, 10**4))
def test_a_part_of_another_fact_is_exact_at_its_boundary(due, part, whole):
    part, whole = min(part, whole), max(part, whole)
    rule = gate("money.residents_received", ">=", f"{part}/{whole}", of="money.residents_due")

    def met(received):
        known = facts(
            money__residents_due=yuan(due * whole), money__residents_received=yuan(received)
        )
        return evaluate(rule, known, ON).met

    assert met(due * part)
    assert not due or not met(due * part - 1)


@given(fen, fen, st.sampled_from([">=", ">"]))
def test_what_a_gap_says_is_missing_opens_the_gate_and_a_fen_less_does_not(value, limit, sign):
    outcome = money_gate(value, sign, limit)
    if outcome.met:
        return
    short = Decimal(
        outcome.gap.removeprefix("总投资概算还差 ").removesuffix(" 元").replace(",", "")
    )
    lacking = int(short.scaleb(2))
    assert money_gate(value + lacking, sign, limit).met
    assert not money_gate(value + lacking - 1, sign, limit).met


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            gate("money.residents_received", ">=", "90%", of="money.residents_due"),
            "居民已缴 ≥ 居民应缴 × 90%",
        ),
        (
            gate("money.residents_received", ">=", "1", of="money.residents_due"),
            "居民已缴 ≥ 居民应缴",
        ),
        (gate("works.progress", ">=", "1"), "工程进度 ≥ 100.0%"),
        (gate("consent.passed", "=", "true"), ""),
    ],
)
def test_a_gate_says_what_it_measures_against(rule, words):
    assert asked_for(rule) == words
