"""/api/v1/rounds/{id}/custody/, …/issue/, …/void_copy/, …/seal/, …/recheck/"""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require, require_in_part
from accounts.permissions import Permission
from accounts.rest import checked
from approvals.api import shapes
from approvals.models import Round, Seal
from approvals.selectors.custody import custody
from approvals.selectors.seeing import sees_choices
from approvals.services import sealing
from approvals.services.custody import issue_copies, void_copy
from common.clock import business_now
from common.errors import OutOfScope
from records.rest import WriteViewSet


class Custodies(WriteViewSet):
    """Copies out and void, the seal and its re-check."""

    @extend_schema(summary="票据逐栋核对", responses=shapes.CustodyOut)
    @action(detail=True, methods=["get"])
    def custody(self, request: Request, pk: str) -> Response:
        """Issued, returned, outstanding, void per building."""
        row = self.get_object()
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        return Response(shapes.CustodyOut(custody(row, self.person)).data)

    @extend_schema(summary="登记发放", request=shapes.IssueIn, responses={201: shapes.IssuedOut})
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Copies went out."""
        body = checked(shapes.IssueIn, request)
        made = issue_copies(by=self.person, at=business_now(), round_=self.get_object(), **body)
        return Response({"copies": made}, status=status.HTTP_201_CREATED)

    @extend_schema(summary="作废意见表", request=shapes.VoidIn, responses=shapes.CustodyOut)
    @action(detail=True, methods=["post"])
    def void_copy(self, request: Request, pk: str) -> Response:
        """A copy is lost or spoilt."""
        body = checked(shapes.VoidIn, request)
        row = self.get_object()
        void_copy(by=self.person, at=business_now(), round_=row, **body)
        return Response(shapes.CustodyOut(custody(row, self.person)).data)

    @extend_schema(summary="计票封存", responses=shapes.SealOut)
    @action(detail=True, methods=["get"])
    def seal(self, request: Request, pk: str) -> Response:
        """The seal of a confirmed round."""
        row = self.get_object()
        require(self.person, Permission.VIEW_REGISTER, on=row)
        context = {"counting": sees_choices(self.person, row)}
        return Response(shapes.SealOut(_sealed(row), context=context).data)

    @extend_schema(
        summary="上传签字计票表照片",
        request={"multipart/form-data": shapes.SignedSheetIn},
        responses={201: shapes.KeptOut},
    )
    @action(detail=True, methods=["post"])
    def signed_sheet(self, request: Request, pk: str) -> Response:
        """The photograph of the signed tally sheet."""
        body = checked(shapes.SignedSheetIn, request)
        made = sealing.attach_signed_sheet(
            by=self.person, at=business_now(), seal=_sealed(self.get_object()), **body
        )
        return Response(shapes.KeptOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="登记抽查", request=shapes.RecheckIn, responses={201: shapes.RecheckOut})
    @action(detail=True, methods=["post"])
    def recheck(self, request: Request, pk: str) -> Response:
        """A drawn paper was held against what was typed."""
        body = checked(shapes.RecheckIn, request)
        made = sealing.recheck(
            by=self.person, at=business_now(), seal=_sealed(self.get_object()), **body
        )
        context = {"counting": True}
        return Response(
            shapes.RecheckOut(made, context=context).data, status=status.HTTP_201_CREATED
        )


def _sealed(row: Round) -> Seal:
    found = Seal.objects.filter(round=row).first()
    if found is None:
        raise OutOfScope("本轮还没有封存。")
    return found
