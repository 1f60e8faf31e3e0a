"""Pages of the out-tray."""

from django.urls import path

from reports.views.actions import PrintPaper, RemindLate, RemindOne
from reports.views.dashboard import Dashboard, FigureWhy
from reports.views.exports import ExportRound
from reports.views.listings import ExportListing, ListingFile, Template
from reports.views.pages import Papers, Search
from reports.views.simulation import (
    Simulate,
    SimulationPage,
    SimulationRowPage,
    Simulations,
    SimulationWorkbook,
)
from reports.views.workbench import Workbench

app_name = "reports"

urlpatterns = [
    path("", Workbench.as_view(), name="workbench"),
    path("dashboard/", Dashboard.as_view(), name="dashboard"),
    path("dashboard/why/<str:key>/", FigureWhy.as_view(), name="figure_why"),
    path("papers/", Papers.as_view(), name="papers"),
    path("simulations/of/<int:version_id>/", Simulations.as_view(), name="simulations"),
    path("simulations/of/<int:version_id>/start/", Simulate.as_view(), name="simulate"),
    path("simulations/<int:pk>/", SimulationPage.as_view(), name="simulation"),
    path("simulations/<int:pk>/export/", SimulationWorkbook.as_view(), name="simulation_export"),
    path("simulations/<int:pk>/<int:row_id>/", SimulationRowPage.as_view(), name="simulation_row"),
    path("search/", Search.as_view(), name="search"),
    path("remind/late/", RemindLate.as_view(), name="remind_late"),
    path("remind/<int:pk>/", RemindOne.as_view(), name="remind"),
    path("export/register/<slug:key>/", ExportListing.as_view(), name="export_listing"),
    path("export/files/<int:pk>/", ListingFile.as_view(), name="listing_file"),
    path("templates/<slug:key>/", Template.as_view(), name="template"),
    path("export/<slug:kind>/<int:pk>/", ExportRound.as_view(), name="export_round"),
    path("print/<slug:kind>/<int:pk>/", PrintPaper.as_view(), name="print"),
]
