"""The deed that an open step waits for, told by the room that carries the step out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from renovation.models import Step


@dataclass(frozen=True, slots=True)
class Deed:
    """`label` and `url`: the button of who may do it; no `url` for others.

    `party` is set where somebody else than the leading unit owes it: what they are called (复核岗),
    `unit` the code of theirs, `why` in words what has been done and what is left.
    """

    label: str
    url: str = ""
    party: str = ""
    unit: str = ""
    why: str = ""


Telling = Callable[[Sequence[Step], User], dict[int, Deed]]


def deeds(steps: Sequence[Step], user: User) -> dict[int, Deed]:
    """Step → what it waits for, as this person may do it; a fixed number of queries by kind."""
    found: dict[int, Deed] = {}
    for kind, name in settings.STEP_DEEDS.items():
        asked = [step for step in steps if step.kind == kind and step.state == "open"]
        if asked:
            telling: Telling = import_string(name)
            found |= telling(asked, user)
    return found


def owing_unit(step: Step, user: User) -> str:
    """Whom to nudge about a step: who owes the deed that it waits for, else the leading unit."""
    deed = deeds([step], user).get(step.pk)
    return (deed.unit if deed else "") or step.lead_code
