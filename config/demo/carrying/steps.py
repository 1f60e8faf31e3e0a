"""Steps, documents, dates and contents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q

from config.demo.cast import Cast, at
from config.demo.papers import pdf
from renovation.models import Project, Step
from renovation.services.contents import ItemEntry, set_contents
from renovation.services.documents import attach_document
from renovation.services.facts import declare_fact
from renovation.services.scheduling import schedule_step
from renovation.services.steps import complete_step, evidence_step


class Steps:
    """What every project does with its steps."""

    def __init__(self, project: Project, cast: Cast) -> None:
        self.project = project
        self.cast = cast
        self.clerk = cast.clerk(project)

    def step(self, key: str) -> Step:
        """The step as it stands."""
        return Step.objects.select_related("project").get(project=self.project, key=key)

    def refresh(self) -> Project:
        """The project as it stands."""
        self.project = Project.objects.get(pk=self.project.pk)
        return self.project

    def evidence(self, key: str, day: str, document_no: str) -> None:
        """Record a step from existing papers."""
        evidence_step(
            by=self.cast.handler,
            on=date.fromisoformat(day),
            step=self.step(key),
            happened_on=date.fromisoformat(day),
            document_no=document_no,
            file=pdf(document_no),
        )

    def documents(self, key: str, day: str, also: tuple[str, ...] = ()) -> None:
        """Upload everything that a step asks for, and what `also` names."""
        step = self.step(key)
        asked = Q(required=True) | Q(key__in=also)
        for need in step.documents.filter(asked, attachment__isnull=True):
            attach_document(
                by=self.clerk,
                on=date.fromisoformat(day),
                step=step,
                key=need.key,
                file=pdf(need.name),
                dated_on=date.fromisoformat(day),
            )

    def finish(self, key: str, day: str, by: str = "handler", also: tuple[str, ...] = ()) -> None:
        """Upload what is asked for and complete the step."""
        self.documents(key, day, also)
        person = self.cast.handler if by == "handler" else self.clerk
        complete_step(by=person, on=date.fromisoformat(day), step=self.step(key))
        self.refresh()

    def declare(self, day: str, reason: str, *keys: str) -> None:
        """What the policy asks of the project is answered with yes."""
        for key in keys:
            declare_fact(
                by=self.cast.handler,
                at=at(day),
                project=self.project,
                key=key,
                value="true",
                reason=reason,
            )
        self.refresh()

    def date(self, key: str, on: str, due: str, reason: str) -> None:
        """The bureau's dispatch sets a date."""
        schedule_step(
            by=self.cast.handler,
            on=date.fromisoformat(on),
            step=self.step(key),
            due_on=date.fromisoformat(due),
            reason=reason,
        )

    def contents(self, day: str, items: Mapping[str, Decimal]) -> None:
        """What is renovated, and what it costs (元)."""
        entries = [ItemEntry(key=key, estimate=value) for key, value in items.items()]
        set_contents(by=self.clerk, at=at(day, 15), project=self.project, items=entries)
        self.refresh()
