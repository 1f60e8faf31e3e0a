"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from districts.views import bulk, communities, homes, registers

app_name = "districts"
urlpatterns = [
    path("", registers.CommunityList.as_view(), name="community_list"),
    path("buildings/", registers.BuildingList.as_view(), name="building_list"),
    path("homes/", registers.HomeList.as_view(), name="home_list"),
    path("edit/<slug:key>/", bulk.BulkEdit.as_view(), name="bulk_edit"),
    path("communities/new/", communities.NewCommunity.as_view(), name="new_community"),
    path("communities/<int:pk>/", communities.CommunityPage.as_view(), name="community"),
    path(
        "communities/<int:community_id>/homes/",
        communities.ProjectHomes.as_view(),
        name="project_homes",
    ),
    path("communities/<int:pk>/aliases/new/", communities.NewAlias.as_view(), name="new_alias"),
    path("communities/<int:pk>/homes/new/", homes.NewHome.as_view(), name="new_home"),
    path("units/<int:pk>/correct/", homes.CorrectUnit.as_view(), name="correct_unit"),
    path("units/<int:pk>/owners/", homes.ChangeOwners.as_view(), name="change_owners"),
    path("owners/", homes.OwnerSearch.as_view(), name="owner_search"),
]
