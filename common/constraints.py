"""Builders for the constraints that every room needs, with messages a clerk can read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def paired(table: str, *fields: str) -> CheckConstraint:
    """`X_at` and `X_by` (and more, if given) are all set or all empty."""
    every = Q(**{f"{field}__isnull": True for field in fields})
    none = Q(**{f"{field}__isnull": False for field in fields})
    return CheckConstraint(
        condition=every | none,
        name=f"{table}_{fields[0]}_pair"[:60],
        violation_error_message="时间与经办人须同时填写",
    )


def one_of(
    table: str, field: str, values: Iterable[str], *, blank: bool = False
) -> CheckConstraint:
    """A choice column holds one of its choices."""
    allowed = [*values, ""] if blank else [*values]
    return CheckConstraint(
        condition=Q(**{f"{field}__in": allowed}),
        name=f"{table}_{field}_choice"[:60],
        violation_error_message="取值不在可选范围内",
    )


def not_negative(table: str, *fields: str) -> CheckConstraint:
    """Amounts and areas are never below zero (an empty one passes)."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__gte": 0}) | Q(**{f"{field}__isnull": True})
    return CheckConstraint(
        condition=condition,
        name=f"{table}_{fields[0]}_not_negative"[:60],
        violation_error_message="数额不能小于零",
    )


def in_order(table: str, earlier: str, later: str) -> CheckConstraint:
    """`earlier` does not lie after `later` (either may be empty)."""
    return CheckConstraint(
        condition=Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__lte": F(later)}),
        name=f"{table}_{earlier}_before_{later}"[:60],
        violation_error_message="日期先后颠倒",
    )


def two_people(table: str, maker: str, checker: str) -> CheckConstraint:
    """Whoever made a thing does not check it."""
    return CheckConstraint(
        condition=Q(**{f"{checker}__isnull": True}) | ~Q(**{maker: F(checker)}),
        name=f"{table}_{checker}_second_person"[:60],
        violation_error_message="经办人不能复核自己经办的事项",
    )
