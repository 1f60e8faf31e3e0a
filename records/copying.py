"""Many rows at once, by PostgreSQL's COPY: the same tables, constraints and triggers, less waiting.

For sets of thousands, where building one statement with every value costs several times what the
database needs to take the rows. Values go through the fields' own preparation, so ciphertext stays
ciphertext; signals and `save` are not called, as with Django's own bulk methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Model

from records import copy_text

M = TypeVar("M", bound=Model)

FEW = 500
"""Fewer rows than this are left to Django: one statement, and no time to save."""

_CHUNK = 5_000
_SIDE = "fresh_rows"


def insert_rows(rows: Sequence[M]) -> Sequence[M]:
    """Insert new instances of one model and give them their keys, in the order given."""
    if not rows:
        return rows
    model = type(rows[0])
    if len(rows) < FEW:
        return model._default_manager.bulk_create(rows)
    fields = model._meta.local_concrete_fields
    relations = [field for field in fields if isinstance(field, ForeignKey)]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for row, key in zip(rows, _keys(cursor, model, len(rows)), strict=True):
            row.pk = key
            _take_keys(row, relations)
        _copy(cursor, model._meta.db_table, fields, rows)
        _let_it_be_known(cursor, model, len(rows))
    for row in rows:
        row._state.adding = False  # noqa: SLF001  Model.from_db does the same
    return rows


def take_keys(model: type[Model], count: int) -> list[int]:
    """That many fresh keys, ascending: for rows that name each other before they are written."""
    with connection.cursor() as cursor:
        return sorted(_keys(cursor, model, count))


def insert_values(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values in the order of `names`, without making instances of them.

    For tens of thousands: numbers, text, None, relations as keys; lists for array fields, and what
    JSON can say for JSON fields.
    """
    fields, written = _fields(model, names), 0
    with connection.cursor() as cursor:
        for some in _by_chunks(rows):
            columns = zip(*some, strict=True)
            texts = [copy_text.plain(*pair) for pair in zip(fields, columns, strict=True)]
            _send(cursor, model._meta.db_table, fields, texts)
            written += len(some)
        _let_it_be_known(cursor, model, written)


def update_rows(rows: Sequence[M], fields: Sequence[str]) -> int:
    """Write the named fields of saved instances of one model; answers how many rows changed."""
    if not rows:
        return 0
    model = type(rows[0])
    if len(rows) < FEW:
        return model._default_manager.bulk_update(rows, fields)
    key, *chosen = _fields(model, ["pk", *fields])
    table, side = _quoted(model._meta.db_table), _quoted(_SIDE)
    named = ", ".join(map(_column, [key, *chosen]))
    sets = ", ".join(f"{_column(field)} = {side}.{_column(field)}" for field in chosen)
    same = f"{table}.{_column(key)} = {side}.{_column(key)}"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        like = f"SELECT {named} FROM {table}"  # noqa: S608  names of our own models
        cursor.execute(f"CREATE TEMP TABLE {side} AS {like} WITH NO DATA")
        _copy(cursor, _SIDE, [key, *chosen], rows)
        cursor.execute(f"ANALYZE {side}")
        taken = f"UPDATE {table} SET {sets} FROM {side} WHERE {same}"  # noqa: S608  as above
        cursor.execute(taken)
        changed: int = cursor.rowcount
        cursor.execute(f"DROP TABLE {side}")
    return changed


def _fields(model: type[Model], names: Sequence[str]) -> list[Field[Any, Any]]:
    by_name = {field.name: field for field in model._meta.local_concrete_fields}
    key = next(field for field in by_name.values() if field.primary_key)
    return [key if name == "pk" else by_name[name] for name in names]


def _take_keys(row: Model, relations: Sequence[ForeignKey[Any, Any]]) -> None:
    """What a row points at may have got its key after the row was made."""
    for field in relations:
        if getattr(row, field.attname) is None and field.is_cached(row):
            # The object, not its key alone: to set another key makes the row forget the object.
            setattr(row, field.name, field.get_cached_value(row))


def _keys(cursor: Any, model: type[Model], count: int) -> list[int]:
    (key,) = _fields(model, ["pk"])
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
        [_quoted(model._meta.db_table), key.column, count],
    )
    return [number for (number,) in cursor.fetchall()]


def _copy(
    cursor: Any, table: str, fields: Sequence[Field[Any, Any]], rows: Sequence[Model]
) -> None:
    for some in _by_chunks(rows):
        texts = [
            copy_text.prepared(field, [*map(attrgetter(field.attname), some)]) for field in fields
        ]
        _send(cursor, table, fields, texts)


def _let_it_be_known(cursor: Any, model: type[Model], written: int) -> None:
    """Let the planner count a table anew that these rows have at least doubled.

    A table that was vacuumed while empty is otherwise taken for empty by every later query of the
    same transaction, which then compares each row with each. In a table of any age this does
    nothing: one look at what the planner believes.
    """
    if written < FEW:
        return
    name = _quoted(model._meta.db_table)
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [name])
    (known,) = cursor.fetchone()
    if known < written:
        cursor.execute(f"ANALYZE {name}")


def _by_chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := [*islice(left, _CHUNK)]:
        yield some


def _send(
    cursor: Any, table: str, fields: Sequence[Field[Any, Any]], texts: Iterable[Sequence[str]]
) -> None:
    columns = ", ".join(map(_column, fields))
    statement = f"COPY {_quoted(table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors:
        cursor.copy_expert(statement, StringIO(copy_text.lines(texts)))


def _column(field: Field[Any, Any]) -> str:
    return _quoted(field.column or "")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
