"""What the models promise, the database keeps.

Every model is walked, so a new field is found even if nobody thought of its constraint:
an `X_at` beside an `X_by` (set together or not at all), a column of choices, an amount or an area.
"""

import pytest
from django.db.models import CheckConstraint, DecimalField, Q

from tests.architecture.house import models

PAIRS_APART: dict[str, str] = {}
"""`app.Model.X` whose time and person may be set apart, each with its reason."""

OPEN_CHOICES: dict[str, str] = {}
"""`app.Model.field` with choices that the database need not hold, each with its reason."""

MAY_BE_NEGATIVE: dict[str, str] = {
    "renovation.PlanEntryLine.floor_area": "what an entry takes away lies below zero",
    "renovation.SimulationRow.yuan": "a difference: less to pay lies below zero",
}
"""`app.Model.field` of decimals that may lie below zero, each with its reason."""


def _checks(model):
    return [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]


def _leaves(condition):
    """(`field`, `lookup`) of every comparison in a condition, however deep."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            field, _, lookup = child[0].partition("__")
            yield field, lookup or "exact"


def _mentions(model, field, *lookups):
    names = {field, field.removesuffix("_id")}
    return any(
        name in names and (not lookups or lookup in lookups)
        for check in _checks(model)
        if isinstance(check.condition, Q)
        for name, lookup in _leaves(check.condition)
    )


def _together(model, *fields):
    """One check speaks of the emptiness of all the fields."""
    return any(
        set(fields)
        <= {name for name, lookup in _leaves(check.condition) if lookup in {"isnull", "exact"}}
        for check in _checks(model)
        if isinstance(check.condition, Q)
    )


def _fields(model):
    return {field.name: field for field in model._meta.local_concrete_fields}


def _named(model, field):
    return f"{model._meta.label}.{field}"


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_a_time_and_its_person_are_set_together(model):
    fields = _fields(model)

    apart = [
        _named(model, name.removesuffix("_at"))
        for name in fields
        if name.endswith("_at")
        and (person := f"{name.removesuffix('_at')}_by") in fields
        and (fields[name].null or fields[person].null)
        and not _together(model, name, person)
    ]

    assert [name for name in apart if name not in PAIRS_APART] == []


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_a_column_of_choices_holds_one_of_them(model):
    loose = [
        _named(model, name)
        for name, field in _fields(model).items()
        if field.choices and not _mentions(model, name, "in", "exact", "range")
    ]

    assert [name for name in loose if name not in OPEN_CHOICES] == []


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_amounts_and_areas_are_never_below_zero(model):
    loose = [
        _named(model, name)
        for name, field in _fields(model).items()
        if isinstance(field, DecimalField) and not _mentions(model, name, "gte", "gt", "range")
    ]

    assert [name for name in loose if name not in MAY_BE_NEGATIVE] == []


def test_exceptions_name_fields_that_exist_and_give_a_reason():
    known = {_named(model, name) for model in models() for name in _fields(model)}
    known |= {name.removesuffix("_at") for name in known}
    exceptions = PAIRS_APART | OPEN_CHOICES | MAY_BE_NEGATIVE

    assert [name for name in exceptions if name not in known] == []
    assert [name for name, reason in exceptions.items() if not reason] == []
