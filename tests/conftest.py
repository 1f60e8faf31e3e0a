"""The database under pytest: one per run, on the embedded server unless told otherwise."""

import gc
import os

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from tests import databases

# `make test` has twenty minutes for everything; alone, a test tries twice as many, always new ones.
hypothesis_settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, max_examples=50
)
hypothesis_settings.register_profile("wide", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "wide")


def _run_of(config):
    """Process id of the run and name of this worker; the id is the same in all its workers."""
    worker = getattr(config, "workerinput", None)
    return (worker["run_id"], worker["workerid"]) if worker else (os.getpid(), "main")


def pytest_configure_node(node):
    """xdist: tell each worker which run it belongs to."""
    node.workerinput["run_id"] = os.getpid()


# Half a gigabyte of policies and worlds stays; to search all of it for cycles so often is waste.
gc.set_threshold(50_000, 20, 20)

LONGEST = {
    *("test_access_matrix", "test_serving", "test_query_counts", "test_server_killed"),
    *("test_journey", "test_policy_officer", "test_evening"),
}


class ByModule(LoadScopeScheduling):
    """A module stays with one worker, so that the world it builds is built once.

    Only the screens go one by one. Groups by marker are of no use here: what they add to a test's
    number gets lost between the versions of pytest and xdist, without a word.
    """

    def _split_scope(self, nodeid):
        module = nodeid.partition("::")[0]
        return nodeid if module.endswith("/test_screens.py") else module


def pytest_xdist_make_scheduler(config, log):
    """Whatever `--dist` says."""
    return ByModule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest modules first: at the end no worker waits for the last of them."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def run_id(request):
    """Number of this run, the same in all its workers."""
    return _run_of(request.config)[0]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings, django_db_blocker):
    """Two runs in one checkout do not meet; each database is a copy of one migrated template."""
    default = settings.DATABASES["default"]
    if "EMBEDDED" not in default:
        return
    with django_db_blocker.unblock():
        test = connection.settings_dict["TEST"]
        if not request.config.getvalue("nomigrations"):
            test["TEMPLATE"] = databases.prepare_template()
        test["NAME"] = databases.of_run(*_run_of(request.config))


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied_between_tests():
    """Tests that commit empty all tables afterwards; the maintenance switch lets them."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, statements):
        empty(self, ["SET LOCAL renovation.maintenance = 'on'", *statements])

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    BaseDatabaseOperations.execute_sql_flush = empty
