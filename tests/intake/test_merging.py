"""The same through the database: plan, correction, reissue, answer, and the same file again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.models import ConflictChoice
from intake.services.committing import commit
from intake.services.deciding import decide
from intake.services.examining import Request
from intake.services.uploads import upload_plan
from renovation.models import PlanLine
from tests.factories.renovation import NOW, TODAY, handler, street
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db
homes = st.integers(38, 41)


@pytest.fixture
def by(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    street()
    street("370724002")
    return handler()


def staged(by, households):
    rows = [list(row) for row in ROWS]
    rows[0][4] = households
    return upload_plan(
        by=by,
        at=NOW,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook([HEAD, *rows]),
    )


def written(by, upload):
    return commit(by=by, at=NOW, on=TODAY, upload=upload, accept="已核对")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(last=homes, now=homes, file=homes, choice=st.sampled_from(["file", "keep"]))
def test_last_now_and_file_are_merged_and_the_same_file_changes_nothing(
    by, last, now, file, choice
):
    PlanLine.objects.all().delete()
    written(by, staged(by, last))
    lines = PlanLine.objects.filter(project__name="甲小区")
    lines.update(households=now)
    upload = staged(by, file)
    row = upload.rows.get(name="甲小区")
    asked = [cell for cell in row.comparison if cell["effect"] == "conflict"]

    assert bool(asked) == (now != last and file not in (now, last))
    for cell in asked:
        decide(by=by, at=NOW, upload=upload, number=row.number, key=cell["key"], choice=choice)
    written(by, upload)

    kept = now if (asked and choice == "keep") or file == last else file
    assert lines.get().households == kept
    before = list(PlanLine.objects.values())
    again = written(by, staged(by, file))
    assert (again.result["new"], again.result["changed"]) == (0, 0)
    assert list(PlanLine.objects.values()) == before
    assert ConflictChoice.objects.filter(row__upload=upload).count() == len(asked)
