"""Addresses of the policy pages."""

from __future__ import annotations

from django.urls import path

from policies.views import actions, asking, cases, comparing, copying, editing, pages

app_name = "policies"
urlpatterns = [
    path("", pages.PolicyList.as_view(), name="policy_list"),
    path("compare/", comparing.Compare.as_view(), name="compare"),
    path("patterns/", comparing.Patterns.as_view(), name="patterns"),
    path("import/", copying.ImportFile.as_view(), name="import"),
    path("versions/<int:version_id>/clone/", copying.CloneVersion.as_view(), name="clone"),
    path("versions/<int:version_id>/export/", copying.ExportVersion.as_view(), name="export"),
    path("versions/<int:version_id>/edit/", editing.EditIndex.as_view(), name="edit"),
    path(
        "versions/<int:version_id>/edit/<str:rule>/", editing.EditRule.as_view(), name="edit_rule"
    ),
    path("versions/<int:version_id>/cases/edit/", cases.EditCases.as_view(), name="edit_cases"),
    path("versions/<int:version_id>/cases/add/", cases.AddCase.as_view(), name="add_case"),
    path("versions/<int:version_id>/cases/<str:case_id>/", cases.CaseWhy.as_view(), name="case"),
    path("versions/<int:version_id>/what-if/", asking.WhatIf.as_view(), name="what_if"),
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
