"""What every REST address shares: scoped rows, the right to read, bodies checked for shape.

Refusals need no catching: `config.api_errors` turns them into the standard bodies.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission


def person(request: Request) -> User:
    """The authenticated user of a REST request."""
    return cast("User", request.user)


def checked(
    serializer: type[BaseSerializer[Any]], request: Request, **kwargs: Any
) -> dict[str, Any]:
    """The body's values after the shape check; raises ValidationError (400) with every field."""
    body = serializer(data=request.data, **kwargs)
    body.is_valid(raise_exception=True)
    return cast("dict[str, Any]", body.validated_data)


class ScopedViewSet(GenericViewSet[Any]):
    """Rows in the person's scope; `permission` is the right to see such rows at all."""

    permission: ClassVar[Permission | None] = None

    @property
    def person(self) -> User:
        """Who asks."""
        return person(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After authentication: the right to read."""
        super().initial(request, *args, **kwargs)
        if self.permission is not None:
            require(person(request), self.permission)

    def get_queryset(self) -> QuerySet[Any]:
        """Only rows in scope; none for the schema generator."""
        rows: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.visible_to(self.person)


class ReadViewSet(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """List and detail of rows in scope."""
