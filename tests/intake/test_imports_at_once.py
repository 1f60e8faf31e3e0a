"""Two people confirm at the same moment: one result, whole."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from common.errors import Conflict
from intake.models import Upload
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.uploads import upload_plan
from renovation.models import Plan, PlanLine
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.factories.renovation import NOW, TODAY
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")


def staged(by, households):
    rows = [list(row) for row in ROWS]
    rows[0][4] = households
    return upload_plan(
        by=by,
        at=NOW,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name="a.xlsx",
        content=workbook([HEAD, *rows]),
    )


def confirm_together(*pairs):
    """Commit (user, upload) pairs in threads of their own, all let go together."""
    gate = threading.Barrier(len(pairs))

    def one(pair):
        by, upload = (
            model.objects.get(pk=row.pk) for model, row in zip((User, Upload), pair, strict=True)
        )
        try:
            gate.wait(timeout=30)
            return commit(by=by, at=NOW, on=TODAY, upload=upload)
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as pool:
        return list(pool.map(one, pairs))


def test_the_same_import_confirmed_twice_is_written_once():
    people = [UserFactory(role=Role.BUREAU_HANDLER) for _ in range(2)]
    upload = staged(people[0], 40)

    results = confirm_together(*((by, upload) for by in people))

    assert [type(result) for result in results] == [Upload, Upload]
    assert (Plan.objects.count(), PlanLine.objects.count()) == (1, 3)
    assert len({result.committed_by_id for result in results}) == 1


def test_of_two_files_for_one_plan_the_second_must_be_compared_again():
    people = [UserFactory(role=Role.BUREAU_HANDLER) for _ in range(2)]
    uploads = [staged(people[0], 40), staged(people[1], 41)]

    results = confirm_together(*zip(people, uploads, strict=True))

    written = [result for result in results if isinstance(result, Upload)]
    assert (len(written), len(results)) == (1, 2)
    assert any("重新比对" in str(result) for result in results if isinstance(result, Conflict))
    line = PlanLine.objects.get(project__name="甲小区")
    assert line.upload_id == written[0].pk
