"""However untidily a plan comes again: after its import it changes nothing, from the file on."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.rules.effects import Effect
from intake.services.committing import commit
from intake.services.examining import Request, examine
from intake.services.uploads import upload_plan
from renovation.models import PlanLine
from tests.factories.districts import AreaFactory
from tests.factories.renovation import NOW, TODAY, handler
from tests.intake.builders import HEAD, workbook
from tests.intake.untidy import STREETS, untidy

pytestmark = pytest.mark.django_db
PLAN = Request("370724", 2024)
TIDY = [
    ("电力局家属院", STREETS[0], 3, 1216, Decimal("138479.32"), "1998"),
    ("一中家属院", STREETS[0], 0, 40, Decimal("3200.5"), "1995-1998"),
    ("沂山嘉苑", STREETS[1], 12, 300, Decimal("25000"), ""),
]


@pytest.fixture
def written(settings, tmp_path):
    """The tidy table, imported."""
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    for number, name in enumerate(STREETS, 1):
        AreaFactory(code=f"37072400{number}", name=name)
    by = handler()
    content = workbook([HEAD, *([n, *row[:5]] for n, row in enumerate(TIDY, 1))])
    words = {"document_no": "", "title": "", "name": "计划.xlsx"}
    upload = upload_plan(by=by, at=NOW, request=PLAN, content=content, **words)
    commit(by=by, at=NOW, on=TODAY, upload=upload, accept="没有在施方案，已核对")
    assert PlanLine.objects.count() == len(TIDY)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(untidy(TIDY), st.booleans())
def test_an_untidy_copy_of_what_was_imported_changes_nothing(written, sheet, as_text):
    content = sheet.delimited("gb18030", ",") if as_text else sheet.workbook()

    found = examine(content=content, name="计划", request=PLAN, on=TODAY)

    assert [f for f in found.findings if f.severity == "refuse"] == []
    assert [row.effect for row in found.rows] == [Effect.SAME] * len(TIDY)
    assert [row.line.name for row in found.rows] == [row[0] for row in TIDY]
