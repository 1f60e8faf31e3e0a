"""The menu of contents that governs a project: levels, aspects and items of its policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from common.explanations import Version
from policies.rules.model import CatalogueItem, Level
from policies.selectors.governing import ruleset_for
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Menu:
    """What may be chosen, in the policy's order."""

    items: tuple[CatalogueItem, ...]
    levels: tuple[Level, ...]
    aspects: tuple[Level, ...]
    version: Version | None

    def level_name(self, key: str) -> str:
        """基础类 …; the key itself where the policy no longer has it."""
        return next((level.name for level in self.levels if level.key == key), key)

    def aspect_name(self, key: str) -> str:
        """The aspect in the policy's words; the key itself where it names none."""
        return next((aspect.name for aspect in self.aspects if aspect.key == key), key)


def catalogue_of(project: Project, on: date) -> Menu:
    """The catalogue in force at the project's place on that day; Undecidable when there is none."""
    rules = ruleset_for(project.area_code, on)
    catalogue = rules.catalogue
    aspects = rules.aspects.rule if rules.states("aspects") else ()
    return Menu(catalogue.rule, rules.levels.rule, aspects, catalogue.version)
