"""What imports wrote, row by row: the way back from a figure to file, sheet and row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class WrittenRow(models.Model):
    """One row of the database as one import wrote it. Append-only; a later import adds its own.

    `before` is null where the import entered the row. Values are exact text by key and never clear
    personal data: ciphertext, masked forms and digests only. `origin` is what the row said of its
    last import before, so that taking this one back restores the base of the next comparison.
    """

    upload_id = models.BigIntegerField("导入编号", db_index=True)
    table = models.CharField("表", max_length=60)
    object_id = models.BigIntegerField("行号")
    name = models.CharField("名称", max_length=100)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)
    before = models.JSONField("导入前", null=True, blank=True)
    after = models.JSONField("写入", default=dict)
    origin = models.JSONField("此前来源", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "导入写入记录"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["table", "object_id"], name="written_object")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.table} {self.object_id}"
