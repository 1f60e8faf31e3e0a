"""Addresses of files, papers, jobs, drafts and the public QR page."""

from __future__ import annotations

from django.urls import path

from records.views import drafts, files, jobs

app_name = "records"
urlpatterns = [
    path("files/<int:pk>/", files.AttachmentView.as_view(), name="attachment"),
    path("papers/<int:pk>.pdf", files.PaperView.as_view(), name="paper_pdf"),
    path("v/<str:token>/", files.verify, name="verify"),
    path("jobs/", jobs.JobList.as_view(), name="job_list"),
    path("jobs/<int:pk>/", jobs.JobView.as_view(), name="job_detail"),
    path("jobs/<int:pk>/cancel/", jobs.JobCancel.as_view(), name="job_cancel"),
    path("jobs/<int:pk>/again/", jobs.JobAgain.as_view(), name="job_again"),
    path("drafts/<str:form>/<str:subject>/", drafts.DraftView.as_view(), name="draft"),
    path("views/", drafts.SaveView.as_view(), name="save_view"),
    path("views/<int:pk>/drop/", drafts.DropView.as_view(), name="drop_view"),
]
