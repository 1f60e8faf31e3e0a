"""The 依据 of a running round: its turnout test by test, and where the pace leads."""

from __future__ import annotations

from approvals.rules.underway import Asked
from approvals.selectors.running import Running
from approvals.selectors.turnout_figures import Figure
from common.explanations import Explanation, Input, Line
from common.shares import percent
from common.templatetags.formats import measure
from policies.rules.consent import show

STRAIGHT = (
    "以开启以来每日的平均推算：已有的数 ÷ 已开启天数（开启当日、今天都计入），"
    "还差的数除以它，尾数进为整天；只作参考，不影响计票。"
)


def of_turnout(one: Running) -> Explanation:
    """Who took part, of all, and every test of taking part; never what anybody said."""
    heads, *_ = one.figures
    return Explanation(
        title=f"参与情况：{_whose(one)}",
        result=measure(heads.value, heads.unit),
        unit=heads.unit,
        sentence=f"{one.stands.gap or one.stands.words}。",
        inputs=tuple(
            Input(
                f"名册{figure.label}", measure(figure.total, figure.unit), figure.unit, "冻结名册"
            )
            for figure in one.figures
        ),
        lines=tuple(_line(figure) for figure in one.figures),
        note="按实时计票；参与与意见分开，这里不含任何人的意见。",
        children=one.reasons,
    )


def of_pace(one: Running) -> Explanation:
    """The days that are left, and the straight line that foretells each missing figure."""
    period, expected = one.stands.period, one.stands.expected
    return Explanation(
        title=f"进度预计：{_whose(one)}",
        result=expected.isoformat() if expected else "无从预计",
        sentence=f"{one.stands.words}。",
        status="estimate",
        inputs=(
            Input("开启", period.opened.isoformat(), source="开启记录"),
            Input("截止", period.closes.isoformat(), source="开启记录"),
            Input("今天", period.on.isoformat()),
        ),
        lines=(
            Line("剩余天数", f"{period.closes} − {period.on}", f"{period.days_left} 天"),
            *(line for asked in one.stands.tests for line in _pace(asked)),
        ),
        note=STRAIGHT,
    )


def _whose(one: Running) -> str:
    return " ".join(part for part in (one.round.whose, one.round.name, one.places) if part)


def _line(figure: Figure) -> Line:
    words = f"{measure(figure.value, figure.unit)} ÷ {measure(figure.total, figure.unit)}"
    return Line(
        f"{figure.label}参与", f"{words} {figure.unit}", percent(figure.value, figure.total)
    )


def _pace(asked: Asked) -> tuple[Line, ...]:
    """By how much a day, and until when."""
    test, pace = asked.outcome, asked.pace
    if pace is None:
        return ()
    have = show(test.value, test.test.measure)
    each = f"{have} ÷ {pace.days} 天"
    if pace.expected is None:
        return (Line(test.label, f"{each}，还差 {test.missing:,} {test.unit}", "达不到"),)
    days = f"{test.missing:,} ÷ 每天 {pace.shown:,} {test.unit}"
    return (
        Line(f"{test.label}每天", each, f"{pace.shown:,} {test.unit}"),
        Line(test.label, days, pace.expected.isoformat(), emphasis=True),
    )
