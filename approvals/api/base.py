"""What the resources of a project share."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.serializers import BaseSerializer

from accounts.models import User
from accounts.permissions import Permission
from accounts.web import visible
from approvals.models import HeadUnit, Round
from approvals.rules.papers import stranger
from approvals.selectors.seeing import homes_seen
from common.errors import Refused
from records.rest import WriteViewSet
from renovation.models import Project


def unit_of(round_: Round, serial: str, user: User) -> HeadUnit:
    """The home that a serial stands for; Refused for none on this round's roll in scope."""
    units = homes_seen(round_, user).select_related("head", "round__project", "round__pin")
    unit = units.filter(serial__iexact=serial.strip()).first()
    if unit is None:
        raise Refused(stranger(serial))
    return unit


class Bodies(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """What these resources share."""

    permission = Permission.VIEW_PROJECTS
    serializer_class: type[BaseSerializer[Any]]
    filterset_fields: ClassVar[list[str]] = ["project"]

    def project(self, body: dict[str, Any]) -> Project:
        """The project that the body names, in scope."""
        return visible(Project.objects.all(), self.person, pk=body.pop("project"))
