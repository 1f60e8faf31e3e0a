"""/api/v1/rounds and /api/v1/papers."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import unit_of
from approvals.api.custody import Custodies
from approvals.api.doors import Doors
from approvals.api.evening import Evenings
from approvals.api.large_rounds import LargeRounds
from approvals.models import Paper, Round
from approvals.selectors.blindness import reads_blind
from approvals.selectors.boards import Board, board
from approvals.selectors.communities import Community
from approvals.selectors.seeing import (
    counted_by,
    homes_seen,
    sees_choices,
    sees_whole,
)
from approvals.services import counting as counts
from approvals.services import opening, rounds
from approvals.services.paper_corrections import correct_paper, withdraw_paper
from approvals.services.papers import Entry, record_paper
from common.clock import business_now
from policies.rules.consent import TestOutcome
from policies.rules.gates import value_text
from records.rest import WriteViewSet
from renovation.models import Project


class RoundFilter(django_filters.FilterSet):
    """?project=&state=&key= ; a cluster's round is found with each of its projects."""

    project = django_filters.NumberFilter(method="asked_in")

    def asked_in(self, rows: QuerySet[Round], name: str, value: Decimal) -> QuerySet[Round]:
        """The project's own rounds and those of its cluster."""
        return rows.filter(Q(project=int(value)) | Q(members__contains=[int(value)]))

    class Meta:
        model = Round
        fields: ClassVar = ["project", "state", "key"]


class PaperFilter(django_filters.FilterSet):
    """?round=&live=&building=&channel=&serial="""

    building = django_filters.CharFilter(field_name="unit__building")
    serial = django_filters.CharFilter(field_name="unit__serial", lookup_expr="iexact")

    class Meta:
        model = Paper
        fields: ClassVar = ["round", "live", "channel", "building", "serial"]


@extend_schema_view(
    list=extend_schema(summary="征询轮次"), retrieve=extend_schema(summary="一轮征询")
)
class RoundViewSet(
    Evenings, Doors, Custodies, LargeRounds, ListModelMixin, RetrieveModelMixin, WriteViewSet
):
    """Rounds: open, extend, void, close, confirm; their tally and roll."""

    queryset = Round.objects.select_related("project", "pin")
    serializer_class: type[BaseSerializer[Any]] = shapes.RoundOut
    filterset_class = RoundFilter
    permission = Permission.VIEW_PROJECTS

    @extend_schema(
        summary="开启征询，名册冻结", request=shapes.OpenRoundIn, responses={201: shapes.RoundOut}
    )
    def create(self, request: Request) -> Response:
        """Open a round: the roll freezes."""
        body = checked(shapes.OpenRoundIn, request)
        project = visible(Project.objects.all(), self.person, pk=body.pop("project"))
        whom = opening.Whom(body.pop("places"), body.pop("groups"))
        made = opening.open_round(
            by=self.person, at=business_now(), project=project, whom=whom, **body
        )
        return Response(shapes.RoundOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="延长征询", request=shapes.ExtendIn, responses=shapes.RoundOut)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:
        """Put the closing instant off."""
        body = checked(shapes.ExtendIn, request)
        row = rounds.extend_round(
            by=self.person, at=business_now(), round_=self.get_object(), **body
        )
        return Response(shapes.RoundOut(row).data)

    @extend_schema(summary="重新开放征询", request=shapes.ExtendIn, responses=shapes.RoundOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take papers again before the count is confirmed."""
        body = checked(shapes.ExtendIn, request)
        row = rounds.reopen_round(
            by=self.person, at=business_now(), round_=self.get_object(), **body
        )
        return Response(shapes.RoundOut(row).data)

    @extend_schema(summary="作废征询", request=shapes.ReasonIn, responses=shapes.RoundOut)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Take the round out of force."""
        body = checked(shapes.ReasonIn, request)
        row = rounds.void_round(by=self.person, at=business_now(), round_=self.get_object(), **body)
        return Response(shapes.RoundOut(row).data)

    @extend_schema(summary="截止计票", request=shapes.CloseRoundIn, responses=shapes.RoundOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close with the hand count."""
        body = checked(shapes.CloseRoundIn, request)
        row = counts.close_round(
            by=self.person, at=business_now(), round_=self.get_object(), **body
        )
        return Response(shapes.RoundOut(row).data)

    @extend_schema(summary="第二人复核计票", request=None, responses=shapes.TallyOut(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm as the second person."""
        made = counts.confirm_tally(by=self.person, at=business_now(), round_=self.get_object())
        return Response(shapes.TallyOut(made, many=True, context={"counting": True}).data)

    @extend_schema(summary="现时票数和判定", responses=shapes.RoundTallyOut)
    @action(detail=True, methods=["get"])
    def tally(self, request: Request, pk: str) -> Response:
        """Counts now, judged by the pinned rule; stored counts."""
        row = self.get_object()
        counting, blind = sees_choices(self.person, row), reads_blind(self.person, row)
        homes = homes_seen(row, self.person).order_by().values_list("building")
        running = row.running.filter(Q(building="") | Q(building__in=homes), community="")
        told = sees_whole(self.person, row) and not blind
        body = {
            "running": running.order_by("matter", "building", "entrance", "group"),
            "matters": judged(
                board(row, self.person, blind=blind), counted=counted_by(self.person, row)
            ),
            "stored": row.tallies.all() if told else (),
        }
        context = {"counting": counting, "blind": blind}
        return Response(shapes.RoundTallyOut(body, context=context).data)

    @extend_schema(summary="冻结的名册", responses=shapes.RollUnitOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=WriteViewSet.pagination_class)
    def roll(self, request: Request, pk: str) -> Response:
        """The frozen roll in the order of the stairs; owners masked."""
        row = self.get_object()
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        units = homes_seen(row, self.person).select_related("head").order_by("position")
        page = self.paginate_queryset(units)
        return self.get_paginated_response(shapes.RollUnitOut(page, many=True).data)


@extend_schema_view(
    list=extend_schema(summary="征询表"), retrieve=extend_schema(summary="一份征询表")
)
class PaperViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """Papers: record, correct, withdraw."""

    queryset = Paper.objects.select_related("unit", "round__project")
    serializer_class: type[BaseSerializer[Any]] = shapes.PaperOut
    filterset_class = PaperFilter
    permission = Permission.VIEW_REGISTER

    def get_queryset(self) -> QuerySet[Paper]:
        """With their answers."""
        return super().get_queryset().prefetch_related("answers")

    def get_serializer_context(self) -> dict[str, Any]:
        """Who asks: answers are for those who count and may know."""
        shared: dict[str, Any] = {"rounds": {}, "may_know": {}}
        return {**super().get_serializer_context(), "by": self.person, **shared}

    @extend_schema(
        summary="录入一份征询表", request=shapes.PaperIn, responses={201: shapes.PaperOut}
    )
    def create(self, request: Request) -> Response:
        """Record one household's paper, by the number printed on it."""
        body = checked(shapes.PaperIn, request)
        row = visible(
            Round.objects.select_related("project", "pin"), self.person, pk=body.pop("round")
        )
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        unit = unit_of(row, body.pop("serial"), self.person)
        made = record_paper(
            by=self.person, at=business_now(), round_=row, unit=unit, entry=Entry(**body)
        )
        return Response(
            shapes.PaperOut(made, context={"by": self.person}).data, status=status.HTTP_201_CREATED
        )

    @extend_schema(summary="更正征询表", request=shapes.CorrectIn, responses=shapes.PaperOut)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Supersede with a reason."""
        body = checked(shapes.CorrectIn, request)
        made = correct_paper(by=self.person, at=business_now(), paper=self.get_object(), **body)
        return Response(shapes.PaperOut(made, context={"by": self.person}).data)

    @extend_schema(summary="撤回征询表", request=shapes.ReasonIn, responses=shapes.PaperOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back with a reason."""
        body = checked(shapes.ReasonIn, request)
        made = withdraw_paper(by=self.person, at=business_now(), paper=self.get_object(), **body)
        return Response(shapes.PaperOut(made, context={"by": self.person}).data)


SAID = ("agree_", "against_", "abstain_", "invalid_", "mixed_")


def _test(test: TestOutcome) -> dict[str, Any]:
    return {
        "part": test.part,
        "label": test.label,
        "value": value_text(test.value),
        "base": value_text(test.base),
        "needed": str(test.needed_shown),
        "missing": str(test.missing),
        "unit": test.unit,
        "met": test.met,
    }


def _community(one: Community, *, counting: bool) -> dict[str, Any]:
    figures = one.count.as_text()
    said = {name: text for name, text in figures.items() if name.startswith(SAID)}
    return {
        "community": one.name,
        "turnout": {name: text for name, text in figures.items() if name not in said},
        "choices": said if counting else None,
    }


def judged(made: Board, *, counted: Container[str]) -> list[dict[str, Any]]:
    """Every matter as it stands, exact numbers as text; choices of communities `counted`."""
    return [
        {
            "matter": one.matter.key,
            "name": one.matter.name,
            "valid": one.outcome.valid,
            "passed": None if made.blind else one.outcome.passed,
            "tests": [_test(test) for test in one.outcome.tests],
            "decides": one.matter.decides,
            "parts": [
                {"part": part.part, "valid": part.valid, "passed": part.passed}
                for part in one.outcome.parts
                if not made.blind
            ],
            "communities": [
                _community(each, counting=each.name in counted) for each in one.communities
            ],
            "communities_explanation": one.beside(made.round, choices=counted),
            "notes": list(one.notes),
            "explanation": one.outcome.explanation,
        }
        for one in made.matters
    ]
