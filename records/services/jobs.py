"""Long work: asked for by a person, done by the queue, watched on its page.

A killed worker's task is taken up again, so a runner must be repeatable: what it has done before,
it finds done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import (
    DEFAULT_DB_ALIAS,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.models import F
from django.utils.module_loading import import_string
from django_q.conf import Conf
from django_q.tasks import async_task

from common.clock import real_now
from common.errors import DomainError, OutOfScope, Refused
from records.models import Job

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
Runner = Callable[..., dict[str, Any]]
BROKEN = "办理中断。请稍后重试；仍不行，请告诉系统管理员作业号 "
_LOCK_SPACE = 7010
ENDED = frozenset({"done", "failed", "cancelled"})


class Cancelled(Exception):
    """The person has cancelled the job; runners let it pass."""


@dataclass(slots=True)
class Progress:
    """What a runner reports to; `job` is the row as it stood at the start."""

    job: Job

    def step(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is; raises Cancelled when the person no longer wants it."""
        values: dict[str, Any] = {"done": done, "message": message[:500]}
        if total is not None:
            values["total"] = total
        if not Job.objects.filter(pk=self.job.pk, state="running").update(**values):
            raise Cancelled

    def step_aside(self, done: int, message: str = "") -> None:
        """The same from within a transaction, where `step` would be seen only at its end.

        It is said over a connection of its own; a job that this one cannot see, or that somebody
        holds just now, is left alone: telling never waits.
        """
        aside = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with aside.cursor() as cursor, suppress(OperationalError):
                cursor.execute("SET lock_timeout = '200ms'")
                cursor.execute(
                    "UPDATE records_job SET done = %s, message = %s"
                    " WHERE id = %s AND state = 'running'",
                    [done, message[:500], self.job.pk],
                )
            with aside.cursor() as cursor:
                cursor.execute("SELECT state FROM records_job WHERE id = %s", [self.job.pk])
                found = cursor.fetchone()
        finally:
            aside.close()
        if found and found[0] == "cancelled":
            raise Cancelled


def request(
    *,
    by: User,
    at: datetime,
    kind: str,
    title: str,
    area_code: str,
    runner: Runner,
    arguments: dict[str, Any] | None = None,
    total: int = 0,
) -> Job:
    """Put work into the queue and return its row; the caller has checked the right to ask.

    `runner` is a module-level function `runner(progress, **arguments)` that returns the result as
    JSON (`url` and `label` make a link). The queue lies in the same database: when the caller's
    transaction is undone, so is the request.
    """
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        area_code=area_code,
        arguments={"runner": f"{runner.__module__}.{runner.__qualname__}", **(arguments or {})},
        total=total,
        requested_at=at,
        requested_by=by,
    )
    return _queued(job)


def _queued(job: Job) -> Job:
    if Conf.SYNC:
        run(job.pk)
        job.refresh_from_db()
    else:
        async_task(run, job.pk)
    return job


def interrupted(job: Job) -> bool:
    """Whether the job is on record as running while no worker holds it: its worker was killed."""
    if job.state != "running":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, job.pk])
        free: bool = cursor.fetchone()[0]
        if free:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, job.pk])
    return free


def under_way(job: Job) -> bool:
    """Whether the job waits for a worker or one is at it."""
    return job.state == "waiting" or (job.state == "running" and not interrupted(job))


@transaction.atomic
def again(*, by: User, job: Job) -> Job:
    """Take up one's own interrupted job once more; Refused while a worker is at it, or after."""
    row = Job.objects.select_for_update().filter(pk=job.pk, requested_by=by).first()
    if row is None:
        raise OutOfScope("没有找到这项作业。")
    if not interrupted(row):
        raise Refused("作业没有中断，不必再办。")
    row.state, row.message = "waiting", ""
    row.save(update_fields=["state", "message"])
    return _queued(row)


@transaction.atomic
def cancel(*, by: User, job: Job) -> Job:
    """Stop one's own job at its next step; raises Refused when it has ended already."""
    row = Job.objects.select_for_update().filter(pk=job.pk, requested_by=by).first()
    if row is None:
        raise OutOfScope("没有找到这项作业。")
    if row.state in ENDED:
        raise Refused("作业已经结束，不能取消。")
    row.state, row.finished_at = "cancelled", real_now()
    row.save(update_fields=["state", "finished_at"])
    return row


def run(job_id: int) -> None:
    """The worker's entry: do the job unless it has ended; a second call finds it ended.

    The worker holds a lock of its session while it is at work: when it is killed, the lock goes
    with its connection, and the job is seen to be interrupted. One job never runs twice at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, job_id])
        if not cursor.fetchone()[0]:
            return
    try:
        _run(job_id)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, job_id])


def _run(job_id: int) -> None:
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state in ENDED:
            return
        job.state, job.started_at = "running", job.started_at or real_now()
        job.save(update_fields=["state", "started_at"])
    arguments = dict(job.arguments)
    runner: Runner = import_string(arguments.pop("runner"))
    try:
        result = runner(Progress(job), **arguments)
    except Cancelled:
        return
    except DomainError as error:
        _end(job_id, "failed", message=str(error))
    except Exception:
        logger.exception("job_failed", extra={"job": job_id})
        _end(job_id, "failed", message=f"{BROKEN}{job_id}。")
    else:
        _end(job_id, "done", message="", result=result, done=F("total"))


def _end(job_id: int, state: str, **values: Any) -> None:
    """Only a running job ends here: one cancelled in the meantime stays cancelled."""
    if "message" in values:
        values["message"] = values["message"][:500]
    Job.objects.filter(pk=job_id, state="running").update(
        state=state, finished_at=real_now(), **values
    )
