"""Django's own PostgreSQL engine, with the embedded server started before the first connection.

Importing settings therefore starts nothing, and `manage.py` commands work whether `make run` is
up or not.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base as postgresql

from config.launch import database


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """`EMBEDDED` in the database settings names the server to hold open."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a lease on the server, start it if nobody has, then connect as usual."""
        database.ensure(self.settings_dict["EMBEDDED"])
        return super().get_new_connection(conn_params)
