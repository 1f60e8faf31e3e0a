"""Recompute the hash of every issued paper and attachment: `manage.py verify_papers [--json]`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.crypto import UnknownKey
from records.models import Attachment, IssuedPaper
from records.storage import hash_of


class Command(BaseCommand):
    """Exit 0 when all bytes are as they were, 1 when one differs or is gone."""

    help = "核对印发文件与附件的校验码"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for machines."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Papers first, then attachments."""
        papers = IssuedPaper.objects.values_list("serial", "path", "sha256")
        files = Attachment.objects.values_list("pk", "path", "sha256", "sees").iterator()
        checked, problems = _compare(
            [("印发文件", ((*row, []) for row in papers.iterator())), ("附件", files)]
        )
        if options["json"]:
            body = {"checked": checked, "problems": problems, "ok": not problems}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
        else:
            for problem in problems:
                self.stdout.write(f"{problem['kind']} {problem['key']}：{problem['message']}")
            self.stdout.write(f"共核对 {checked} 件，{len(problems)} 件有问题。")
        if problems:
            sys.exit(1)


def _compare(
    groups: Iterable[tuple[str, Iterable[tuple[Any, str, str, list[str]]]]],
) -> tuple[int, list[dict[str, str]]]:
    checked, problems = 0, []
    for kind, rows in groups:
        for key, path, stated, sees in rows:
            checked += 1
            try:
                found = hash_of(path, sealed=bool(sees))
            except FileNotFoundError:
                message = "文件不在存放处"
            except (ValueError, UnknownKey):
                message = "密文打不开，已被改动或缺密钥"
            else:
                message = (
                    "" if found == stated else f"校验码不符：登记 {stated[:8]}，现为 {found[:8]}"
                )
            if message:
                problems.append({"kind": kind, "key": str(key), "message": message})
    return checked, problems
