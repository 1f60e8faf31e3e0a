"""Addresses of the consent room's pages, under /consent/."""

from django.urls import path

from approvals.views import (
    acceptance,
    counting,
    custody,
    handover,
    notices,
    papers,
    reviews,
    rounds,
    sheet,
    tonight,
)

app_name = "approvals"
PROJECT = "projects/<int:project_id>/"

urlpatterns = [
    path("", rounds.RoundList.as_view(), name="round_list"),
    path(PROJECT, rounds.RoundsTab.as_view(), name="rounds"),
    path(f"{PROJECT}open/<slug:key>/", rounds.OpenRound.as_view(), name="open_round"),
    path("rounds/<int:pk>/extend/", rounds.ExtendRound.as_view(), name="extend"),
    path("rounds/<int:pk>/void/", rounds.VoidRound.as_view(), name="void"),
    path("rounds/<int:pk>/close/", counting.CloseRound.as_view(), name="close"),
    path("rounds/<int:pk>/confirm/", counting.ConfirmTally.as_view(), name="confirm"),
    path("rounds/<int:pk>/why/<slug:matter>/<int:number>/", counting.WhyTest.as_view(), name="why"),
    path("rounds/<int:pk>/tonight/", tonight.Tonight.as_view(), name="tonight"),
    path("rounds/<int:pk>/custody/", custody.CustodyPage.as_view(), name="custody"),
    path("rounds/<int:pk>/custody/issue/", custody.IssueCopies.as_view(), name="issue_copies"),
    path("rounds/<int:pk>/custody/void/", custody.VoidCopy.as_view(), name="void_copy"),
    path("seals/<int:pk>/sheet/", custody.SignedSheet.as_view(), name="signed_sheet"),
    path("seals/<int:pk>/recheck/", custody.Recheck.as_view(), name="recheck"),
    path("rounds/<int:pk>/missing/", papers.Missing.as_view(), name="missing"),
    path("rounds/<int:pk>/sheet/", sheet.SheetPage.as_view(), name="sheet"),
    path("rounds/<int:pk>/sheet/find/", sheet.Locate.as_view(), name="locate"),
    path("rounds/<int:pk>/sheet/count/", sheet.CountBatch.as_view(), name="count_batch"),
    path("batches/<int:pk>/submit/", sheet.SubmitBatch.as_view(), name="submit_batch"),
    path("papers/<int:pk>/undo/", sheet.Undo.as_view(), name="undo"),
    path("papers/<int:pk>/correct/", papers.CorrectPaper.as_view(), name="correct"),
    path("units/<int:pk>/undelivered/", papers.Undelivered.as_view(), name="undelivered"),
    path(f"{PROJECT}notices/", notices.NoticesTab.as_view(), name="notices"),
    path(f"{PROJECT}notices/post/<slug:key>/", notices.PostNotice.as_view(), name="post_notice"),
    path("notices/<int:pk>/photograph/", notices.AddPhotograph.as_view(), name="photograph"),
    path("notices/<int:pk>/cancel/", notices.CancelNotice.as_view(), name="cancel_notice"),
    path("notices/<int:pk>/why/", counting.WhyNotice.as_view(), name="notice_why"),
    path("notices/<int:pk>/objection/", notices.ReceiveObjection.as_view(), name="objection"),
    path("objections/<int:pk>/mediate/", notices.MediateObjection.as_view(), name="mediate"),
    path("objections/<int:pk>/settle/", notices.SettleObjection.as_view(), name="settle"),
    path(f"{PROJECT}reviews/", reviews.ReviewsPage.as_view(), name="reviews"),
    path(f"{PROJECT}reviews/open/<slug:key>/", reviews.OpenReview.as_view(), name="open_review"),
    path("opinions/<int:pk>/", reviews.GiveOpinion.as_view(), name="opinion"),
    path("reviews/<int:pk>/conclude/", reviews.ConcludeReview.as_view(), name="conclude_review"),
    path(f"{PROJECT}acceptance/", acceptance.AcceptanceTab.as_view(), name="acceptance"),
    path(f"{PROJECT}acceptance/open/", acceptance.OpenAcceptance.as_view(), name="open_acceptance"),
    path("acceptance/parties/<int:pk>/", acceptance.SignAcceptance.as_view(), name="sign"),
    path("acceptance/<int:pk>/problem/", acceptance.FindProblem.as_view(), name="find_problem"),
    path("acceptance/problems/<int:pk>/", acceptance.FixProblem.as_view(), name="fix_problem"),
    path("acceptance/<int:pk>/conclude/", acceptance.ConcludeAcceptance.as_view(), name="conclude"),
    path(
        f"{PROJECT}handover/prepare/",
        handover.PrepareHandover.as_view(),
        name="prepare_handover",
    ),
    path("handover/<int:pk>/", handover.ReceiveItem.as_view(), name="receive_item"),
]
