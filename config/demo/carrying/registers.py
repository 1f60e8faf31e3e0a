"""Rows of the registers that a scheme orders, and the survey when the works are done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from approvals.rules.survey_groups import groups
from approvals.rules.surveys import ITEMS, SATISFIED, Slip
from approvals.services.surveys import Asked, close_survey, enter_slip, open_survey
from config.demo.carrying.steps import Steps
from config.demo.cast import at
from renovation.services.registers import RegisterEntry, close_row, enter_row


class Registers(Steps):
    """Keeping the registers about the residents' say."""

    def keep(
        self, register: str, day: str, values: Mapping[str, str], *, closed: str = "", how: str = ""
    ) -> None:
        """A row of this project, closed on a day where one is given."""
        entry = RegisterEntry(self.project.area_code, date.fromisoformat(day), values, self.project)
        row = enter_row(by=self.clerk, at=at(day, 10), register=register, entry=entry)
        if closed:
            close_row(
                by=self.clerk,
                at=at(closed, 16),
                row=row,
                outcome=how,
                closed_on=date.fromisoformat(closed),
            )

    def survey(self, opened: str, closed: str, size: int) -> None:
        """A satisfaction survey; of every group all slips but one come back."""
        asked = Asked("改造满意度调查（演示）", size, date.fromisoformat(closed))
        made = open_survey(
            by=self.cast.handler, at=at(opened, 9), project=self.project, asked=asked
        )
        for one in groups(made.sample):
            for number in range(one.sent - 1):
                overall = (5, 4, 4, 5, 3)[number % 5]
                marks = dict.fromkeys(ITEMS, overall)
                slip = Slip(one.name, marks, overall, "yes" if overall in SATISFIED else "no")
                enter_slip(by=self.clerk, at=at(closed, 10), survey=made, slip=slip)
        close_survey(by=self.cast.handler, at=at(closed, 17), survey=made)
