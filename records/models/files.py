"""Files as they came in, by content hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.querysets import ScopedQuerySet


class AttachmentQuerySet(ScopedQuerySet):
    """Attachments carry the area code and units of what they belong to."""

    units_field = "unit_codes"

    def of(self, kind: str, key: object) -> AttachmentQuerySet:
        """Files of one subject, e.g. ("renovation.step", 12)."""
        return self.filter(subject_kind=kind, subject_id=str(key))


class Attachment(models.Model):
    """One file of one subject; never changed, only superseded by a later one.

    `sees` are rights of which a person needs one besides the scope; such a file lies encrypted.
    `size` and `sha256` are of the content, whatever lies on disk.
    """

    subject_kind = models.CharField("对象类别", max_length=40)
    subject_id = models.CharField("对象编号", max_length=40)
    label = models.CharField("要件", max_length=60, blank=True)
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    unit_codes = ArrayField(models.CharField(max_length=40), verbose_name="相关单位", default=list)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验码", max_length=64)
    path = models.CharField("存放位置", max_length=300)
    sees = ArrayField(models.CharField(max_length=40), verbose_name="查看所需权限", default=list)
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering: ClassVar = ["-added_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return self.name
