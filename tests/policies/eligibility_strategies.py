"""Rules of eligibility, plans and candidates that the evaluators are tried on."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from common.explanations import Clause
from policies.rules.eligibility_model import (
    Answer,
    BuiltCriterion,
    Condition,
    EligibilityRule,
    Exclusion,
    ExclusionsCriterion,
    RequiresCriterion,
    Window,
)
from policies.rules.fact_values import FactValue
from policies.rules.fact_words import CANDIDATE_FACTS
from policies.rules.priority_model import PriorityRule, RankItem

FLAGS = [kind.key for kind in CANDIDATE_FACTS if kind.value == "bool"][:6]
CLAUSES = (Clause("示例", "二(一)"),)
MANAGED = Condition("management.professional", "=", ("true",))
refusals = st.sampled_from([Answer.EXCLUDED, Answer.DECIDE])
answers = st.sampled_from([Answer.ELIGIBLE, Answer.EXCLUDED, Answer.DECIDE])
flags = st.sampled_from(FLAGS)
days = st.dates(date(1997, 1, 1), date(2006, 12, 31))


def given_facts(**values):
    """Facts with `__` for the dot: built__year=1999."""
    return facts_of({key.replace("__", "."): value for key, value in values.items()})


def facts_of(values):
    return {
        (key.partition("@")[0], key.partition("@")[2]): FactValue(key.partition("@")[0], "", value)
        for key, value in values.items()
    }


def conditions(minimum=1):
    chosen = st.lists(flags, min_size=minimum, max_size=3, unique=True)
    return chosen.map(lambda keys: tuple(Condition(key, "=", ("true",)) for key in keys))


def _window(draw, key, first, last):
    """As the checks allow: conditions that change nothing are refused at load."""
    answer, otherwise = draw(answers), draw(refusals)
    provided = () if answer is otherwise else draw(conditions(0))
    return Window(key, first, last, answer, provided, otherwise, says=key)


@st.composite
def built(draw):
    """Windows without a hole, cut at any day."""
    cuts = sorted(draw(st.lists(days, min_size=1, max_size=3, unique=True)))
    starts = [None, *cuts]
    ends = [*(cut - timedelta(1) for cut in cuts), None]
    windows = tuple(
        _window(draw, f"第{n}段", first, last)
        for n, (first, last) in enumerate(zip(starts, ends, strict=True))
    )
    return BuiltCriterion("built", "建成时间", windows, clauses=CLAUSES)


@st.composite
def requires(draw):
    mode = draw(st.sampled_from(["all", "any"]))
    return RequiresCriterion(
        "requires", "条件", mode, draw(conditions()), draw(refusals), clauses=CLAUSES
    )


@st.composite
def exclusions(draw):
    keys = draw(st.lists(flags, min_size=1, max_size=3, unique=True))
    rows = tuple(Exclusion(key, draw(refusals), "不纳入", CLAUSES) for key in keys)
    return ExclusionsCriterion("exclusions", "不纳入的情形", rows, clauses=CLAUSES)


criteria = st.one_of(built(), requires(), exclusions())
rules = st.lists(criteria, min_size=1, max_size=4).map(
    lambda rows: EligibilityRule("scope", "改造范围", "renovation", tuple(rows), clauses=CLAUSES)
)


@st.composite
def known(draw):
    """Some yes-or-no facts; perhaps a year of building, perhaps a day, which then agree."""
    values = draw(st.dictionaries(flags, st.booleans()))
    day = draw(st.none() | days)
    if day and draw(st.booleans()):
        values["built.on"] = day
    if day and draw(st.booleans()):
        values["built.year"] = day.year
    return values


def order_of_three(better="high"):
    return PriorityRule(
        "order",
        "优先次序",
        (
            RankItem(
                "managed",
                "有物业",
                1,
                "meets",
                conditions=(Condition("management.professional", "=", ("true",)),),
            ),
            RankItem("funded", "到位率", 2, better, fact="money.residents_share"),
            RankItem("older", "建成早晚", 3, "early", fact="built.year"),
        ),
        clauses=CLAUSES,
    )


shares = st.fractions(min_value=Fraction(0), max_value=Fraction(1), max_denominator=4)
candidates = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚"),
    st.fixed_dictionaries(
        {
            "management.professional": st.booleans(),
            "money.residents_share": shares,
            "built.year": st.integers(1998, 2000),
        }
    ),
    min_size=1,
)
areas = st.integers(1, 100_000).map(lambda n: Decimal(n) / 100)
