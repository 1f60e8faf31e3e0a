"""The tables of a round as a person takes them away: workbook, name, a line in the trail."""

from __future__ import annotations

from collections.abc import Callable

from accounts.access import require, require_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.selectors.blindness import reads_blind, refuse_sums
from approvals.selectors.seeing import sees_choices
from common.errors import OutOfScope
from reports.exports import consent, consent_result
from reports.exports.workbook import Table, write
from reports.services.exports import note_export

KINDS: dict[str, tuple[str, Callable[[Round, User], list[Table]]]] = {
    "roll": ("名册", consent.roll),
    "result": (
        "汇总表",
        lambda round_, by: consent_result.result(round_, counting=sees_choices(by, round_)),
    ),
    "doors": (
        "走访名单",
        lambda round_, by: consent.doors(round_, by, blind=reads_blind(by, round_)),
    ),
}


def take_table(*, by: User, round_: Round, kind: str) -> tuple[str, bytes]:
    """Name and bytes of the workbook `roll`, `result` or `doors`; OutOfScope for any other.

    Of a cluster's roll and doors the homes in scope; its result is for who has the whole.
    """
    asked = require if kind == "result" else require_in_part
    asked(by, Permission.EXPORT, on=round_)
    asked(by, Permission.VIEW_REGISTER, on=round_)
    if kind not in KINDS:
        raise OutOfScope("没有这种导出")
    if kind == "result":
        refuse_sums(round_)
    label, build = KINDS[kind]
    body = write(build(round_, by))
    name = f"{round_.whose}{round_.name.split('：')[0]}{label}.xlsx"
    note_export(by=by, round_=round_, name=name, body=body)
    return name, body
