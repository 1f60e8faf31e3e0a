"""Test databases on the embedded server: migrated once into a template, copied for each run."""

import fcntl
import hashlib
import os
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from config.launch import database
from config.launch.paths import ROOT


def of_run(run_id, worker):
    """One database per worker; the run's process id in it tells later whether it still lives."""
    return f"test_{run_id}_{worker}"


def prepare_template():
    """Name of a migrated database to copy, made anew when a migration or the lock file changed."""
    name = f"template_{_state_of_migrations()}"
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        _drop_leftovers(cursor)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            _migrate_into(f"{name}_half")
            cursor.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _state_of_migrations():
    total = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for file in sorted(ROOT.glob("*/migrations/*.py")):
        total.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def _one_at_a_time():
    place = database.ensure(settings.DATABASES["default"]["EMBEDDED"])
    with (place.home / "template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _migrate_into(name):
    default, test = settings.DATABASES["default"], connection.settings_dict["TEST"]
    before, named = default["NAME"], test["NAME"]
    test["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    default["NAME"] = connection.settings_dict["NAME"] = before
    test["NAME"] = named


def _drop_leftovers(cursor):
    """Templates beyond the newest three, and the databases of runs that were killed."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^(template_|test_)[0-9a-f]'"
        " AND datname NOT IN (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)"
        " ORDER BY oid DESC"
    )
    names = [name for (name,) in cursor.fetchall()]
    old = [name for name in names if name.startswith("template_")][3:]
    dead = [name for name in names if name.startswith("test_") and not _alive(name)]
    for name in old + dead:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _alive(name):
    """Whether the run whose process id the database's name carries is still going on."""
    try:
        os.kill(int(name.split("_")[1]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True
