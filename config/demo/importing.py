"""The plan comes in as an office would bring it: uploaded, compared, confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from accounts.models import User
from common.errors import Refused
from config.demo.cast import at
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.uploads import default_title, upload_plan


def take_in(*, by: User, on: date, path: Path, claim: str) -> None:
    """Stage and commit the workbook; RuntimeError with every problem when it is refused."""
    request = Request(area_code="370724", year=2024, claim_text=claim)
    try:
        upload = upload_plan(
            by=by,
            at=at(on, 10),
            request=request,
            document_no="",
            title=default_title(request),
            name=path.name,
            content=path.read_bytes(),
        )
        commit(by=by, at=at(on, 11), on=on, upload=upload)
    except Refused as refusal:
        raise RuntimeError(str(refusal)) from refusal
