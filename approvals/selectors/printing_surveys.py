"""Values for the blank slip of a survey and the summary of what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from approvals.models import Survey
from approvals.rules.survey_groups import LEAST, Group
from approvals.rules.surveys import AGES, MARKS, WILLING, mark, percent
from approvals.selectors.surveys import groups_of, result_of
from common.explanations import Explanation


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """The blank slip: what is asked, and how it came about whom it is given to."""

    project: str
    demo: bool
    title: str
    groups: tuple[str, ...]
    items: tuple[str, ...]
    marks: tuple[str, ...]
    willing: tuple[str, ...]
    ages: tuple[str, ...]
    opened_on: date
    closes_on: date
    population: int
    size: int


@dataclass(frozen=True, slots=True)
class SurveySummary:
    """What came back of a closed survey; of a group too small to be told apart no share."""

    project: str
    demo: bool
    title: str
    opened_on: date
    closed_on: date
    population: int
    size: int
    returned: int
    satisfied: str
    willing: str
    means: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, int, int, str], ...]
    least: int
    warnings: tuple[str, ...]
    seed: str
    explanation: Explanation


def slip_paper(survey: Survey) -> SlipPaper:
    """The slip as it is handed out; it names no home and asks for no name."""
    return SlipPaper(
        project=survey.project.name,
        demo=survey.project.demo,
        title=survey.title,
        groups=tuple(group_words(one) for one in groups_of(survey)),
        items=tuple(survey.items.values()),
        marks=tuple(MARKS.values()),
        willing=tuple(words for key, words in WILLING.items() if key),
        ages=tuple(words for key, words in AGES.items() if key),
        opened_on=survey.opened_on,
        closes_on=survey.closes_on,
        population=survey.population,
        size=survey.size,
    )


def survey_summary(survey: Survey, closed_on: date) -> SurveySummary:
    """The summary as closed."""
    found = result_of(survey)
    return SurveySummary(
        project=survey.project.name,
        demo=survey.project.demo,
        title=survey.title,
        opened_on=survey.opened_on,
        closed_on=closed_on,
        population=survey.population,
        size=survey.size,
        returned=found.returned,
        satisfied=percent(found.satisfied),
        willing=percent(found.willing),
        means=tuple((name, mark(found.means[key])) for key, name in survey.items.items()),
        groups=tuple(
            (group_words(one), one.sent, one.returned, percent(one.satisfied))
            for one in groups_of(survey)
        ),
        least=LEAST,
        warnings=found.warnings,
        seed=survey.seed,
        explanation=found.explanation,
    )


def group_words(group: Group) -> str:
    """3 号楼; 其余各楼（1、2 号楼）."""
    named = "、".join(group.buildings) + " 号楼"
    return named if group.buildings == (group.name,) else f"{group.name}（{named}）"
