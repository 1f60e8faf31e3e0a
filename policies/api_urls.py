"""REST addresses of policies, under /api/v1/."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from policies.api import PolicyViewSet, VersionViewSet

router = SimpleRouter()
router.register("policies", PolicyViewSet, basename="policy")
router.register("policy-versions", VersionViewSet, basename="policy-version")
urlpatterns = router.urls
