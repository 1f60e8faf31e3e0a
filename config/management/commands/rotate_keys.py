"""Encrypt all personal data anew under the first key: `rotate_keys [--batch N] [--json]`.

Put the new key first in FIELD_KEYS, keep the old one behind it, run this, then drop the old one.
Fields of every table are reached, and every sealed file. Look-up digests have a key of their own,
which is not rotated here.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.services.rekeying import encrypted_models, rekey_fields
from intake.models import Upload
from intake.services.keeping import SEALED_FOLDER
from records.models import Attachment
from records.services.rekeying import rekey_files

FAILED = 1


class Command(BaseCommand):
    """Can be stopped and started again: what lies under the first key is left alone."""

    help = "用新的密钥重新加密个人信息和密存文件"

    def add_arguments(self, parser: CommandParser) -> None:
        """How many rows a transaction; `--json` for machines."""
        parser.add_argument("--batch", type=int, default=500, help="每批行数")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how much was encrypted anew; exit 1 where a file is gone."""
        fields = {
            model._meta.label_lower: rekey_fields(model, batch=options["batch"])
            for model in encrypted_models()
        }
        sealed = [
            rekey_files(Attachment.objects.exclude(sees=[])),
            rekey_files(Upload.objects.filter(path__startswith=f"{SEALED_FOLDER}/")),
        ]
        files = sum(one.files for one in sealed)
        missing = [name for one in sealed for name in one.missing]
        rows = sum(fields.values())
        if options["json"]:
            said = {"rotated": rows, "fields": fields, "files": files, "missing": missing}
            self.stdout.write(json.dumps(said))
        else:
            self.stdout.write(f"重新加密 {rows} 条记录、{files} 个文件。")
            for name in missing:
                self.stdout.write(f"文件不在了：{name}")
        if missing:
            raise SystemExit(FAILED)
