"""The roll (名册) as frozen: heads, their units, their areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from approvals.models.rounds import Round, RoundQuerySet
from common.constraints import not_negative
from common.fields import AreaField
from districts.models import ExclusiveUnit

if TYPE_CHECKING:
    from accounts.models import User


class RoundScopedQuerySet(RoundQuerySet):
    """Rows that belong to a round and are seen with it."""

    scope_path = "round__project__"
    round_path = "round__"


class HomeScopedQuerySet(RoundScopedQuerySet):
    """Rows of one home: in a cluster seen by who has the home's own community in scope."""

    home_path = "unit__"

    def _of_cluster(self, user: User) -> Q:
        """Which rows of a cluster's round: those of homes in communities in scope."""
        return user.access.scope(f"{self.home_path}unit__building__community__area_code")


class RollQuerySet(HomeScopedQuerySet):
    """The homes themselves."""

    home_path = ""

    def one_in_scope(self, user: User, **those: Any) -> Q:
        """Whether one of `those` homes of a cluster is in scope, as a condition of other rows."""
        return Q(Exists(self.filter(self._of_cluster(user), **those)))


class OwnerScopedQuerySet(RoundScopedQuerySet):
    """Rows of one owner: in a cluster seen by who has one of the owner's homes in scope."""

    head_path = "head"

    def _of_cluster(self, user: User) -> Q:
        """Which rows of a cluster's round: those of owners with a home in scope."""
        return HeadUnit.objects.one_in_scope(user, head=OuterRef(self.head_path))


class HeadQuerySet(OwnerScopedQuerySet):
    """The owners themselves."""

    head_path = "pk"


class OfRound:
    """What lies where its round lies, is worked by the same units, belongs to the same project."""

    round: Any

    @property
    def area_code(self) -> str:
        """The round's place."""
        return str(self.round.area_code)

    @property
    def area_codes(self) -> list[str]:
        """The places of the round's projects."""
        return list(self.round.area_codes)

    @property
    def unit_codes(self) -> list[str]:
        """The units of the round's project."""
        return list(self.round.unit_codes)

    @property
    def project_id(self) -> int:
        """The project, for the trail."""
        return int(self.round.project_id)


class Head(models.Model):
    """One voting head: the exact set of owners of its units. Frozen by trigger."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="roll")
    number = models.PositiveIntegerField("序号")
    owner_ids = ArrayField(models.BigIntegerField(), verbose_name="业主编号")
    label = models.CharField("业主（掩码）", max_length=200)
    area = AreaField("面积")

    objects = HeadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名册业主"
        ordering: ClassVar = ["round", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="head_number"),
            not_negative("head", "area"),
        ]

    def __str__(self) -> str:
        return self.label


class HeadUnit(OfRound, models.Model):
    """One unit of the roll, in the paper's order, with the area that votes. Frozen by trigger.

    `serial` is the number on the household's paper; `token` is what its QR code carries. `paying`
    and `affected` hold the matters that ask for those who pay, or are touched, where this unit is
    one of them. `community`: which of a cluster's it lies in, "" where one is asked alone.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="roll_units")
    head = models.ForeignKey(Head, models.CASCADE, related_name="units")
    unit = models.ForeignKey(ExclusiveUnit, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("次序")
    community = models.CharField("组团内小区", max_length=120, blank=True)
    building = models.CharField("楼栋", max_length=140)
    entrance = models.CharField("单元", max_length=20, blank=True)
    room = models.CharField("室号", max_length=20)
    kind = models.CharField("类别", max_length=10)
    area = AreaField("面积")
    serial = models.CharField("票号", max_length=40)
    token = models.CharField("核验码", max_length=40, unique=True)
    paying = ArrayField(models.CharField(max_length=40), verbose_name="出资事项", default=list)
    affected = ArrayField(models.CharField(max_length=40), verbose_name="受影响事项", default=list)

    objects: ClassVar[RollQuerySet] = RollQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = "名册房屋"
        ordering: ClassVar = ["round", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit"], name="head_unit_round_unit"),
            models.UniqueConstraint(fields=["round", "serial"], name="head_unit_serial"),
            not_negative("head_unit", "area"),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def area_code(self) -> str:
        """The place of the project in whose community it stands."""
        return str(self.round.project_at(self.building).area_code)

    @property
    def area_codes(self) -> list[str]:
        """That place alone, in a cluster too."""
        return [self.area_code]

    @property
    def project_id(self) -> int:
        """That project, for the trail."""
        return int(self.round.project_at(self.building).pk)
