"""Rows of the registers that a scheme orders: who applies, who watches, what is disputed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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
