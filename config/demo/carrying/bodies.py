"""Joint review, works, acceptance, handover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from approvals.models import Review
from approvals.services import (
    acceptance_calling,
    acceptance_concluding,
    acceptance_defects,
    acceptance_signing,
    handover,
    review_concluding,
    review_opening,
    review_opinions,
)
from config.demo.carrying.steps import Steps
from config.demo.cast import at
from renovation.services.works import report_works


class Bodies(Steps):
    """What units and builders do together."""

    def review(self, key: str, day: str, given: str, without: Sequence[str] = ()) -> Review:
        """Joint review: every unit's opinion but those named."""
        review = review_opening.open_review(
            by=self.cast.handler,
            at=at(day, 9),
            project=self.project,
            key=key,
            accepted_on=date.fromisoformat(day),
            low_risk=True,
        )
        for opinion in review.opinions.all():
            if opinion.unit_code.rpartition("-")[2] in without:
                continue
            by = self.cast.departments.get(opinion.unit_code, self.cast.handler)
            signed = review_opinions.Signed("agree", "", "分管负责人", date.fromisoformat(given))
            review_opinions.give_opinion(by=by, at=at(given, 15), opinion=opinion, signed=signed)
        return review

    def approve(self, review: Review, day: str) -> None:
        """The review's conclusion."""
        review_concluding.conclude_review(
            by=self.cast.handler,
            at=at(day, 16),
            review=review,
            agreed=True,
            conclusion="同意改造方案；不新增建筑面积、不动主体结构、不改变土地用途。",
            concluded_on=date.fromisoformat(day),
        )

    def work(self, reports: Sequence[tuple[str, int]]) -> None:
        """Progress on several days, in per cent."""
        keys = list(self.project.contents.values_list("key", flat=True))
        for day, percent in reports:
            report_works(
                items=dict.fromkeys(keys, Decimal(percent)),
                by=self.clerk,
                at=at(day, 17),
                project=self.project,
                day=date.fromisoformat(day),
                percent=Decimal(percent),
            )

    def accept(self, day: str, owners: Sequence[str]) -> None:
        """Joint acceptance with a defect that is mended the same week."""
        held = date.fromisoformat(day)
        row = acceptance_calling.open_acceptance(
            by=self.clerk, at=at(day, 9), project=self.project, held_on=held, owners=owners
        )
        mended = held + timedelta(days=2)
        problem = acceptance_defects.find_problem(
            by=self.clerk,
            at=at(day, 10),
            acceptance=row,
            part="1 单元门厅",
            finding="踏步边角破损",
            due_on=held + timedelta(days=7),
        )
        for party in row.parties.all():
            acceptance_signing.sign(
                by=self.clerk,
                at=at(day, 11),
                party=party,
                verdict="pass",
                signatory="参加人",
                signed_on=held,
            )
        acceptance_defects.fix_problem(
            by=self.clerk, at=at(mended, 10), problem=problem, fixed_on=mended
        )
        acceptance_concluding.conclude(
            by=self.clerk,
            at=at(mended, 15),
            acceptance=row,
            passed=True,
            conclusion="各方一致同意通过联合验收。",
            concluded_on=mended,
        )

    def hand_over(self, day: str, without: Sequence[str] = ()) -> None:
        """The list of what goes to whom, signed for but those named."""
        items = handover.prepare(by=self.clerk, at=at(day, 9), project=self.project)
        for item in items:
            if item.key not in without:
                handover.receive(
                    by=self.clerk,
                    at=at(day, 15),
                    item=item,
                    received_on=date.fromisoformat(day),
                    signatory="接收人",
                )
