"""Values that rules are tried on."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from policies.rules.consent import Counts
from policies.rules.model import ConsentTest, Matter
from policies.rules.money_model import Cap, Part, Payer, SharesRule, SplitLine

areas = st.integers(0, 3_000_000).map(lambda n: Decimal(n) / 100)
money = st.integers(0, 2_000_000_000).map(lambda n: Decimal(n).scaleb(-2))
fractions = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20)


@st.composite
def counts(draw):
    heads = sorted(draw(st.tuples(*[st.integers(0, 500)] * 3)))
    area = sorted(draw(st.tuples(areas, areas, areas)))
    return Counts(heads[2], area[2], heads[1], area[1], heads[0], area[0])


def matter(turnout="2/3", agree="3/4", operator=">="):
    turnout, agree = Fraction(turnout), Fraction(agree)
    return Matter(
        "m",
        "改造方案",
        "同意吗",
        tuple(
            ConsentTest(who, of, measure, sign, share)
            for who, of, sign, share in (
                ("participate", "all", ">=", turnout),
                ("agree", "participants", operator, agree),
            )
            for measure in ("heads", "area")
        ),
    )


def three_levels(cap="300"):
    lines = tuple(
        SplitLine(
            key, name, (Part("residents", share), Part("government", 1 - share)), levels=(key,)
        )
        for key, name, share in (
            ("basic", "基础类", Fraction(1, 10)),
            ("improving", "完善类", Fraction(3, 10)),
            ("upgrading", "提升类", Fraction(7, 10)),
        )
    )
    payers = (
        Payer("government", "财政补助", "government"),
        Payer("residents", "居民自筹", "residents"),
        Payer("social", "社会资金", "social"),
    )
    return SharesRule(
        "shares",
        "出资",
        payers,
        lines,
        ("basic", "improving", "upgrading"),
        ("lift",),
        "government",
        "area",
        Cap("government", Decimal(cap), "residents") if cap else None,
    )
