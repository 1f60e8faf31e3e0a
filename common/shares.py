"""Exact fractions: reading them from policy text and showing them to people."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_PERCENT = re.compile(r"^(\d+(?:\.\d+)?)%$")
_RATIO = re.compile(r"^(\d+)/(\d+)$")


def parse_share(text: str) -> Fraction:
    """Read "2/3", "10%" or "1" as an exact fraction between 0 and 1.

    Raises ValueError on floats, other shapes, and shares outside [0, 1].
    """
    if not isinstance(text, str):
        raise ValueError(  # noqa: TRY004  the caller words it like any other unreadable share
            f'写成文字，如 "2/3" 或 "10%"，不要写成数字 {text!r}'
        )
    text = text.strip()
    if match := _PERCENT.match(text):
        share = Fraction(Decimal(match[1])) / 100
    elif (match := _RATIO.match(text)) and int(match[2]):
        share = Fraction(int(match[1]), int(match[2]))
    elif text in {"0", "1"}:
        share = Fraction(int(text))
    else:
        raise ValueError(f'看不懂的比例“{text}”，应写作 "2/3" 或 "10%"')
    if not 0 <= share <= 1:
        raise ValueError(f"比例“{text}”超出 0 到 1")
    return share


def percent(part: Fraction | Decimal | int, whole: Fraction | Decimal | int) -> str:
    """One decimal, half up; "—" when there is nothing to divide by. For showing only.

    Less than all never shows as 100.0%.
    """
    if not whole:
        return "—"
    ratio = Fraction(part) * 1000 / Fraction(whole)
    tenths = (2 * ratio.numerator + ratio.denominator) // (2 * ratio.denominator)
    if tenths == 1000 and ratio < 1000:  # noqa: PLR2004  thousandths of the whole
        tenths = 999
    return f"{Decimal(tenths).scaleb(-1).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def percent_under(share: Fraction, limit: Fraction) -> str:
    """A share that misses `limit`, with as many decimals as keep it from looking reached.

    Rounded down only where rounding half up would show the limit itself: 99.997% of 100%.
    """
    shown = percent(share, 1)
    places = 1
    while Fraction(Decimal(shown[:-1])) / 100 >= limit > share:
        scale = 10**places
        shown = f"{Decimal(share * 100 * scale // 1) / scale:.{places}f}%"
        places += 1
    return shown


def percent_beside(
    part: Fraction | Decimal | int, whole: Fraction | Decimal | int, limit: Fraction
) -> str:
    """The percent shown beside a limit: a missed 2/3 never reads 66.7%, which looks reached."""
    if not whole or Fraction(part) >= Fraction(whole) * limit:
        return percent(part, whole)
    return percent_under(Fraction(part) / Fraction(whole), limit)


_WORDS = {
    Fraction(2, 3): "三分之二",
    Fraction(3, 4): "四分之三",
    Fraction(1, 2): "二分之一",
    Fraction(1, 3): "三分之一",
    Fraction(1): "全部",
}


def in_words(share: Fraction) -> str:
    """三分之二, 四分之三, … as documents write them; others as 4/5."""
    return _WORDS.get(share, f"{share.numerator}/{share.denominator}")
