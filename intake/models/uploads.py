"""Uploaded tables and their rows, staged until a person confirms or gives up."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from common.constraints import one_of, paired
from common.fields import EncryptedText
from intake.rules.attention import CALM, DOUBTED, UNDECIDED, WRONG
from intake.rules.effects import LABELS
from records.models import Job

STATES = {
    "reading": "正在读取",
    "staged": "待核对",
    "committed": "已写入",
    "abandoned": "已放弃",
    "undone": "已撤销",
}
UNDO_LISTS = {"failed": "未能撤销", "kept": "保留", "reversed": "已撤销"}
CHOICES = {"file": "采用文件", "keep": "保留现值"}
EFFECTS = {effect.value: label for effect, label in LABELS.items()} | {
    "refused": "不能写入",
    "joined": "并入上行",
    "written": "已写入",
}
ATTENTION = {WRONG: "有错", UNDECIDED: "冲突", DOUBTED: "请核对", CALM: "无须处理"}


class StagedRowQuerySet(ScopedQuerySet):
    """Rows are seen with their upload."""

    scope_path = "upload__"


class Upload(models.Model):
    """One table as it came in, with everything that was found in it.

    `basis` is the digest of what the plan said when the rows were compared: once it has moved on,
    the comparison is made again before anything is written. Figures in JSON are exact text.
    `layout` is what people said of sheets and columns, `head` what was read: per sheet its head's
    rows, labels by column number, and the column's number by key. `kind` is the key of a declared
    kind of table, `subject` the code of what it is about, if not a place and year; `about` is how
    that is called.
    """

    kind = models.CharField("表的种类", max_length=30, default="community_plan")
    subject = models.CharField("对象", max_length=60, blank=True)
    about = models.CharField("对象名称", max_length=200, blank=True)
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    title = models.CharField("计划名称", max_length=200)
    document_no = models.CharField("文号", max_length=60, blank=True)
    claim_text = models.CharField("正文数据", max_length=500, blank=True)
    create_areas = models.BooleanField("街道按本地代码新建", default=False)
    name = models.CharField("文件名", max_length=200)
    path = models.CharField("存放位置", max_length=300)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验码", max_length=64)
    sheet = models.CharField("工作表", max_length=60)
    ignored_sheets = models.JSONField("未读的工作表", default=list)
    layout = models.JSONField("认列", default=dict)
    head = models.JSONField("表头", default=dict)
    findings = models.JSONField("发现", default=list)
    claims = models.JSONField("正文核对", default=list)
    totals = models.JSONField("合计", default=dict)
    streets = models.JSONField("分街道", default=list)
    subtotals = models.JSONField("表内合计", default=list)
    basis = models.CharField("比对依据", max_length=64)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="staged")
    note = models.CharField("与正文不符的说明", max_length=200, blank=True)
    result = models.JSONField("写入结果", default=dict)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    committed_at = models.DateTimeField("写入时间", null=True, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    abandoned_at = models.DateTimeField("放弃时间", null=True, blank=True)
    abandoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undo_reason = models.CharField("撤销原因", max_length=200, blank=True)
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="作业"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            one_of("upload", "state", STATES),
            paired("upload", "committed_at", "committed_by"),
            paired("upload", "abandoned_at", "abandoned_by"),
            paired("upload", "undone_at", "undone_by"),
        ]

    def __str__(self) -> str:
        return self.name


class StagedRow(models.Model):
    """One data row: its cells as they read by column, what was understood, what it would do.

    `number` is the line in its sheet, `position` the place among all rows; `attention` puts those
    first that somebody has to look at.

    Personal columns are masked in `cells`, `values` and `comparison`; `sealed` holds their values
    in clear, as JSON by column, encrypted. A row that completes the one above it is `joined`.

    `values` and `comparison` hold exact text; `comparison` per figure: key, cell, effect, last,
    now, file, and who changed the present figure.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=60, blank=True)
    number = models.PositiveIntegerField("行")
    position = models.PositiveIntegerField("次序", default=0)
    attention = models.PositiveSmallIntegerField(
        "要不要处理", choices=list(ATTENTION.items()), default=CALM
    )
    name = models.CharField("小区名称", max_length=100)
    street = models.CharField("街道", max_length=60, blank=True)
    street_code = models.CharField("街道代码", max_length=24, blank=True)
    cells = models.JSONField("原文", default=dict)
    values = models.JSONField("读作", default=dict)
    sealed = EncryptedText("个人信息（密文）", blank=True, default="")
    auto = models.JSONField("自动处理的列", default=list)
    effect = models.CharField("效果", max_length=10, choices=list(EFFECTS.items()))
    comparison = models.JSONField("比对", default=list)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering: ClassVar = ["upload", "position", "number"]
        indexes: ClassVar = [models.Index(fields=["upload", "attention", "position"])]
        constraints: ClassVar = [
            one_of("staged_row", "effect", EFFECTS),
            models.CheckConstraint(
                condition=Q(attention__in=list(ATTENTION)),
                name="staged_row_attention",
                violation_error_message="取值不在可选范围内",
            ),
            models.UniqueConstraint(
                fields=["upload", "sheet", "number"],
                name="staged_row_number",
                violation_error_message="该行已在本次导入中",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} 第{self.number}行"


class ConflictChoice(models.Model):
    """A person's answer to one conflict; a later one replaces it until the import is written."""

    row = models.ForeignKey(StagedRow, models.CASCADE, related_name="choices")
    key = models.CharField("指标", max_length=30)
    choice = models.CharField("选择", max_length=4, choices=list(CHOICES.items()))
    decided_at = models.DateTimeField("选定时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "冲突选择"
        constraints: ClassVar = [
            one_of("conflict_choice", "choice", CHOICES),
            models.UniqueConstraint(
                fields=["row", "key"],
                name="conflict_choice_row_key",
                violation_error_message="这一处已有选择",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.key}"


class UndoneRow(models.Model):
    """One line of what taking an import back came to: a cell, or a whole row (`key` empty)."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="undone_rows")
    outcome = models.CharField("清单", max_length=8, choices=list(UNDO_LISTS.items()))
    table = models.CharField("表", max_length=60)
    object_id = models.BigIntegerField("行号")
    name = models.CharField("名称", max_length=100)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)
    key = models.CharField("指标", max_length=30, blank=True)
    was = models.TextField("导入前", null=True, blank=True)  # noqa: DJ001  empty is a value too
    wrote = models.TextField("写入", null=True, blank=True)  # noqa: DJ001
    now = models.TextField("现值", null=True, blank=True)  # noqa: DJ001
    why = models.CharField("原因", max_length=200, blank=True)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "撤销明细"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [one_of("undone_row", "outcome", UNDO_LISTS)]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.outcome} {self.name}"
