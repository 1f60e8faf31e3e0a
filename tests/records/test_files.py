"""Files come in checked and go out only within scope."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Permission, Role
from common.errors import OutOfScope, Refused
from records.models import Attachment
from records.rules.file_names import safe_name, veiled_name
from records.services.files import attach, files_of
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.factories.records import AT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 proof"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def put(by, subject, name="证明.pdf", content=PDF):
    upload = SimpleUploadedFile(name, content)
    return attach(
        by=by,
        permission=Permission.WORK_STEP,
        subject=subject,
        label="立项批复",
        upload=upload,
        at=AT,
    )


def test_a_file_is_kept_by_hash_and_listed_with_its_subject():
    by, community = UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory()

    row = put(by, community)

    assert list(files_of(community)) == [row]
    assert row.content_type == "application/pdf"
    assert row.path == f"attachments/{row.sha256[:2]}/{row.sha256}"
    assert AuditEntry.objects.get().action == "上传附件"


def test_the_same_bytes_are_kept_once(tmp_path):
    by, community = UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory()

    put(by, community)
    put(by, community, name="另一份.pdf")

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "不收这种文件"),
        ("a.pdf", b"MZ\x90\x00", "不符"),
        ("a.pdf", b"", "空的"),
        ("a.pdf.html", b"<html>", "不收这种文件"),
        ("没有扩展名", b"%PDF-", "不收这种文件"),
    ],
)
def test_what_a_file_must_not_be_is_refused(name, content, words):
    by, community = UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory()

    with pytest.raises(Refused, match=words):
        put(by, community, name, content)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\图.png", "图.png"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('x"\r\nSet-Cookie: a.pdf', "x_Set-Cookie_ a.pdf"),
        (".pdf", "pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_hostile_name_loses_what_is_hostile(hostile, kept):
    assert safe_name(hostile) == kept


def test_somebody_elsewhere_cannot_attach():
    with pytest.raises(OutOfScope):
        put(UserFactory(role=Role.BUREAU_HANDLER, role__area="330382"), CommunityFactory())


def test_a_file_goes_out_as_a_download(client):
    by = UserFactory(role=Role.BUREAU_HANDLER)
    row = put(by, CommunityFactory())
    client.force_login(by)

    response = client.get(reverse("records:attachment", args=[row.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")


def test_a_file_outside_the_scope_is_not_found(client):
    row = put(UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory())
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER, role__area="330382"))

    assert client.get(reverse("records:attachment", args=[row.pk])).status_code == 404


def test_a_stranger_is_sent_to_the_login_page(client):
    row = put(UserFactory(role=Role.BUREAU_HANDLER), CommunityFactory())

    response = client.get(reverse("records:attachment", args=[row.pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:login"))


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("欧阳震华委托书.jpg", "委托书.jpg"),
        ("3号楼_0012.PDF", "委托书 3-0012.PDF"),
        ("13912345678.png", "委托书.png"),
        ("370724197001011234-2.pdf", "委托书 2.pdf"),
    ],
)
def test_a_file_that_lies_encrypted_is_not_called_by_somebodys_name(came, kept):
    assert veiled_name(came, "委托书") == kept
