"""Many rows written in one stream: PostgreSQL's COPY, with keys taken beforehand.

For rows that a service has checked already; constraints and triggers of the table still hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

NULL = r"\N"


def take_keys(model: type[models.Model], number: int) -> list[int]:
    """That many fresh primary keys, ascending (one query)."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, number],
        )
        return sorted(row[0] for row in cursor.fetchall())


def copy_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `fields` (names of the model's fields).

    Values: numbers, text, None, dates; lists and sets of plain numbers or keys become arrays.
    """
    meta = model._meta
    columns = [str(getattr(meta.get_field(name), "column", name)) for name in fields]
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    text = io.StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    text.seek(0)
    order = f"COPY {quoted(meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(order, text)


def _cell(value: object) -> object:
    if value is None:
        return NULL
    if isinstance(value, list | tuple | frozenset):
        return "{" + ",".join(f'"{one}"' for one in sorted(value)) + "}"
    return value
