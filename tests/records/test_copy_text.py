"""Columns as COPY reads them: every value comes out of its text as it went in."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.crypto import decrypt
from districts.models import Owner
from records import copy_text
from records.models import WrittenRow
from renovation.models import PlanLine, Project

STRANGE = st.text(max_size=8) | st.sampled_from(["\\N", "a\tb", "a\nb\r", "\\", "\\\\t", ""])
READ = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def field(model, name):
    return model._meta.get_field(name)


def read(text):
    """As PostgreSQL reads one value."""
    if text == "\\N":
        return None
    return re.sub(r"\\(.)", lambda found: READ[found[1]], text, flags=re.DOTALL)


@given(st.lists(STRANGE | st.none(), min_size=1, max_size=6))
def test_words_and_nothing(values):
    texts = copy_text.prepared(field(WrittenRow, "name"), values)
    assert [*map(read, texts)] == values
    assert copy_text.lines([texts, texts]).count("\n") == len(values)


@given(st.lists(st.dictionaries(STRANGE, STRANGE | st.none() | st.integers()), min_size=1))
def test_json(values):
    texts = copy_text.prepared(field(WrittenRow, "after"), [*values, None])
    assert texts[-1] == "\\N"
    assert [json.loads(read(text)) for text in texts[:-1]] == values


def test_numbers_days_and_truth():
    assert copy_text.prepared(field(Project, "households"), [3, 0]) == ["3", "0"]
    assert copy_text.prepared(field(PlanLine, "investment"), [Decimal("1.10"), None])[0] == "1.10"
    assert copy_text.prepared(field(Project, "floor_area"), [0, "2.5"]) == ["0", "2.5"]
    assert copy_text.prepared(field(Project, "demo"), [True, False]) == ["t", "f"]
    days = copy_text.prepared(field(Project, "due_on"), [date(2024, 6, 3), None])
    assert days == ["2024-06-03", "\\N"]
    assert copy_text.prepared(field(Project, "due_on"), [datetime(2024, 6, 3)]) == ["2024-06-03"]  # noqa: DTZ001


def test_a_relation_is_the_key_that_it_points_at():
    assert copy_text.prepared(field(Project, "community_id"), [7, 8]) == ["7", "8"]


def test_what_is_no_number_is_no_area():
    with pytest.raises(ValidationError):
        copy_text.prepared(field(Project, "floor_area"), [Decimal("NaN")])


def test_a_column_that_is_encrypted_is_encrypted():
    (text,) = copy_text.prepared(field(Owner, "name"), ["赵平"])
    assert "赵平" not in text
    assert decrypt(text) == "赵平"


def test_what_copy_has_no_text_for_is_refused():
    with pytest.raises(TypeError):
        copy_text.plain(field(WrittenRow, "name"), [object()])
