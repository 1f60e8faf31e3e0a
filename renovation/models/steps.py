"""Steps of a project, materialised from the policy's procedure and pinned to its version."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.querysets import ScopedQuerySet
from common.constraints import in_order, one_of, paired
from policies.models import PolicyVersion
from policies.rules.vocabulary import StepKind
from records.models import Attachment
from renovation.models.projects import Project

STATES = {
    "waiting": "未开始",
    "open": "办理中",
    "done": "已办结",
    "to_evidence": "待补证",
    "skipped": "依规免办",
}


class StepQuerySet(ScopedQuerySet):
    """Steps in scope, by place or by the unit that leads or supports them."""

    units_field = "unit_codes"

    def open(self) -> StepQuerySet:
        """Steps that somebody has to work on now."""
        return self.filter(state__in=["open", "to_evidence"])


class StepScopedQuerySet(ScopedQuerySet):
    """Rows that hang on a step and are seen with it."""

    scope_path = "step__"
    units_field = "unit_codes"


class Step(models.Model):
    """One step of one project. What it asks for is read from the procedure of `version` by `key`.

    A finished step keeps the version that it was finished under; a migration of the project moves
    the others.
    `lead_code` is the leading unit ("" for a party without an account), `unit_codes` the lead and
    the supporters. `due_on` includes extensions; `provisional` says that a year's working days are
    not announced yet, `blameless` that the day was over when the text was issued. A `throughout`
    step runs beside the others until the project closes; `skipped` ones have their reason in
    `evidence`. A step that lies before the day a project arrived by plan import is `to_evidence`:
    to be carried out now or recorded from existing papers.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps")
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", verbose_name="程序版本"
    )
    key = models.CharField("步骤键", max_length=40)
    name = models.CharField("步骤", max_length=60)
    phase = models.CharField("阶段", max_length=40)
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("类别", max_length=12, choices=[(k.value, k.value) for k in StepKind])
    subject = models.CharField("规则键", max_length=40, blank=True)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default="waiting")
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    lead_code = models.CharField("牵头单位", max_length=40, blank=True, db_index=True)
    unit_codes = ArrayField(
        models.CharField(max_length=40), verbose_name="牵头与配合单位", default=list
    )
    opened_on = models.DateField("开始日", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True, db_index=True)
    provisional = models.BooleanField("暂定期限", default=False)
    blameless = models.BooleanField("自始逾期", default=False)
    throughout = models.BooleanField("贯穿全过程", default=False)
    deadline_explanation = models.JSONField("期限依据", null=True, blank=True)
    done_on = models.DateField("办结日", null=True, blank=True)
    done_at = models.DateTimeField("办结记录时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.CharField("佐证（文号、日期）", max_length=200, blank=True)
    decision = models.JSONField("办结时的核对", null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "步骤"
        ordering: ClassVar = ["project", "position"]
        indexes: ClassVar = [
            GinIndex(fields=["unit_codes"], name="step_units"),
            models.Index(fields=["state", "due_on"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="step_project_key"),
            one_of("step", "state", STATES),
            one_of("step", "kind", [k.value for k in StepKind]),
            paired("step", "done_at", "done_by", "done_on"),
            in_order("step", "opened_on", "done_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def why_key(self) -> str:
        """The key of the 依据 of its due day."""
        return f"deadline.{self.key}"


class StepDocument(models.Model):
    """A document that a step asks for, with the file that answers it."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="documents")
    key = models.CharField("要件键", max_length=40)
    name = models.CharField("要件", max_length=80)
    required = models.BooleanField("必备", default=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    document_no = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("文件日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "步骤要件"
        ordering: ClassVar = ["step", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "key"], name="step_document_key")
        ]

    def __str__(self) -> str:
        return self.name


class DeadlineExtension(models.Model):
    """A deadline put off, or a date set by the bureau's dispatch (no `from_day`). Append-only."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="extensions")
    from_day = models.DateField("原期限", null=True, blank=True)
    to_day = models.DateField("延至")
    reason = models.CharField("理由", max_length=300)
    document_no = models.CharField("批准文号", max_length=60, blank=True)
    granted_at = models.DateTimeField("批准时间")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = StepScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering: ClassVar = ["step", "pk"]
        constraints: ClassVar = [in_order("extension", "from_day", "to_day")]

    def __str__(self) -> str:
        return f"{self.step_id} → {self.to_day}"


class Reminder(models.Model):
    """A nudge (催办) to the unit that owes a step; leaves its trace. Append-only."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="reminders")
    unit_code = models.CharField("被催单位", max_length=40, db_index=True)
    message = models.CharField("内容", max_length=300)
    sent_at = models.DateTimeField("催办时间")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.step_id} {self.unit_code}"
