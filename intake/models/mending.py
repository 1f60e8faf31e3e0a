"""What people did to an import before it was written: cells mended, warnings accepted, columns."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from common.constraints import one_of
from common.fields import EncryptedText
from intake.models.uploads import Upload

ORIGINS = {"page": "网页改正", "returned": "带回的表"}


class UploadedQuerySet(ScopedQuerySet):
    """Rows are seen with their upload."""

    scope_path = "upload__"


class Mend(models.Model):
    """One cell as a person set it right, beside what the file says; the file stays as it came.

    Texts may be personal data, so both are kept encrypted. While the import is staged a later mend
    of the same cell replaces the earlier; the audit trail keeps each.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="mends")
    sheet = models.CharField("工作表", max_length=60)
    row = models.PositiveIntegerField("行")
    column = models.PositiveIntegerField("列")
    was = EncryptedText("文件原文", blank=True)
    text = EncryptedText("改为", blank=True)
    origin = models.CharField("来处", max_length=10, choices=list(ORIGINS.items()))
    mended_at = models.DateTimeField("改正时间")
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = UploadedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改正的格"
        ordering: ClassVar = ["upload", "sheet", "row", "column"]
        constraints: ClassVar = [
            one_of("mend", "origin", ORIGINS),
            models.CheckConstraint(
                condition=Q(row__gte=1, column__gte=1),
                name="mend_place",
                violation_error_message="行和列从 1 数起",
            ),
            models.UniqueConstraint(
                fields=["upload", "sheet", "row", "column"],
                name="mend_cell",
                violation_error_message="这一格已经改过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.sheet} 第{self.row}行第{self.column}列"


class Acceptance(models.Model):
    """A warning that somebody answers for, with the reason; `finding` is the warning's own mark.

    It holds for that warning as it is worded: once cell, value or words change it is a new one.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="acceptances")
    finding = models.CharField("提示标记", max_length=16)
    code = models.CharField("提示种类", max_length=40)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    cell = models.CharField("单元格", max_length=200, blank=True)
    message = models.CharField("提示", max_length=500)
    reason = models.CharField("接受的理由", max_length=200)
    accepted_at = models.DateTimeField("接受时间")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = UploadedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接受的提示"
        ordering: ClassVar = ["upload", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="acceptance_reason",
                violation_error_message="接受提示须写理由",
            ),
            models.UniqueConstraint(
                fields=["upload", "finding"],
                name="acceptance_finding",
                violation_error_message="这一处提示已经接受",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.code} {self.cell}"


class Heading(models.Model):
    """What a heading means in the tables of an office: a column's key, or empty to leave it out."""

    area_code = models.CharField("区划代码", max_length=12)
    kind = models.CharField("表的种类", max_length=30)
    words = models.CharField("表头", max_length=200)
    key = models.CharField("对应的列", max_length=30, blank=True)
    remembered_at = models.DateTimeField("记下时间")
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列名对应"
        ordering: ClassVar = ["area_code", "kind", "words"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "words"],
                name="heading_words",
                violation_error_message="这个表头已有对应",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.kind} {self.words}"
