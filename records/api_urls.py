"""REST addresses of jobs and papers."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from records import api

router = SimpleRouter()
router.register("jobs", api.JobViewSet, basename="job")
router.register("issued-papers", api.PaperViewSet, basename="paper")
urlpatterns = router.urls
