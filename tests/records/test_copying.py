"""Rows copied in and updated by thousands are the rows that Django would have written."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from districts.models import Owner
from districts.owner_data import protected
from records.copying import insert_rows, insert_values, update_rows
from records.models import Job, Serial, WrittenRow
from renovation.models import Project, Step, StepDocument
from tests.factories.renovation import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_set_is_large(monkeypatch):
    monkeypatch.setattr("records.copying.FEW", 0)


STRANGE = 'a\tb\nc\\d"e\rf {g,h} 𠮷 \\N'


def test_whatever_stands_in_a_value_comes_back_as_it_was():
    says = {"name": STRANGE, "none": None, "list": [1, "2", {"x": STRANGE}]}
    rows = [
        WrittenRow(upload_id=1, table=STRANGE, object_id=n, name="", after=says, before=before)
        for n, before in enumerate([None, {}, says])
    ]

    insert_rows(rows)

    stored = list(WrittenRow.objects.order_by("pk"))
    assert [row.pk for row in stored] == [row.pk for row in rows]
    assert [row.before for row in stored] == [None, {}, says]
    assert {(row.table, row.row) for row in stored} == {(STRANGE, None)}
    assert all(row.after == says for row in stored)


def test_rows_that_point_at_rows_just_made_and_lists_of_text(django_assert_num_queries):
    project = ProjectFactory(opened=False)
    step = Step(
        project=project,
        version_id=ProjectFactory().procedure_id,
        key="k",
        name="步骤",
        phase="p",
        position=1,
        kind="task",
        unit_codes=["a,b", 'c"d', "e\\f", ""],
        opened_on=date(2024, 6, 3),
    )
    step.kind = Step.objects.exclude(project=project).values_list("kind", flat=True)[0]
    paper = StepDocument(step=step, key="k", name="要件", required=False)

    insert_rows([step])
    insert_rows([paper])

    with django_assert_num_queries(0):
        assert paper.step is step, "what a row points at is not asked for again"
    stored = StepDocument.objects.select_related("step").get(pk=paper.pk)
    assert stored.step.unit_codes == ["a,b", 'c"d', "e\\f", ""]
    assert stored.step.opened_on == date(2024, 6, 3)
    assert stored.required is False


def test_what_is_secret_stays_secret_on_the_way_in():
    owner = Owner(**protected(name="赵平", phone="13800000000", number="", kind="person"))

    insert_rows([owner])

    stored = Owner.objects.get(pk=owner.pk)
    assert stored.name == "赵平"
    raw = Owner.objects.filter(pk=owner.pk).extra(select={"raw": "name::text"})
    assert "赵平" not in str(raw.values_list("raw", flat=True)[0])


def test_only_the_named_fields_of_the_given_rows_are_written():
    first, second = ProjectFactory.create_batch(2, opened=False)
    for project in (first, second):
        project.households, project.name = 77, "不写"
        project.floor_area = Decimal("12.50")

    assert update_rows([first], ["households", "floor_area"]) == 1

    stored = Project.objects.in_bulk([first.pk, second.pk])
    assert (stored[first.pk].households, str(stored[first.pk].floor_area)) == (77, "12.50")
    assert stored[second.pk].households != 77
    assert "不写" not in {project.name for project in stored.values()}


def test_nothing_is_done_to_nothing():
    assert list(insert_rows([])) == []
    assert update_rows([], ["name"]) == 0


def test_the_tables_own_rules_hold():
    insert_rows([Serial(series="x", last=1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([Serial(series="x", last=2)])
    assert not Job.objects.exists()


def test_the_planner_learns_of_a_table_that_has_grown(django_assert_num_queries):
    def known():
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'records_serial'")
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_serial")
    before = known()

    insert_rows([Serial(series=f"s{number}", last=1) for number in range(40)])

    assert known() == before + 40
    with django_assert_num_queries(2):
        insert_values(Serial, ["series", "last"], [("one more", 1)])
    assert known() == before + 40, "a single row does not double it"
