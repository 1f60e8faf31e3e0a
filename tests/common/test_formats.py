"""Numbers, dates and names as officials write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.templatetags import formats, look, meters

TODAY = date(2024, 6, 21)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.wan(Decimal("7560216.00")), "756.02"),
        (formats.wan(Decimal("50200000")), "5,020.00"),
        (formats.yuan(Decimal("7560216")), "7,560,216.00"),
        (formats.yuan("-27784"), "-27,784.00"),
        (formats.area(Decimal("25200.72")), "25,200.72"),
        (formats.wan_area(Decimal("138479.32")), "13.85"),
        (formats.count(1216), "1,216"),
        (formats.share(Fraction(97, 156)), "62.2%"),
        (formats.share_of(833, 1216), "68.5%"),
        (formats.share_words(833, 1216, "户"), "68.5%，833/1216户"),
        (formats.measure(Decimal("15908.15"), "㎡"), "15,908.15"),
        (formats.measure(104, "人"), "104"),
        (formats.plain(Decimal("12.50")), "12.50"),
        (formats.plain(Decimal("12.00")), "12"),
    ],
)
def test_numbers_are_written_as_on_the_pages(shown, expected):
    assert shown == expected


def test_a_shown_minimum_is_enough():
    assert formats.area_up(Decimal("11931.1125")) == "11,931.12"
    assert formats.area_up(Decimal("16800.48")) == "16,800.48"
    assert formats.count_up(Fraction(2, 3) * 403) == "269"
    assert formats.measure_up(Fraction(3, 4) * 97, "人") == "73"


@given(st.fractions(min_value=0, max_value=10**7, max_denominator=10**6))
def test_rounding_up_never_shows_less_and_never_a_whole_cent_more(value):
    shown = Fraction(formats.area_up(value).replace(",", ""))
    assert 0 <= shown - value < Fraction(1, 100)


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_yuan_says_the_exact_amount(amount):
    assert Decimal(formats.yuan(amount).replace(",", "")) == amount


def test_less_than_all_is_never_shown_as_all():
    assert formats.share(Fraction(9999, 10000)) == "99.9%"
    assert formats.share(1) == "100.0%"


def test_nothing_is_a_dash_and_a_float_is_refused():
    assert formats.wan(None) == formats.share_of(3, 0) == formats.day(None) == "—"
    with pytest.raises(TypeError):
        formats.yuan(0.1)
    with pytest.raises(ValueError, match="not a count"):
        formats.count(Decimal("1.5"))


def test_days_and_moments_are_civil_in_shanghai():
    late = datetime(2024, 6, 20, 16, 30, tzinfo=UTC)
    assert formats.day(late) == "2024-06-21"
    assert formats.moment(late) == "2024-06-21 00:30"
    assert formats.short_moment(late) == "06-21 00:30"
    assert formats.short_day("2024-06-24") == "06-24"
    assert formats.weekday(TODAY) == "周五"
    assert formats.weekday_long(TODAY) == "星期五"


def test_names_and_phones_are_masked():
    assert formats.mask_name("赵卫平") == "赵*平"
    assert formats.mask_name("") == "—"
    assert formats.mask_phone("13812348858") == "138****8858"


@pytest.mark.parametrize(
    ("due", "kind", "words"),
    [
        (date(2024, 6, 14), "late", "逾期 7 天"),
        (date(2024, 6, 21), "soon", "今天到期"),
        (date(2024, 6, 28), "soon", "剩 7 天"),
        (date(2024, 6, 29), "later", "剩 8 天"),
        (None, "none", "未定期限"),
    ],
)
def test_the_due_chip_says_late_soon_or_later(due, kind, words):
    state = look.due_state(due, TODAY)
    assert (state["kind"], state["words"]) == (kind, words)


def test_a_done_thing_is_never_late():
    assert look.due_state(date(2024, 6, 1), TODAY, date(2024, 6, 6))["words"] == "06-06 完成"
    assert look.due_state(date(2024, 6, 1), TODAY, "已通过")["kind"] == "done"


def test_a_threshold_says_what_is_short_rounded_up():
    row = meters.threshold_row(
        {
            "label": "参与面积",
            "value": Decimal("15908.15"),
            "total": Decimal("25200.72"),
            "unit": "㎡",
            "threshold": Fraction(2, 3),
        }
    )
    assert (row["met"], row["need"], row["short"]) == (False, "16,800.48", "892.33")
    assert row["bar"]["tick"] == "66.667%"


def test_equality_meets_a_threshold_unless_the_rule_says_otherwise():
    row = {"label": "参与人数", "value": 24, "total": 36, "unit": "人", "threshold": Fraction(2, 3)}
    assert meters.threshold_row(row)["met"]
    strict = meters.threshold_row(row | {"met": False, "need": 25, "short": 1, "operator": ">"})
    assert (strict["met"], strict["need"], strict["threshold"]) == (False, "25", "> 2/3")


def test_widths_stay_inside_the_track():
    assert formats.percent_attr(200, 100) == "100.000%"
    assert formats.percent_attr(-1, 100) == "0.000%"
    assert formats.percent_attr(1, 0) == "0.000%"


def test_segments_show_done_now_skipped_and_to_come():
    cells = meters.segments(3, 10, late=False, skipped={5})["cells"]["rows"]
    assert [cell["css"] for cell in cells[:6]] == [
        "seg-done",
        "seg-done",
        "seg-now",
        "",
        "seg-skip",
        "",
    ]
    assert meters.segments(11, 10, late=False, skipped=set())["words"] == "10 步全部完成"
