"""Users, their assignments, and the audit trail."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from accounts.access import Access, Grant
from accounts.action_words import WORDS
from accounts.permissions import ROLE_LABELS, Role
from accounts.querysets import ScopedQuerySet
from common.clock import real_now
from common.constraints import in_order, one_of


class User(AbstractUser):
    """One account per person; what it may do stands in its assignments, never in groups."""

    display_name = models.CharField("姓名", max_length=60)
    position = models.CharField("岗位", max_length=60, blank=True)
    phone_masked = models.CharField("手机（掩码）", max_length=20, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def access(self) -> Access:
        """Grants in force today by the real clock; one query, kept for the life of the instance."""
        today = real_now().date()
        rows = (
            self.assignments.filter(starts_on__lte=today)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
            .order_by("pk")
        )
        if not self.is_active:
            return Access(())
        return Access(tuple(Grant(Role(r.role), r.area_code, r.unit_code) for r in rows))


class Assignment(models.Model):
    """A role at a place from one day to another, perhaps on behalf of a responsible unit."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(
        "角色", max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role]
    )
    area_code = models.CharField("区划代码", max_length=12)
    unit_code = models.CharField("单位代码", max_length=40, blank=True)
    starts_on = models.DateField("生效日")
    ends_on = models.DateField("截止日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            one_of("assignment", "role", [r.value for r in Role]),
            in_order("assignment", "starts_on", "ends_on"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.area_code}"


class AuditQuerySet(ScopedQuerySet):
    """Entries in scope; the installation's own (no place) are seen by whoever sees any."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user.access.scope("area_code") | Q(area_code=""))


class AuditEntry(models.Model):
    """One write, chained by hash within its district; append-only by trigger.

    It keeps no foreign keys, so it never blocks a deletion, and no clear personal data.
    """

    chain = models.CharField("链", max_length=12)
    sequence = models.PositiveBigIntegerField("序号")
    recorded = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("经办人编号", null=True)
    actor_name = models.CharField("经办人", max_length=60)
    action = models.CharField("事项", max_length=60)
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    object_kind = models.CharField("对象类别", max_length=40)
    object_id = models.CharField("对象编号", max_length=60)
    project_id = models.BigIntegerField("项目编号", null=True, db_index=True)
    summary = models.CharField("摘要", max_length=300)
    payload = models.JSONField("内容", default=dict)
    previous_hash = models.CharField("前项校验码", max_length=64)
    hash = models.CharField("校验码", max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering: ClassVar = ["-recorded", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_chain_sequence"),
        ]
        indexes: ClassVar = [models.Index(fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.action}"

    @property
    def action_label(self) -> str:
        """The action in words."""
        return WORDS.get(self.action, self.action)
