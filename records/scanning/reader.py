"""The pages of a scanned file, one by one, from the process that opens it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.conf import settings

TROUBLES = {
    "encrypted": "文件设了打开密码，请去掉密码后再上传",
    "damaged": "打不开，可能没有传完整或已损坏，请重新扫描",
    "too_many": "页数太多，请分成几个文件",
    "too_large": "幅面太大，请按 A4、每英寸 200 至 300 点扫描",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what its codes say and a JPEG to look at; `trouble` in words where there is none.

    `number` counts from 1, `total` is of the file; on a `blank` page there is nothing.
    """

    number: int
    total: int
    codes: tuple[str, ...]
    picture: bytes
    trouble: str = ""
    blank: bool = False


def pages_of(content: bytes) -> Iterator[Page]:
    """Every page of a PDF, JPEG or PNG. A file that ends its reader is told as damaged there."""
    command = [sys.executable, "-m", "records.scanning.child"]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        feeder = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
        feeder.start()
        last, total = 0, 1
        try:
            while child.stdout and (line := child.stdout.readline()):
                head = json.loads(line)
                last, total = head["page"], head["total"]
                picture = child.stdout.read(head["bytes"])
                words = TROUBLES.get(head["trouble"], "")
                yield Page(last, total, tuple(head["codes"]), picture, words, head["blank"])
        finally:
            child.kill()
            feeder.join()
        if last < total or not last:
            yield Page(last + 1, max(total, last + 1), (), b"", TROUBLES["damaged"])


def _feed(pipe: IO[bytes] | None, content: bytes) -> None:
    if pipe is None:
        return
    try:
        pipe.write(content)
        pipe.close()
    except BrokenPipeError:
        return  # the child has ended before it had read everything; its silence says so
