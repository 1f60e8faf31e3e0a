"""The job worker: `manage.py work` is django-q2's cluster whose processes never outlive it."""

from __future__ import annotations

import os
import signal
from typing import Any

from django_q.management.commands.qcluster import Command as Cluster

from config.launch.engine import end_with_parent


class Command(Cluster):
    """A cluster's sentinel and workers end with the process that forked them, even by kill -9."""

    help = "执行排队的作业（打印等）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Tie every later child to its parent, then run."""
        os.register_at_fork(after_in_child=lambda: end_with_parent(signal.SIGKILL))
        super().handle(*args, **options)
