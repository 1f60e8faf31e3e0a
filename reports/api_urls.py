"""REST routes of the out-tray."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from reports.api import InHand, Overview
from reports.api_papers import PrintViewSet
from reports.api_simulations import SimulationViewSet

router = SimpleRouter()
router.register("print", PrintViewSet, basename="api-print")
router.register("simulations", SimulationViewSet, basename="api-simulation")

urlpatterns = [
    path("overview/", Overview.as_view(), name="api-overview"),
    path("workbench/", InHand.as_view(), name="api-workbench"),
    path("", include(router.urls)),
]
