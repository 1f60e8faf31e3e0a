"""Addresses of the policy pages."""

from __future__ import annotations

from django.urls import path

from policies.views import actions, pages

app_name = "policies"
urlpatterns = [
    path("", pages.PolicyList.as_view(), name="policy_list"),
    path("load/", actions.LoadDraft.as_view(), name="load"),
    path("versions/<int:version_id>/", pages.VersionPage.as_view(), name="version"),
    path("versions/<int:version_id>/units/", actions.BindUnits.as_view(), name="units"),
    path("versions/<int:version_id>/check/", actions.CheckVersion.as_view(), name="version_check"),
    path(
        "versions/<int:version_id>/publish/",
        actions.PublishVersion.as_view(),
        name="version_publish",
    ),
    path(
        "versions/<int:version_id>/retire/",
        actions.RetireVersion.as_view(),
        name="version_retire",
    ),
    path(
        "versions/<int:version_id>/conflicts/<str:conflict_id>/",
        actions.DecideConflict.as_view(),
        name="conflict_decide",
    ),
]
