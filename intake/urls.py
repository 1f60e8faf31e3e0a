"""Addresses of the in-tray."""

from __future__ import annotations

from django.urls import path

from intake.views import actions, arranging, mending, origin, pages, preview, undoing, working

app_name = "intake"
urlpatterns = [
    path("", pages.UploadPage.as_view(), name="upload"),
    path("<int:pk>/", preview.PreviewPage.as_view(), name="preview"),
    path("<int:pk>/columns/", arranging.ColumnsPage.as_view(), name="columns"),
    path("<int:pk>/mend/", mending.Mend.as_view(), name="mend"),
    path("<int:pk>/take-back/", mending.TakeBack.as_view(), name="take_back"),
    path("<int:pk>/accept/", mending.Accept.as_view(), name="accept"),
    path("<int:pk>/withdraw/", mending.Withdraw.as_view(), name="withdraw"),
    path("<int:pk>/marked/", mending.Marked.as_view(), name="marked"),
    path("<int:pk>/returned/", mending.Returned.as_view(), name="returned"),
    path("<int:pk>/progress/", working.ProgressPart.as_view(), name="progress"),
    path("<int:pk>/row/<int:number>/", origin.RowPage.as_view(), name="row"),
    path("<int:pk>/result/", pages.ResultPage.as_view(), name="result"),
    path("<int:pk>/file/", pages.FilePage.as_view(), name="file"),
    path("<int:pk>/decide/", actions.Decide.as_view(), name="decide"),
    path("<int:pk>/recheck/", actions.Recheck.as_view(), name="recheck"),
    path("<int:pk>/commit/", actions.Commit.as_view(), name="commit"),
    path("<int:pk>/commit-good/", actions.CommitGood.as_view(), name="commit_good"),
    path("<int:pk>/abandon/", actions.Abandon.as_view(), name="abandon"),
    path("<int:pk>/undo/", undoing.UndoPage.as_view(), name="undo"),
]
