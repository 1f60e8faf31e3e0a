"""Kinds of units that the policy does not let vote, before any round is opened."""

from __future__ import annotations

from datetime import date

from common.errors import Undecidable
from policies.rules.vocabulary import StepKind
from policies.selectors.governing import rule_at
from renovation.models import Project
from renovation.services.pins import governing


def silent_kinds(project: Project, on: date) -> frozenset[str]:
    """What every round of the project's procedure leaves out by its rule of `on`.

    Nothing where rounds differ, or where no version governs one of them: then each opening says
    it for itself.
    """
    keys = project.steps.filter(kind=StepKind.CONSENT).values_list("subject", flat=True)
    found: list[frozenset[str]] = []
    for key in sorted(set(keys)):
        try:
            version = governing(project, f"rounds.{key}", on).version_id
            found.append(frozenset(rule_at(version, "rounds", key).rule.leaves_out))
        except (Undecidable, KeyError):
            return frozenset()
    return frozenset.intersection(*found) if found else frozenset()
