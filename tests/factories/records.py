"""Files, jobs and papers as they are kept."""

from datetime import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.permissions import Role
from common.clock import SHANGHAI
from records.models import Attachment, IssuedPaper, Job
from tests.factories.accounts import UserFactory

AT = datetime(2024, 6, 21, 8, 30, tzinfo=SHANGHAI)


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    kind = "test.job"
    title = "测试作业"
    area_code = "370724001"
    requested_at = AT
    requested_by = factory.SubFactory(UserFactory, role=Role.BUREAU_HANDLER)


class AttachmentFactory(DjangoModelFactory):
    """A row only; the bytes are those of a test that uploads."""

    class Meta:
        model = Attachment

    subject_kind = "districts.community"
    subject_id = "1"
    area_code = "370724001"
    name = "证明.pdf"
    content_type = "application/pdf"
    size = 8
    sha256 = "0" * 64
    path = "attachments/00/" + "0" * 64
    added_at = AT
    added_by = factory.SubFactory(UserFactory, role=Role.BUREAU_HANDLER)


class IssuedPaperFactory(DjangoModelFactory):
    class Meta:
        model = IssuedPaper

    kind = "summary"
    title = "意见征询汇总表"
    serial = factory.Sequence(lambda n: f"T-2024-{n:04d}")
    token = factory.Sequence(lambda n: f"token{n:015d}")
    subject_kind = "districts.community"
    subject_id = "1"
    area_code = "370724001"
    path = "papers/00/" + "0" * 64
    size = 8
    sha256 = "0" * 64
    issued_at = AT
    issued_by = factory.SubFactory(UserFactory, role=Role.BUREAU_HANDLER)
