"""A small world for tests that need the whole house: people, policies, plan, carried projects.

It is the demonstration's own builder, so what these tests walk through is what `make run` shows.
"""

from contextlib import contextmanager
from datetime import date

from django.core.management import call_command
from django.db import connection, transaction

from config.demo import build, linqu, yueqing
from config.demo.people import engage
from districts.models import ExclusiveUnit, Owner, Ownership

NOW = "2024-06-21 08:30"
TODAY = date(2024, 6, 21)


def quiet(*_args):
    """Says nothing."""


def found_place(*, plan=True):
    """Areas, units, calendars, people, published policies and, unless told otherwise, the plan."""
    for command in ("load_areas", "load_units", "load_calendars"):
        call_command(command, verbosity=0, stdout=Quiet())
    people = build.People(engage())
    build.publish(people)
    if plan:
        build.import_plan(people.linqu())
    return people


def tell(people, *names):
    """Carry these communities of Linqu as far as the demonstration has them."""
    for story in linqu.STORIES:
        if story.name in names:
            build.tell(story, people.linqu())
            _measure_homes()


def _measure_homes():
    """Everything happens in one transaction, whose rows the database would go on taking for none:

    tables that it once found emptied by an undone test are searched row by row, for minutes.
    """
    with connection.cursor() as cursor:
        for model in (Owner, Ownership, ExclusiveUnit):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def tell_yueqing(people):
    """The invented community with its two projects."""
    yueqing.tell(people.yueqing())


@contextmanager
def standing(blocker, *names, with_yueqing=False, plan=True):
    """The world inside one transaction that is undone at the end; for module-wide fixtures."""
    with blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            people = found_place(plan=plan)
            tell(people, *names)
            if with_yueqing:
                tell_yueqing(people)
            yield people
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


class Quiet:
    """A stream that keeps nothing."""

    def write(self, _text):
        """Nothing."""

    def flush(self):
        """Nothing."""
