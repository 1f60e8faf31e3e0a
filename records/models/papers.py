"""Papers as issued: stored bytes with serial, hash and a token that the QR code carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class Serial(models.Model):
    """The last number given out in one series; no gaps, because it is taken under its row lock."""

    series = models.CharField("编号系列", max_length=60, unique=True)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class IssuedPaperQuerySet(ScopedQuerySet):
    """Papers in scope; some ask for a right of their own, as what stands on them does."""

    def readable_by(self, user: User) -> Self:
        """Papers in scope that the person may open."""
        return self.visible_to(user).filter(sees__in=["", *user.access.rights()])


class IssuedPaper(models.Model):
    """One paper as it went out; printing again serves these bytes. Append-only by trigger."""

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=200)
    serial = models.CharField("编号", max_length=60, unique=True)
    token = models.CharField("核验码", max_length=40, unique=True)
    subject_kind = models.CharField("对象类别", max_length=40)
    subject_id = models.CharField("对象编号", max_length=40)
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    project_id = models.BigIntegerField("项目编号", null=True, db_index=True)
    sees = models.CharField("查看所需权限", max_length=40, blank=True)
    facts = models.JSONField("公开要素", default=dict)
    path = models.CharField("存放位置", max_length=300)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验码", max_length=64)
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "印发文件"
        ordering: ClassVar = ["-issued_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return self.serial
