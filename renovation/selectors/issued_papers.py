"""Papers issued for a project: its own, and those about what it shares with other projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from records.models import IssuedPaper
from records.models.papers import IssuedPaperQuerySet
from renovation.models import Project

Subjects = Callable[[Project], Iterable[tuple[str, str]]]


def issued_papers(project: Project) -> IssuedPaperQuerySet:
    """Every paper that lies with this project, the latest first; upper apps name what is shared."""
    found = Q(project_id=project.pk)
    for name in settings.SHARED_SUBJECTS:
        subjects: Subjects = import_string(name)
        for kind, key in subjects(project):
            found |= Q(subject_kind=kind, subject_id=key)
    return IssuedPaper.objects.filter(found)
