"""REST addresses of imports."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from intake.api import ImportViewSet

router = SimpleRouter()
router.register("imports", ImportViewSet, basename="api-import")

urlpatterns = [path("", include(router.urls))]
