"""Postings and objections."""

from __future__ import annotations

from datetime import date

from approvals.models import Notice
from approvals.services import notices, objections, photographs
from approvals.services.objection_acts import Done
from config.demo.carrying.steps import Steps
from config.demo.cast import at
from config.demo.papers import photograph


class Notices(Steps):
    """Posting the design, hearing objections."""

    def post(self, key: str, day: str, last_photograph: str = "") -> Notice:
        """Post the design, with a photograph of the first day and perhaps of the last."""
        project = self.project
        notice = notices.post_notice(
            by=self.clerk,
            at=at(day, 10),
            project=project,
            key=key,
            posting=notices.Posting(
                posted_on=date.fromisoformat(day),
                title=f"{project.name}改造方案公示",
                body="改造方案已编制完成，现予公示并征求意见。内容、概算、资金分担和长效管理见附件。",
                where_posted="小区公告栏、各单元门口",
                contact="社区居委会（演示）",
            ),
        )
        photographs.add_photograph(
            by=self.clerk, at=at(day, 11), notice=notice, upload=photograph("首日公示")
        )
        if last_photograph:
            photographs.add_photograph(
                by=self.clerk,
                at=at(last_photograph, 17),
                notice=notice,
                upload=photograph("末日公示"),
            )
        return notice

    def object(self, notice: Notice, day: str, who: str, matter: str, settled: str = "") -> None:
        """An objection, settled or not."""
        row = objections.receive(
            by=self.clerk,
            at=at(day, 15),
            notice=notice,
            received_on=date.fromisoformat(day),
            raised_by=who,
            matter=matter,
        )
        if settled:
            objections.settle(
                by=self.clerk,
                at=at(settled, 16),
                objection=row,
                outcome="explained",
                reply="已当面说明做法并调整位置，提出人同意。",
                settled_on=date.fromisoformat(settled),
            )
        else:
            done = Done(date.fromisoformat(day), "社区主任", "约提出人到现场看做法，改日再谈。")
            objections.mediate(by=self.clerk, at=at(day, 16), objection=row, done=done)
