"""Whatever a button of the consent room does, REST does too, once by its key."""

from approvals import api_urls, urls
from records.rest import Idempotent

TWINS = {
    "open_round": "api-round-list",
    "decide_doubt": "api-roll-decide",
    "extend": "api-round-extend",
    "reopen": "api-round-reopen",
    "void": "api-round-void",
    "close": "api-round-close",
    "confirm": "api-round-confirm",
    "why": "api-round-verify",
    "issue_copies": "api-round-issue",
    "void_copy": "api-round-void-copy",
    "scans": "api-scan-list",
    "match_scan": "api-scan-match",
    "set_scan_aside": "api-scan-aside",
    "deliver": "api-round-deliver",
    "visit": "api-round-visits",
    "give_mandate": "api-mandate-list",
    "keep_evidence": "api-round-evidence",
    "end_mandate": "api-mandate-end",
    "signed_sheet": "api-round-signed-sheet",
    "recheck": "api-round-recheck",
    "sheet": "api-paper-list",
    "count_batch": "api-batch-list",
    "submit_batch": "api-batch-submit",
    "second": "api-second-entry-list",
    "settle_difference": "api-second-entry-settle",
    "undo": "api-paper-withdraw",
    "correct": "api-paper-correct",
    "undelivered": "api-round-undelivered",
    "post_notice": "api-notice-list",
    "photograph": "api-notice-photograph",
    "cancel_notice": "api-notice-cancel",
    "interrupt_notice": "api-notice-interrupt",
    "restore_notice": "api-notice-restore",
    "objection": "api-objection-list",
    "mediate": "api-objection-mediate",
    "answer": "api-objection-answer",
    "settle": "api-objection-settle",
    "open_review": "api-review-list",
    "opinion": "api-review-opinion",
    "conclude_review": "api-review-conclude",
    "open_survey": "api-survey-list",
    "type_slip": "api-survey-slips",
    "close_survey": "api-survey-close",
    "open_acceptance": "api-acceptance-list",
    "sign": "api-acceptance-sign",
    "find_problem": "api-acceptance-problem",
    "fix_problem": "api-acceptance-fix",
    "conclude": "api-acceptance-conclude",
    "prepare_handover": "api-handover-list",
    "receive_item": "api-handover-receive",
}
ON_PAGES_ONLY = {
    "bodies": "register-rows/{id}/reveal/ shows each of its rows",
    "tonight": "names and phones in clear: an answer kept for its key would keep them",
}


def writes():
    """The addresses of the consent room's pages that take a POST."""
    for one in urls.urlpatterns:
        view = one.callback.view_class
        if hasattr(view, "post") and "post" in view.http_method_names:
            yield one.name


def rest():
    """REST address → its view and what POST does there."""
    for one in api_urls.urlpatterns:
        yield one.name, one.callback.cls, one.callback.actions.get("post", "")


def test_every_button_has_its_twin_over_rest():
    posts = {name for name, _, action in rest() if action}
    assert set(writes()) == TWINS.keys() | ON_PAGES_ONLY.keys()
    assert set(TWINS.values()) <= posts
    assert len(set(TWINS.values())) == len(TWINS)


def test_every_write_over_rest_honours_its_key():
    assert all(issubclass(view, Idempotent) for _, view, action in rest() if action)
