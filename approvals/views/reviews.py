"""联合会商: the page and its acts."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from approvals.forms import bodies as forms
from approvals.models import Opinion, Review
from approvals.services import review_concluding, review_opening, review_opinions
from approvals.services.review_opinions import Signed
from approvals.views.acts import Act, frame, open_steps
from common.clock import business_now
from policies.rules.vocabulary import StepKind
from renovation.selectors.frame import get_project

REVIEWS = "approvals:reviews"


class ReviewsPage(SignedIn, TemplateView):
    """Joint reviews with their opinions."""

    template_name = "approvals/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Frame and reviews."""
        project = get_project(self.person, kwargs["project_id"])
        rows = Review.objects.filter(project=project).prefetch_related("opinions")
        settled = {row.key for row in rows if row.state in {"open", "agreed"}}
        may = can(self.person, Permission.EDIT_PROJECT, on=project)
        return (
            super().get_context_data(**kwargs)
            | frame(self, project, REVIEWS)
            | {
                "reviews": rows,
                "openable": [
                    step
                    for step in open_steps(project, StepKind.REVIEW)
                    if step.subject not in settled
                ],
                "may_open": may,
                "may_opine": can(self.person, Permission.GIVE_OPINION, on=project),
                "own_units": self.person.access.unit_codes(),
                "placed": bool(self.person.access.area_codes()),
            }
        )


class OpenReview(Act):
    """Accepting a project for joint review."""

    form_class = forms.OpenReviewForm
    heading, submit, tab = "受理联合会商", "受理并征求意见", REVIEWS
    right = Permission.EDIT_PROJECT
    days = ("accepted_on",)
    success_message = "已受理，各单位可以签署意见"

    def run(self, form: forms.OpenReviewForm) -> Review:
        """Open."""
        return review_opening.open_review(
            by=self.person,
            at=business_now(),
            project=self.project,
            key=self.kwargs["key"],
            **form.cleaned_data,
        )


class GiveOpinion(Act):
    """One unit's opinion."""

    form_class = forms.OpinionForm
    heading, submit, tab, via = "签署会商意见", "签署", REVIEWS, "review"
    rows = Opinion.objects.select_related("review__project")
    right = Permission.GIVE_OPINION
    days = ("given_on",)
    success_message = "意见已签署"

    def run(self, form: forms.OpinionForm) -> Opinion:
        """Sign."""
        return review_opinions.give_opinion(
            by=self.person,
            at=business_now(),
            opinion=self.thing,
            signed=Signed(**form.cleaned_data),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose opinion."""
        row: Opinion = self.thing
        facts = [("会商", row.review.name), ("单位", row.unit_name)]
        return super().get_context_data(facts=facts, **kwargs)


class ConcludeReview(Act):
    """The conclusion of a review."""

    form_class = forms.ConcludeForm
    heading, submit, tab = "会商结论", "确认结论", REVIEWS
    rows = Review.objects.select_related("project")
    right = Permission.EDIT_PROJECT
    days = ("concluded_on",)
    success_message = "结论已记录"

    def run(self, form: forms.ConcludeForm) -> Review:
        """Conclude."""
        data = form.cleaned_data
        return review_concluding.conclude_review(
            by=self.person,
            at=business_now(),
            review=self.thing,
            agreed=data["verdict"] == "yes",
            conclusion=data["conclusion"],
            concluded_on=data["concluded_on"],
        )
