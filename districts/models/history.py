"""What the register said before: every correction with its reason, by whom and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from districts.models.communities import Community
from districts.models.homes import AREA_SOURCES, KINDS
from districts.rules.editable import OF_BUILDINGS, OF_COMMUNITIES, of_units
from districts.rules.history_words import said

_FIELDS = (
    *OF_COMMUNITIES,
    *OF_BUILDINGS,
    *of_units(tuple(KINDS.items()), tuple(AREA_SOURCES.items())),
)


class RegisterChange(models.Model):
    """One correction of a community, building, unit or ownership; append-only by trigger.

    `before` and `after` hold the changed fields as text, owners by id and mask only.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="changes")
    subject_kind = models.CharField("对象类别", max_length=40)
    subject_id = models.CharField("对象编号", max_length=40)
    before = models.JSONField("更正前", default=dict)
    after = models.JSONField("更正后", default=dict)
    reason = models.CharField("更正原因", max_length=300)
    changed_at = models.DateTimeField("更正时间")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "台账更正"
        ordering: ClassVar = ["-changed_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"

    @property
    def before_said(self) -> str:
        """What stood there, in words."""
        return said(self.before, _FIELDS)

    @property
    def after_said(self) -> str:
        """What stands there since, in words."""
        return said(self.after, _FIELDS)
