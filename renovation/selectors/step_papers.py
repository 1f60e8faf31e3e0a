"""Papers that the product prints for what steps ask for; the upper apps know what they print of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from policies.rules.model import DocumentNeed
from renovation.models import Project, Step
from renovation.selectors.situations import Gathered

Key = tuple[int, str]
OFFERED = frozenset({"waiting", "open", "to_evidence"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document of a step that says which paper is printed for it."""

    step: Step
    need: DocumentNeed

    @property
    def key(self) -> Key:
        """Step and key of the document."""
        return self.step.pk, self.need.key

    @property
    def scope(self) -> str:
        """The round or notice it is printed of: the one it names, else the step's own."""
        return self.need.scope or self.step.subject


@dataclass(frozen=True, slots=True)
class Offer:
    """How a document is printed: its kind, the key of what it is of, where its button leads.

    `missing` says in words why it cannot be printed yet, when `subject` is None and `url` ""; or
    what the print would still lack.
    """

    kind: str
    subject: int | None = None
    url: str = ""
    missing: str = ""


Finder = Callable[[User, Project, Sequence[Wanted]], Mapping[Key, Offer]]


def offers(user: User, found: Gathered, steps: Sequence[Step]) -> Mapping[Key, Offer]:
    """By step and document: how it is printed (settings.STEP_PAPERS), for who may print it.

    Only of steps that are not over; a step that has not begun offers what can be printed already
    and says nothing of what it cannot.
    """
    wanted = [
        Wanted(step, need)
        for step in steps
        if step.state in OFFERED
        for need in found.definition(step).documents
        if need.prints
    ]
    if not wanted or not settings.STEP_PAPERS:
        return {}
    finder: Finder = import_string(settings.STEP_PAPERS)
    made = finder(user, found.project, wanted)
    waiting = {step.pk for step in steps if step.state == "waiting"}
    return {key: one for key, one in made.items() if one.url or key[0] not in waiting}
