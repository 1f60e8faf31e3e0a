"""REST routes of the out-tray."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from reports.api import InHand, Overview
from reports.api_papers import PrintViewSet

router = SimpleRouter()
router.register("print", PrintViewSet, basename="api-print")

urlpatterns = [
    path("overview/", Overview.as_view(), name="api-overview"),
    path("workbench/", InHand.as_view(), name="api-workbench"),
    path("", include(router.urls)),
]
