"""REST routes of the consent room."""

from rest_framework.routers import SimpleRouter

from approvals.api import (
    acceptance,
    batches,
    handover,
    mandates,
    notices,
    reviews,
    rolls,
    rounds,
    scans,
    second_entries,
    surveys,
)

router = SimpleRouter()
router.register("rounds", rounds.RoundViewSet, basename="api-round")
router.register("rolls", rolls.RollViewSet, basename="api-roll")
router.register("papers", rounds.PaperViewSet, basename="api-paper")
router.register("second-entries", second_entries.SecondEntryViewSet, basename="api-second-entry")
router.register("mandates", mandates.MandateViewSet, basename="api-mandate")
router.register("scans", scans.ScanViewSet, basename="api-scan")
router.register("batches", batches.BatchViewSet, basename="api-batch")
router.register("notices", notices.NoticeViewSet, basename="api-notice")
router.register("objections", notices.ObjectionViewSet, basename="api-objection")
router.register("reviews", reviews.ReviewViewSet, basename="api-review")
router.register("surveys", surveys.SurveyViewSet, basename="api-survey")
router.register("acceptances", acceptance.AcceptanceViewSet, basename="api-acceptance")
router.register("handover", handover.HandoverViewSet, basename="api-handover")

urlpatterns = router.urls
