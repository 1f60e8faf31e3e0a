"""Pages of money: the overview, a project's tab, its ledger and bookings."""

from __future__ import annotations

from django.urls import path

from funding.views import determine, flows, household, ledger, overview, project, why

app_name = "funding"
_P = "projects/<int:project_id>/"

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path(_P, project.ProjectMoney.as_view(), name="project"),
    path(f"{_P}determine/<str:stage>/", determine.Determine.as_view(), name="determine"),
    path(
        f"{_P}determinations/<int:determination_id>/confirm/",
        determine.Confirm.as_view(),
        name="confirm",
    ),
    path(f"{_P}why/<int:determination_id>/<str:payer>/", why.Why.as_view(), name="why"),
    path(f"{_P}stakes/<str:key>/", why.StakeWhy.as_view(), name="stake"),
    path(f"{_P}ledger/", ledger.Ledger.as_view(), name="ledger"),
    path(f"{_P}ledger/find/", ledger.FindHousehold.as_view(), name="find_household"),
    path(f"{_P}ledger/<int:share_id>/", household.Household.as_view(), name="household"),
    path(f"{_P}ledger/<int:share_id>/why/", why.HouseholdWhy.as_view(), name="household_why"),
    path(f"{_P}entries/<int:entry_id>/reverse/", household.Reverse.as_view(), name="reverse_entry"),
    path(f"{_P}flows/", flows.Flows.as_view(), name="flows"),
    path(
        f"{_P}flows/<str:kind>/<int:entry_id>/reverse/",
        flows.Reverse.as_view(),
        name="reverse_flow",
    ),
]
