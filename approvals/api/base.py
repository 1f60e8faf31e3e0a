"""What the resources of a project share."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.serializers import BaseSerializer

from accounts.permissions import Permission
from accounts.web import visible
from records.rest import WriteViewSet
from renovation.models import Project


class Bodies(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """What these resources share."""

    permission = Permission.VIEW_PROJECTS
    serializer_class: type[BaseSerializer[Any]]
    filterset_fields: ClassVar[list[str]] = ["project"]

    def project(self, body: dict[str, Any]) -> Project:
        """The project that the body names, in scope."""
        return visible(Project.objects.all(), self.person, pk=body.pop("project"))
