"""The marked workbook: given out with its faults, taken back into the same import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import Upload
from intake.rules.mends import mended
from intake.rules.table import BLANK, Cell, Table, address
from intake.selectors.warnings import open_warnings
from intake.services.formats import read_workbook
from intake.services.formats.marking import Remark, mark_of, mark_workbook
from intake.services.keeping import content_of, hand_out, personal
from intake.services.mending import Typed, mend
from intake.services.staging import mends_of

MOST_RETURNED = 2_000


def marked(*, by: User, upload: Upload) -> bytes:
    """The workbook as it came in, mended cells in it, open faults and doubts at their cells.

    Where it holds personal data in clear, taking it out is noted in the trail first.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    if personal(upload):
        hand_out(by=by, upload=upload)
    content = content_of(upload)
    mends = upload.mends.select_related("mended_by")
    texts = {(one.sheet, address(one.row, one.column)): one.text for one in mends}
    remarks = [
        *(
            Remark(
                one["sheet"],
                one["cell"],
                one["severity"],
                one["message"],
                one["value"],
                one["expected"],
                one["remedy"],
            )
            for one in [
                *(found for found in upload.findings if found["severity"] == "refuse"),
                *open_warnings(upload),
            ]
        ),
        *(
            Remark(
                one.sheet,
                address(one.row, one.column),
                "mended",
                f"{one.mended_by}改正，文件原为“{one.was or '（空）'}”",
                one.text,
            )
            for one in mends
        ),
    ]
    tables = read_workbook(content, upload.name).tables
    return mark_workbook(content, tables, _mark(upload), remarks, texts)


def belongs_to(content: bytes) -> tuple[int, str]:
    """Number and token of the import that a workbook was given out by; (0, "") for none."""
    number, _, token = mark_of(content).partition(":")
    return (int(number), token) if number else (0, "")


def returned_to(content: bytes) -> Upload | None:
    """The staged import that a workbook comes back to; None for any other file (one query)."""
    number, token = belongs_to(content)
    if not number:
        return None
    upload = Upload.objects.filter(pk=number, state="staged").first()
    return upload if upload and upload.sha256.startswith(token) else None


@transaction.atomic
def take_return(
    *, by: User, at: datetime, upload: Upload, name: str, content: bytes
) -> tuple[Upload, int]:
    """Take the cells that were mended in the returned workbook; how many there were.

    Raises Refused when the file is another import's or none at all, and when so much differs that
    rows must have been inserted or removed.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    tables = {table.sheet: table for table in read_workbook(content, name).tables}
    if belongs_to(content) != (upload.pk, _token(upload)):
        raise Refused(
            Problem(
                "这不是本次导入给出的带批注的表",
                field="file",
                value=name,
                remedy="请选从这一页下载、改好的那一份；要换文件请点“换一个文件”",
            )
        )
    typed = list(_differences(upload, tables))
    if len(typed) > MOST_RETURNED:
        raise Refused(
            Problem(
                f"带回的表有 {len(typed)} 格与原表不同，像是插入或删除过行列",
                field="file",
                expected=f"至多 {MOST_RETURNED} 格",
                remedy="请在原来的格里改；行列变了的，请作为新文件上传",
            )
        )
    if not typed:
        return upload, 0
    return mend(by=by, at=at, upload=upload, typed=typed, origin="returned"), len(typed)


def _differences(upload: Upload, returned: dict[str, Table]) -> Iterator[Typed]:
    """Cells that read otherwise than the import does now; a formula is left as it was read."""
    mends = mends_of(upload)
    for plain in read_workbook(content_of(upload), upload.name).tables:
        if plain.sheet not in upload.head or plain.sheet not in returned:
            continue
        now = _cells(mended(plain, mends.get(plain.sheet, {})))
        back = _cells(returned[plain.sheet])
        for place in sorted(now.keys() | back.keys()):
            before, after = now.get(place, BLANK), back.get(place, BLANK)
            if after.kind != "formula" and after.text.strip() != before.text.strip():
                yield Typed(plain.sheet, address(*place), after.text)


def _cells(table: Table) -> dict[tuple[int, int], Cell]:
    return {(row.number, column): cell for row in table.rows for column, cell in row.cells.items()}


def _token(upload: Upload) -> str:
    return upload.sha256[:16]


def _mark(upload: Upload) -> str:
    return f"{upload.pk}:{_token(upload)}"
