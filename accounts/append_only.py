"""Migration operations that make a table append-only, or its rows immutable once they are final."""

from __future__ import annotations

from django.db.migrations import RunSQL

# The switch is a session setting that only tests and the demo reset turn on; turning it on in an
# installation is itself recorded (`manage.py` commands that use it write an entry first).
FUNCTION = RunSQL(
    """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('renovation.maintenance', true) = 'on' THEN
            IF TG_LEVEL = 'STATEMENT' THEN RETURN NULL; END IF;
            RETURN COALESCE(NEW, OLD);
        END IF;
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END $$;
    """,
    "DROP FUNCTION IF EXISTS refuse_change() CASCADE;",
)


def append_only(table: str, message: str) -> RunSQL:
    """No UPDATE, DELETE or TRUNCATE on the table; `message` is what the person reads."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change('{message}');
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{message}');
        """,
        f"""
        DROP TRIGGER IF EXISTS {table}_append_only ON {table};
        DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
        """,
    )


def immutable_when(table: str, condition: str, message: str) -> RunSQL:
    """Rows for which `condition` (SQL over OLD and NEW) holds can no longer be changed."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
            FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_change('{message}');
        """,
        f"DROP TRIGGER IF EXISTS {table}_immutable ON {table};",
    )
