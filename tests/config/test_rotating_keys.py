"""Keys change without anybody's data becoming unreadable, wherever it lies."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from accounts.services.rekeying import encrypted_models
from approvals.models import Mandate
from approvals.services.mandates import give_mandate
from districts.models import Owner
from intake.models import Mend, StagedRow, Upload
from intake.services.keeping import content_of, keep
from records.models import Attachment
from records.storage import unsealed
from tests.factories.approvals import DURING, open_round_for, project_with_homes, units_of
from tests.factories.districts import OwnerFactory
from tests.factories.renovation import clerk
from tests.factories.scans import jpeg, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(model, *columns):
    with connection.cursor() as cursor:
        names = ", ".join(columns)
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
        return [value for row in cursor.fetchall() for value in row if value]


def rotated(settings, *options):
    """Under a new key, the old one thrown away afterwards; what the command said."""
    settings.FIELD_KEYS = [("new_1", b"a new key of 16b"), *settings.FIELD_KEYS[:1]]
    out = StringIO()
    call_command("rotate_keys", "--json", *options, stdout=out)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    return json.loads(out.getvalue())


def test_all_owners_come_under_the_first_key_and_stay_readable(settings):
    for number in range(5):
        OwnerFactory(name=f"赵{number}平", phone="13800005678", number=f"ID{number}")
    OwnerFactory(name="没有电话")
    digests = list(Owner.objects.order_by("pk").values_list("name_digest", flat=True))

    said = rotated(settings, "--batch", "2")

    assert said["fields"]["districts.owner"] == said["rotated"] == 6
    assert all(one.startswith("new_1:") for one in stored(Owner, "name", "phone", "number"))
    assert Owner.objects.first().phone == "13800005678"
    assert list(Owner.objects.order_by("pk").values_list("name_digest", flat=True)) == digests
    assert AuditEntry.objects.filter(chain="system").count() == 3


def test_a_second_run_finds_nothing_to_do():
    OwnerFactory()
    out = StringIO()

    call_command("rotate_keys", "--json", stdout=out)

    said = json.loads(out.getvalue())
    assert (said["rotated"], said["files"], said["missing"]) == (0, 0, [])


def test_every_encrypted_table_is_reached():
    names = {model._meta.label for model in encrypted_models()}
    assert names >= {
        *("districts.Owner", "approvals.Mandate", "renovation.RegisterRow"),
        *("intake.StagedRow", "intake.Mend"),
    }


def test_sealed_files_and_rows_that_nobody_may_change_come_along(
    settings, files, django_capture_on_commit_callbacks
):
    by = clerk()
    unit = units_of(open_round_for(project_with_homes(homes=2), by=by))[0]
    upload = jpeg(page(), "委托书.jpg")
    content = upload.read()
    upload.seek(0)
    give_mandate(
        by=by, at=DURING, unit=unit, agent="李建华", signed_on=date(2024, 6, 18), upload=upload
    )
    row = taken_in(by)

    with django_capture_on_commit_callbacks(execute=True):
        said = rotated(settings)

    assert said["files"] == 2
    assert said["fields"]["approvals.mandate"] == 1
    assert Mandate.objects.get().agent == "李建华"
    assert unsealed(Attachment.objects.get().path) == content
    assert content_of(Upload.objects.get()) == b"name,phone"
    assert StagedRow.objects.get(pk=row.pk).sealed == '{"phone": "13800005678"}'
    assert Mend.objects.get().text == "赵平"
    kept = [file.read_bytes() for file in Path(files).rglob("*") if file.is_file()]
    assert len(kept) == 2
    assert all(body.startswith(b"new_1:") for body in kept)


def test_a_file_that_is_gone_is_named_and_the_others_go_on(settings, files):
    taken_in(clerk())
    for file in Path(files).rglob("*"):
        if file.is_file():
            file.unlink()

    with pytest.raises(SystemExit):
        rotated(settings)

    assert StagedRow.objects.get().sealed


def taken_in(by):
    """A committed import with a personal file, a staged row and a mended cell."""
    kept = keep(b"name,phone", sealed=True)
    upload = Upload.objects.create(
        kind="household_roll",
        area_code="370724001",
        name="名册.csv",
        path=kept.path,
        size=kept.size,
        sha256=kept.sha256,
        sheet="Sheet1",
        basis="",
        uploaded_at=DURING,
        uploaded_by=by,
    )
    cell = {"sheet": "Sheet1", "row": 2, "column": 1, "mended_at": DURING, "mended_by": by}
    Mend.objects.create(upload=upload, was="赵", text="赵平", origin="page", **cell)
    row = StagedRow.objects.create(
        upload=upload, number=2, name="1-101", effect="new", sealed='{"phone": "13800005678"}'
    )
    Upload.objects.filter(pk=upload.pk).update(
        state="committed", committed_at=DURING, committed_by=by
    )
    return row
