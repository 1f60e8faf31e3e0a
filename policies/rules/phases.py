"""Which phase a day lies in, by the days that the text gives its phases."""

from __future__ import annotations

from datetime import date

from common.errors import Problem, Undecidable
from policies.rules.model import Phase, Procedure


def phase_on(procedure: Procedure, day: date) -> Phase:
    """The first innermost phase whose days hold `day`, in reading order.

    A phase without a first day begins where what comes before it ends. Undecidable when no phase
    has days, or the day lies behind or between them all.
    """
    outer = {phase.parent for phase in procedure.phases if phase.parent and phase.ends}
    for phase in procedure.phases:
        if phase.ends is None or phase.key in outer:
            continue
        if day <= phase.ends and (phase.starts is None or phase.starts <= day):
            return phase
    raise Undecidable(
        Problem(
            f"{day} 不在方案写明的任何阶段之内",
            code="no_phase",
            value=day.isoformat(),
            remedy="核对方案各阶段的起止日",
        )
    )
