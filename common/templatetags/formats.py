"""Numbers, dates and names as officials write them; Decimal and Fraction in, text out.

Every function is a template filter and a plain function. `None` and "" show as "—". Floats are
refused: they are not exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils import timezone

from common import names
from common.clock import SHANGHAI

register = template.Library()

EMPTY = "—"
_WEEKDAYS = "一二三四五六日"


def _exact(value: object) -> Fraction | None:
    """The exact value, or None for nothing; TypeError for a float, ValueError for other text."""
    if value is None or value == "":
        return None
    if isinstance(value, float):
        raise TypeError("float is not exact")
    if isinstance(value, Fraction):
        return value
    return Fraction(Decimal(str(value)))


def fixed(value: object, places: int, *, up: bool = False) -> str:
    """Thousands and exactly `places` decimals, half up; `up` rounds towards more."""
    exact = _exact(value)
    if exact is None:
        return EMPTY
    scaled = exact * 10**places
    if up:
        units = -(-scaled.numerator // scaled.denominator)
    else:
        units = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
        units = -units if scaled < 0 else units
    return f"{Decimal(units).scaleb(-places):,.{places}f}"


LINE = "________"


@register.filter
def by_hand(value: object) -> str:
    """What a form does not know is a line to be written by hand; a zero is said as it is."""
    return LINE if value is None or value in {"", EMPTY} else str(value)


@register.filter
def wan(value: object) -> str:
    """元 shown as 万元 with two decimals: 7560216 → 756.02."""
    exact = _exact(value)
    return EMPTY if exact is None else fixed(exact / 10000, 2)


@register.filter
def yuan(value: object) -> str:
    """元 to the fen: 7,560,216.00."""
    return fixed(value, 2)


@register.filter
def area(value: object) -> str:
    """㎡ with two decimals: 25,200.72."""
    return fixed(value, 2)


@register.filter
def area_up(value: object) -> str:
    """㎡ rounded up at two decimals, for thresholds and gaps: 11931.1125 → 11,931.12."""
    return fixed(value, 2, up=True)


@register.filter
def wan_area(value: object) -> str:
    """㎡ shown as 万㎡ with two decimals: 138479.32 → 13.85."""
    exact = _exact(value)
    return EMPTY if exact is None else fixed(exact / 10000, 2)


@register.filter
def count(value: object) -> str:
    """Whole numbers with thousands; a fraction of a thing is an error of the caller."""
    exact = _exact(value)
    if exact is not None and exact.denominator != 1:
        raise ValueError(f"{value!r} is not a count")
    return fixed(exact, 0)


@register.filter
def count_up(value: object) -> str:
    """The smallest whole number that is enough, for thresholds counted in heads or homes."""
    return fixed(value, 0, up=True)


@register.filter
def share(value: object) -> str:
    """A fraction of one as 68.5%. Less than all never shows as 100.0%."""
    exact = _exact(value)
    if exact is None:
        return EMPTY
    shown = fixed(exact * 100, 1)
    return f"{'99.9' if shown == '100.0' and exact < 1 else shown}%"


@register.filter
def share_of(part: object, whole: object) -> str:
    """The share of one number in another as 68.5%; "—" when there is nothing to divide by."""
    top, bottom = _exact(part), _exact(whole)
    return share(top / bottom) if top is not None and bottom else EMPTY


@register.simple_tag
def share_words(part: object, whole: object, unit: str = "") -> str:
    """Share with the two numbers behind it: 68.5%，833/1216户."""
    return f"{share_of(part, whole)}，{plain(part)}/{plain(whole)}{unit}"


@register.filter
def plain(value: object) -> str:
    """An exact number without thousands and without trailing noughts; whole or two decimals."""
    exact = _exact(value)
    if exact is None:
        return EMPTY
    return fixed(exact, 0 if exact.denominator == 1 else 2).replace(",", "")


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """The name of a code; the code itself where nobody has named it, "—" for none."""
    return names.get(code, code) or EMPTY


@register.filter
def measure(value: object, unit: str) -> str:
    """A number as its unit wants it: heads and homes whole, areas and money two decimals."""
    if unit in {"人", "户", "栋", "个", "件", "天", "份", "项", "家", "套"}:
        return count(value)
    return fixed(value, 2)


@register.filter
def measure_up(value: object, unit: str) -> str:
    """Like `measure`, rounded up: for minima and gaps."""
    if unit in {"人", "户", "栋", "个", "件", "天", "份", "项", "家", "套"}:
        return count_up(value)
    return fixed(value, 2, up=True)


@register.filter
def cell(value: object, kind: str) -> str:
    """A table's value as its column wants it: text, plain, count or area (records.rules.tables)."""
    if value is None or value == "":
        return EMPTY
    return {"area": area, "count": count}.get(kind, str)(value)


def as_day(value: object) -> date | None:
    """The civil date in Asia/Shanghai of a date, an aware or naive instant, or ISO text."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return _local(value).date()
    return value if isinstance(value, date) else None


def _local(value: datetime) -> datetime:
    return timezone.localtime(value, SHANGHAI) if timezone.is_aware(value) else value


@register.filter
def day(value: object) -> str:
    """2024-06-30."""
    civil = as_day(value)
    return civil.isoformat() if civil else EMPTY


@register.filter
def short_day(value: object) -> str:
    """06-24, for lists whose year is plain from the page."""
    civil = as_day(value)
    return f"{civil:%m-%d}" if civil else EMPTY


@register.filter
def moment(value: object) -> str:
    """2024-06-21 08:30 in Asia/Shanghai."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    return f"{_local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else day(value)


@register.filter
def short_moment(value: object) -> str:
    """06-21 08:30."""
    return moment(value)[5:] or EMPTY


@register.filter
def weekday(value: object) -> str:
    """周五."""
    civil = as_day(value)
    return f"周{_WEEKDAYS[civil.weekday()]}" if civil else ""


@register.filter
def weekday_long(value: object) -> str:
    """星期五."""
    return weekday(value).replace("周", "星期")


@register.filter
def mask_name(value: str | None) -> str:
    """赵*平, for those who need not know the whole name."""
    return names.mask_name(value) if value else EMPTY


@register.filter
def mask_phone(value: str | None) -> str:
    """138****5678."""
    return names.mask_phone(value) if value else EMPTY


def percent_attr(part: object, whole: object) -> str:
    """A width for an SVG attribute, 0 to 100 with three decimals: "62.179%"."""
    top, bottom = _exact(part), _exact(whole)
    ratio = min(max(top / bottom, Fraction(0)), Fraction(1)) if top and bottom else Fraction(0)
    quotient = Decimal(ratio.numerator * 100) / Decimal(ratio.denominator)
    rounding = ROUND_CEILING if quotient < 1 else ROUND_HALF_UP
    return f"{quotient.quantize(Decimal('0.001'), rounding)}%"
