"""What can be done with a round now: buttons in groups, at most one of them the primary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.access import can, can_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.selectors.rules import round_rule
from renovation.models import Project, Step

LIVE = frozenset({"open", "closed"})


@dataclass(frozen=True, slots=True)
class Act:
    """One button: in which states of the round, with which right, where it leads."""

    label: str
    name: str
    icon: str
    right: Permission
    states: frozenset[str]
    group: str = "收表"


OPEN, CLOSED = frozenset({"open"}), frozenset({"closed"})
COUNTING, PRINTING = "计票", "打印"
ACTS = (
    Act("录票", "sheet", "keyboard", Permission.RECORD_PAPER, LIVE),
    Act("第二遍录入", "second", "people", Permission.RECORD_PAPER, LIVE),
    Act("今晚走访", "tonight", "door-open", Permission.VIEW_REGISTER, OPEN),
    Act("票据保管", "custody", "box-seam", Permission.VIEW_REGISTER, LIVE | {"confirmed"}),
    Act("扫描件", "scans", "file-earmark-image", Permission.RECORD_PAPER, LIVE | {"confirmed"}),
    Act("截止计票", "close", "stop-circle", Permission.CLOSE_ROUND, OPEN, COUNTING),
    Act("复核确认", "confirm", "check2-square", Permission.CONFIRM_TALLY, CLOSED, COUNTING),
    Act("重新清点", "close", "stop-circle", Permission.CLOSE_ROUND, CLOSED, COUNTING),
    Act("重新开放", "reopen", "arrow-counterclockwise", Permission.OPEN_ROUND, CLOSED, COUNTING),
    Act("延期或作废", "extend", "calendar-plus", Permission.OPEN_ROUND, OPEN, COUNTING),
)
FIRST = {"open": "sheet", "closed": "confirm"}  # what a round of this state is waiting for
IN_PARTS = frozenset({"roll", "doors", "consent_papers"})
"""Tables and papers that each street of a cluster takes for its own communities."""
EXPORTS = (("roll", "名册"), ("result", "汇总表"), ("doors", "走访名单"))
_ALL, _PEOPLE = Permission.VIEW_PROJECTS, Permission.VIEW_REGISTER
PRINTS = (
    ("vote_announcement", "印征询公告", frozenset({"open"}), _ALL),
    ("consent_papers", "印征求意见表", LIVE, _PEOPLE),
    ("consent_summary", "印汇总表", LIVE | {"confirmed"}, Permission.VIEW_ANSWERS),
    ("preliminary_result", "印初步结果", frozenset({"closed", "confirmed"}), _ALL),
    ("final_result", "印结果公告", frozenset({"confirmed"}), _ALL),
    ("tally_certificate", "印计票证书", frozenset({"confirmed"}), _PEOPLE),
)


def actions(
    project: Project, round_: Round | None, user: User, *, opens: Step | None
) -> list[dict[str, Any]]:
    """Buttons that are of use now to this person; `opens`: the step whose round may be opened."""
    made: list[dict[str, Any]] = []
    if (step := opens) and can(user, Permission.OPEN_ROUND, on=project):
        url = reverse("approvals:open_round", args=[project.pk, step.subject])
        again = "再次开启" if round_ else "开启"
        opening = {"label": f"{again}{step.name}", "url": url, "icon": "play-circle"}
        made.append(opening | {"group": "开启", "tone": "plain" if round_ else "primary"})
    if round_ is None:
        return made
    made += [
        {
            "label": act.label,
            "url": reverse(f"approvals:{act.name}", args=[round_.pk]),
            "icon": act.icon,
            "page": act.name,
            "group": act.group,
            "tone": "primary" if FIRST.get(round_.state) == act.name else "plain",
        }
        for act in ACTS
        if round_.state in act.states and _asked(act, round_) and _may(act, round_, user)
    ]
    if can_in_part(user, Permission.PRINT_PAPER, on=round_):
        whole = can(user, Permission.PRINT_PAPER, on=round_)
        made += [
            {
                "label": label,
                "url": reverse("reports:print", args=[kind, round_.pk]),
                "method": "post",
                "icon": "printer",
                "group": PRINTING,
                "tone": "plain",
            }
            for kind, label, states, right in PRINTS
            if round_.state in states
            and (whole or kind in IN_PARTS)
            and can_in_part(user, right, on=round_)
        ]
    return made


def _may(act: Act, round_: Round, user: User) -> bool:
    """Whether this person may do it: count the whole, or the rest in the communities in scope."""
    return (can if act.group == COUNTING else can_in_part)(user, act.right, on=round_)


def exports(round_: Round, user: User) -> list[dict[str, Any]]:
    """Tables to take away as Excel."""
    rights = (Permission.EXPORT, Permission.VIEW_REGISTER)
    if not all(can_in_part(user, right, on=round_) for right in rights):
        return []
    whole = all(can(user, right, on=round_) for right in rights)
    return [
        {"label": label, "url": reverse("reports:export_round", args=[kind, round_.pk])}
        for kind, label in EXPORTS
        if whole or kind in IN_PARTS
    ]


def _asked(act: Act, round_: Round) -> bool:
    """Whether the round's rule wants it at all."""
    return act.name != "second" or round_rule(round_).rule.second_entry != "none"
