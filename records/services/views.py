"""A list's filters under a name of the person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from common.errors import OutOfScope, Problem, Refused
from records.models import SavedView

if TYPE_CHECKING:
    from accounts.models import User

MOST = 12
LONGEST_NAME, LONGEST_QUERY = 30, 500


def save_view(*, user: User, page: str, name: str, query: str) -> SavedView:
    """Keep `query` (a query string without the page) as `name`; the same name is replaced.

    Raises Refused without a name, with a query that is too long, or beyond twelve views of a page.
    """
    name = name.strip()
    problems = []
    if not 1 <= len(name) <= LONGEST_NAME:
        problems.append(Problem("请给视图起 1 到 30 个字的名称", "name", "name", name))
    if len(query) > LONGEST_QUERY:
        problems.append(Problem("筛选条件太多，存不下", "query", "query"))
    known = SavedView.objects.filter(user=user, page=page)
    if not known.filter(name=name).exists() and known.count() >= MOST:
        problems.append(Problem(f"每页最多存 {MOST} 个视图，请先删去不用的", "too_many", "name"))
    if problems:
        raise Refused(problems)
    row, _ = SavedView.objects.update_or_create(
        user=user, page=page, name=name, defaults={"query": query}
    )
    return row


def drop_view(*, user: User, pk: int) -> None:
    """Remove one's own view; OutOfScope for another's."""
    gone, _ = SavedView.objects.filter(user=user, pk=pk).delete()
    if not gone:
        raise OutOfScope("没有找到这个视图。")


def views_of(*, user: User, page: str) -> QuerySet[SavedView]:
    """One's own views of a page, in the order they were made."""
    return SavedView.objects.filter(user=user, page=page).order_by("pk")
