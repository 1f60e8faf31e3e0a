"""What the database itself refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2 import sql

from policies.rules.vocabulary import MilestoneKind
from renovation.models import (
    ChecklistMark,
    DeadlineExtension,
    Reminder,
    RulePin,
    StageChange,
    WorksReport,
)
from renovation.services.deadlines import extend_deadline
from renovation.services.milestones import revoke_milestone
from renovation.services.reminders import remind
from renovation.services.works import report_works
from tests.factories.renovation import NOW, TODAY, ProjectFactory, handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived():
    """A project with one row in every table that only grows."""
    project, by = ProjectFactory(at="works"), handler()
    report_works(by=by, at=NOW, project=project, day=TODAY, percent=5)
    step = project.steps.get(key="accept")
    extend_deadline(by=by, on=TODAY, step=step, to_day=date(2025, 1, 31), reason="雨季")
    mark = {"checklist": "six", "item": "a", "met": True, "seen_on": TODAY}
    ChecklistMark.objects.create(project=project, marked_at=NOW, marked_by=by, **mark)
    remind(by=by, at=NOW, step=project.steps.get(key="works"))
    revoke_milestone(by=by, on=TODAY, project=project, kind=MilestoneKind.NOTICED, reason="误")
    return project


GROWING = [ChecklistMark, StageChange, DeadlineExtension, Reminder, WorksReport]


def refused(verb, table, tail=""):
    """What the database says to `<verb> <table> <tail>`."""
    statement = sql.SQL(" ").join([sql.SQL(verb), sql.Identifier(table), sql.SQL(tail)])
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.mark.parametrize("model", GROWING)
def test_growing_tables_take_no_change_no_deletion_and_no_truncation(lived, model):
    table = model._meta.db_table
    assert model.objects.exists()
    assert "不能修改" in refused("UPDATE", table, "SET id = id")
    assert "不能修改" in refused("DELETE FROM", table)
    assert refused("TRUNCATE", table, "CASCADE")


def test_a_milestone_is_only_ever_revoked(lived):
    table = "renovation_milestone"
    assert "只能撤销" in refused("UPDATE", table, "SET evidence = 'x' WHERE NOT revoked")
    assert "只能撤销" in refused("UPDATE", table, "SET revoked = false WHERE revoked")
    assert "不能删除" in refused("DELETE FROM", table)


def test_a_pin_stays(lived):
    assert RulePin.objects.filter(project=lived).exists()
    assert "不能修改" in refused("UPDATE", "renovation_rulepin", "SET day = '2020-01-01'")
    assert "不能删除" in refused("DELETE FROM", "renovation_rulepin")
