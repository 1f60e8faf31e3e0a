"""Idempotency keys, drafts of unfinished forms, saved views of lists."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.fields import EncryptedJSON, EncryptedText


class IdempotencyKey(models.Model):
    """The first answer to a write, served again when the same key comes back with the same body."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("幂等键", max_length=80)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    response = EncryptedJSON(null=True)
    created = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "幂等键"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_user_key")
        ]

    def __str__(self) -> str:
        return self.key


class Draft(models.Model):
    """What a person had typed into a form when the line dropped."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField("表单", max_length=80)
    subject = models.CharField("对象", max_length=80)
    values = EncryptedJSON("内容", default=dict)
    saved = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "form", "subject"], name="draft_form_subject")
        ]

    def __str__(self) -> str:
        return f"{self.form}/{self.subject}"


class SavedView(models.Model):
    """A list's filters under a name of the person's own; they may say whom somebody looked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField("页面", max_length=60)
    name = models.CharField("名称", max_length=30)
    query = EncryptedText("条件")

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_view_name",
                violation_error_message="已有同名视图",
            )
        ]

    def __str__(self) -> str:
        return self.name
