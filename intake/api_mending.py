"""REST: cells mended, warnings accepted, sheets and columns said, the marked workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.rest import checked
from common.clock import business_now
from intake.models import Upload
from intake.selectors.warnings import open_warnings
from intake.serializers_mending import AcceptIn, ColumnsIn, MendOut, MendsIn, SheetsIn, Standing
from intake.services import accepting, arranging, mending, returning
from intake.views.problems import mends as shown_mends


class MendingActions:
    """What people do to an import before it is written; each answers how it stands then."""

    person: User

    def get_object(self) -> Upload:
        """The import in scope."""
        return super().get_object()  # type: ignore[misc]

    @extend_schema(request=MendsIn, responses=Standing, summary="改正若干格，立即重新核对")
    @action(detail=True, methods=["post"])
    def mend(self, request: Request, pk: str) -> Response:
        """All of the cells or none; what is typed is kept, also when it is wrong again."""
        upload, given = self.get_object(), checked(MendsIn, request)
        typed = [mending.Typed(**cell) for cell in given["cells"]]
        upload = mending.mend(by=self.person, at=business_now(), upload=upload, typed=typed)
        return Response(stands(upload))

    @extend_schema(request=AcceptIn, responses=Standing, summary="写明理由接受提示")
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Those of `marks`, else all of `code`, else all."""
        upload, given = self.get_object(), checked(AcceptIn, request)
        who: dict[str, Any] = {
            "by": self.person,
            "at": business_now(),
            "upload": upload,
            "reason": given["reason"],
        }
        if given["marks"]:
            upload = accepting.accept(**who, marks=given["marks"])
        else:
            upload = accepting.accept_all(**who, code=given["code"])
        return Response(stands(upload))

    @extend_schema(request=SheetsIn, responses=Standing, summary="选用工作表，指明表头行")
    @action(detail=True, methods=["post"])
    def sheets(self, request: Request, pk: str) -> Response:
        """Several sheets are read as one table."""
        upload, given = self.get_object(), checked(SheetsIn, request)
        upload = arranging.choose_sheets(
            by=self.person,
            at=business_now(),
            upload=upload,
            sheets=given["sheets"],
            heads={sheet: (head[0], head[1]) for sheet, head in given["heads"].items()},
        )
        return Response(stands(upload))

    @extend_schema(request=ColumnsIn, responses=Standing, summary="指明各列的含义")
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: str) -> Response:
        """By sheet and column number: the key of a column, or empty to leave it out."""
        upload, given = self.get_object(), checked(ColumnsIn, request)
        upload = arranging.map_columns(
            by=self.person,
            at=business_now(),
            upload=upload,
            columns={
                sheet: {int(number): key for number, key in columns.items()}
                for sheet, columns in given["columns"].items()
            },
            remember=given["remember"],
        )
        return Response(stands(upload))

    @extend_schema(responses=OpenApiTypes.BINARY, summary="下载带批注的表")
    @action(detail=True, methods=["get"])
    def marked(self, request: Request, pk: str) -> FileResponse:
        """The workbook with what is wrong at its cells; uploaded again it goes on here."""
        upload = self.get_object()
        return FileResponse(
            BytesIO(returning.marked(by=self.person, upload=upload)),
            as_attachment=True,
            filename=f"{upload.pk}.xlsx",
        )


def stands(upload: Upload) -> dict[str, Any]:
    """What stands open after an act: faults, doubts, and every mended cell."""
    found = shown_mends(upload, upload.mends.select_related("mended_by"), listed=None)
    return {
        "refused": sum(1 for one in upload.findings if one["severity"] == "refuse"),
        "open_warnings": len(open_warnings(upload)),
        "problems": upload.findings,
        "mends": MendOut(
            [
                {
                    "sheet": row["sheet"],
                    "cell": row["cell"],
                    "was": row["mend"]["was"],
                    "text": row["mend"]["text"],
                    "mended_by": str(row["mend"]["by"]),
                    "mended_at": row["mend"]["at"],
                }
                for row in found["rows"]
            ],
            many=True,
        ).data,
    }
