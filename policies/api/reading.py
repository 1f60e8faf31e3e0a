"""REST: policies in and around one's places."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view

from accounts.permissions import Permission
from accounts.rest import ReadViewSet
from policies.api.shapes import PolicySerializer
from policies.models import Policy


@extend_schema_view(list=extend_schema(summary="政策"), retrieve=extend_schema(summary="一项政策"))
class PolicyViewSet(ReadViewSet):
    """Policies in or around the person's places."""

    permission = Permission.VIEW_POLICY
    queryset = Policy.objects.order_by("area_code", "key")
    serializer_class = PolicySerializer
    filterset_fields = ("area_code", "programme", "key")
