"""REST: a plan table uploaded, looked at, decided and written, by the services of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import checked
from common.clock import business_now, business_today
from common.errors import Problem
from intake.api_mending import MendingActions
from intake.filters import UploadFilter
from intake.kinds import KINDS
from intake.models import UNDO_LISTS, Upload
from intake.rules.mapping import parse_map
from intake.rules.request import Request as Given
from intake.rules.state import Value
from intake.selectors.standing import ConflictState, standing
from intake.serializers import (
    CommitIn,
    DecisionIn,
    FindingOut,
    ImportBrief,
    ImportDetail,
    RowOut,
    UndoIn,
    UndoLine,
    UndoOut,
    UploadIn,
)
from intake.services import committing, deciding, reporting, undoing, uploads, working
from intake.services.examining import kind_of
from intake.services.formats import MOST_BYTES
from records.models import Job
from records.rest import WriteViewSet
from records.services import jobs

UNDO_SHOWN = 1000


@extend_schema_view(list=extend_schema(summary="导入列表"))
class ImportViewSet(MendingActions, ListModelMixin, WriteViewSet):
    """计划表导入。"""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE
    queryset = Upload.objects.all()
    serializer_class = ImportBrief
    filterset_class = UploadFilter
    parser_classes = [JSONParser, MultiPartParser]

    def get_object(self) -> Upload:
        """The import in scope; one that holds what persons are or said is for its own people."""
        upload = super().get_object()
        kind = KINDS[upload.kind]
        if kind.blind:
            require(self.person, kind.permission, on=upload)
        return upload

    @extend_schema(
        request={"multipart/form-data": UploadIn},
        responses={201: ImportDetail, 202: ImportDetail},
        summary="上传计划表并核对",
    )
    def create(self, request: Request) -> Response:
        """Staged, not written; faults of the content are in `problems`. Large tables: 202."""
        given = checked(UploadIn, request)
        file = given["file"]
        asked = Given(
            given["area_code"],
            given["year"],
            given["claim"],
            given["create_areas"],
            given["sheet"],
            given["kind"],
            subject=given["subject"],
        )
        said = parse_map(given["map"], kind_of(asked).spec, given["sheet"])
        upload = working.receive(
            by=self.person,
            at=business_now(),
            request=replace(asked, layout=said),
            document_no=given["document_no"],
            title=given["title"],
            name=file.name,
            content=file.read(MOST_BYTES + 1),
        )
        done = upload.state != "reading"
        return Response(
            detail(upload), status=status.HTTP_201_CREATED if done else status.HTTP_202_ACCEPTED
        )

    @extend_schema(responses=ImportDetail, summary="一次导入的核对情况")
    def retrieve(self, request: Request, pk: str) -> Response:
        """As it stands now."""
        return Response(detail(self.get_object()))

    @extend_schema(responses=FindingOut(many=True), summary="导入中的发现", filters=False)
    @action(detail=True, pagination_class=WriteViewSet.pagination_class)
    def problems(self, request: Request, pk: str) -> Response:
        """Everything that was noticed, page by page, those that refuse first."""
        upload = self.get_object()
        order = {"refuse": 0, "warn": 1, "inform": 2}
        found = sorted(upload.findings, key=lambda one: order[one["severity"]])
        page = self.paginate_queryset(found)
        return self.get_paginated_response(FindingOut(page, many=True).data)

    @extend_schema(responses=RowOut(many=True), summary="导入的各行", filters=False)
    @action(detail=True, pagination_class=WriteViewSet.pagination_class)
    def rows(self, request: Request, pk: str) -> Response:
        """Every row with its cells, what was read, and what it would do."""
        page = self.paginate_queryset(self.get_object().rows.all())
        return self.get_paginated_response(RowOut(page, many=True).data)

    @extend_schema(request=DecisionIn, responses=ImportDetail, summary="选定一处冲突")
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """`file` takes the file's figure, `keep` the present one; `rest` answers all open ones."""
        upload = self.get_object()
        given = checked(DecisionIn, request)
        shared: dict[str, Any] = {
            "by": self.person,
            "at": business_now(),
            "upload": upload,
            "choice": given["choice"],
        }
        if given["rest"]:
            deciding.decide_rest(**shared)
        else:
            named = {"number": given["row"], "sheet": given["sheet"], "key": given["key"]}
            deciding.decide(**shared, **named)
        return Response(detail(upload))

    @extend_schema(request=None, responses=ImportDetail, summary="按现在的计划重新比对")
    @action(detail=True, methods=["post"])
    def recheck(self, request: Request, pk: str) -> Response:
        """Needed when the plan has changed since the upload (409 on commit)."""
        fresh = uploads.recheck(by=self.person, at=business_now(), upload=self.get_object())
        return Response(detail(fresh))

    @extend_schema(
        request=CommitIn,
        responses={200: ImportDetail, 202: ImportDetail},
        summary="确认写入",
    )
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str) -> Response:
        """All rows in one transaction; again does nothing. Large tables: 202, watch `job`."""
        upload = self.get_object()
        given = checked(CommitIn, request)
        upload = working.confirm(
            by=self.person,
            at=business_now(),
            on=business_today(),
            upload=upload,
            note=given["note"],
            accept=given["accept"],
        )
        done = upload.state == "committed"
        return Response(
            detail(upload), status=status.HTTP_200_OK if done else status.HTTP_202_ACCEPTED
        )

    @extend_schema(
        request=None,
        responses={200: ImportDetail, 202: ImportDetail},
        summary="先写入无误的各行",
    )
    @action(detail=True, methods=["post"], url_path="commit-good")
    def commit_good(self, request: Request, pk: str) -> Response:
        """Rolls only: rows without a fault, doubt or conflict; the others stay. As `commit`."""
        upload = working.confirm_good(
            by=self.person, at=business_now(), on=business_today(), upload=self.get_object()
        )
        code = status.HTTP_202_ACCEPTED if working.busy(upload) else status.HTTP_200_OK
        return Response(detail(upload), status=code)

    @extend_schema(request=None, responses=ImportDetail, summary="放弃导入")
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str) -> Response:
        """Nothing of it was or will be written."""
        upload = committing.abandon(by=self.person, at=business_now(), upload=self.get_object())
        return Response(detail(upload))

    @extend_schema(responses=UndoOut, summary="撤销导入会怎样，或已怎样", filters=False)
    @action(detail=True)
    def undo(self, request: Request, pk: str) -> Response:
        """Three lists: reversed, kept because changed since, failed and why."""
        upload = self.get_object()
        require(self.person, KINDS[upload.kind].permission, on=upload)
        if upload.state == "undone":
            return Response(_undone(upload))
        foreseen = undoing.foresee(by=self.person, on=business_today(), upload=upload)
        return Response(_three_lists(upload, foreseen.report.lists(), foreseen.problems))

    @extend_schema(request=UndoIn, responses=UndoOut, summary="撤销整次导入")
    @undo.mapping.post
    def carry_out_undo(self, request: Request, pk: str) -> Response:
        """What still stands as imported goes back; again does nothing."""
        upload = self.get_object()
        given = checked(UndoIn, request)
        upload = undoing.undo(
            by=self.person,
            at=business_now(),
            on=business_today(),
            upload=upload,
            reason=given["reason"],
        )
        return Response(_undone(upload))


def _undone(upload: Upload) -> dict[str, Any]:
    rows = list(upload.undone_rows.all())
    lists = {name: [row for row in rows if row.outcome == name] for name in UNDO_LISTS}
    return _three_lists(upload, lists)


def _three_lists(
    upload: Upload, lists: Mapping[str, Sequence[Any]], problems: Sequence[Problem] = ()
) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "state": upload.state,
        "counts": {name: len(rows) for name, rows in lists.items()},
        **{name: UndoLine(rows[:UNDO_SHOWN], many=True).data for name, rows in lists.items()},
        "problems": [problem.as_dict() for problem in problems],
    }


def detail(upload: Upload) -> dict[str, Any]:
    """One import as it stands; exact numbers as text."""
    now = standing(upload)
    staged = upload.state == "staged"
    return {
        **ImportBrief(upload).data,
        "rows": dict(now.counts),
        "totals": upload.totals,
        "streets": upload.streets,
        "claims": [claim.as_dict() for claim in now.claims],
        "subtotals": upload.subtotals,
        "problems": upload.findings,
        "conflicts": [_conflict(item) for item in now.conflicts],
        "closed_because": now.closed_because if staged else upload.get_state_display(),
        "written": reporting.written(upload),
        "job": _job(upload.job),
    }


def _job(job: Job | None) -> dict[str, Any] | None:
    if job is None:
        return None
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "interrupted": jobs.interrupted(job),
        "done": job.done,
        "total": job.total,
        "message": job.message,
    }


def _conflict(item: ConflictState) -> dict[str, Any]:
    return {
        "row": item.row.number,
        "sheet": item.row.sheet,
        "name": item.row.name,
        "key": item.key,
        "cell": item.cell,
        "last": None if item.last is None else _text(item.last),
        "now": _text(item.now),
        "file": _text(item.file),
        "choice": item.choice,
    }


def _text(value: Value) -> str:
    return value if isinstance(value, str) else format(value, "f")
