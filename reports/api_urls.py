"""REST routes of the out-tray."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from reports.api import InHand, Overview
from reports.api_papers import PrintViewSet
from reports.api_round_tables import RoundTable
from reports.api_rounds import RunningRounds
from reports.api_simulations import SimulationViewSet
from reports.api_templates import TemplateFile, Templates

router = SimpleRouter()
router.register("print", PrintViewSet, basename="api-print")
router.register("simulations", SimulationViewSet, basename="api-simulation")

urlpatterns = [
    path("overview/", Overview.as_view(), name="api-overview"),
    path("overview/rounds/", RunningRounds.as_view(), name="api-running-rounds"),
    path("workbench/", InHand.as_view(), name="api-workbench"),
    path("templates/", Templates.as_view(), name="api-templates"),
    path("templates/<slug:kind>/", TemplateFile.as_view(), name="api-template"),
    path("round-tables/<int:pk>/<slug:kind>/", RoundTable.as_view(), name="api-round-table"),
    path("", include(router.urls)),
]
