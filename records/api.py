"""REST of jobs and papers: how a long piece of work stands, what was issued."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, person
from records.models import IssuedPaper, Job
from records.rest import Idempotent
from records.services import jobs
from records.services.papers import papers_of_job


class JobOut(serializers.ModelSerializer[Job]):
    """A job; `result` is there once it is done."""

    class Meta:
        model = Job
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "title",
            "state",
            "done",
            "total",
            "message",
            "result",
            "requested_at",
            "started_at",
            "finished_at",
        )


class JobPaperOut(serializers.ModelSerializer[IssuedPaper]):
    """A document that a printing job has issued; the bytes are at `pdf`."""

    pdf = serializers.HyperlinkedIdentityField(view_name="records:paper_pdf")

    class Meta:
        model = IssuedPaper
        fields = ("id", "serial", "title", "pdf")


class JobDetailOut(JobOut):
    """One job, with the documents that it has issued so far."""

    papers = serializers.SerializerMethodField()

    class Meta(JobOut.Meta):
        fields = (*JobOut.Meta.fields, "papers")

    @extend_schema_field(JobPaperOut(many=True))
    def get_papers(self, job: Job) -> Any:
        """Each can be opened as soon as it stands here."""
        return JobPaperOut(papers_of_job(job), many=True, context=self.context).data


class PaperOut(serializers.ModelSerializer[IssuedPaper]):
    """An issued paper with its hash; the bytes are at `pdf`."""

    pdf = serializers.HyperlinkedIdentityField(view_name="records:paper_pdf")

    class Meta:
        model = IssuedPaper
        fields = (
            "id",
            "kind",
            "title",
            "serial",
            "subject_kind",
            "subject_id",
            "project_id",
            "sha256",
            "size",
            "issued_at",
            "facts",
            "pdf",
        )


@extend_schema_view(
    list=extend_schema(summary="我的作业"), retrieve=extend_schema(summary="一项作业")
)
class JobViewSet(Idempotent, ListModelMixin, RetrieveModelMixin, GenericViewSet[Job]):
    """One's own jobs, the latest first."""

    queryset = Job.objects.all()
    serializer_class = JobOut
    filterset_fields = ("state", "kind")

    def get_serializer_class(self) -> type[serializers.Serializer[Any]]:
        """One job also tells what it has issued."""
        return JobDetailOut if self.action == "retrieve" else JobOut

    def get_queryset(self) -> Any:
        """Nobody sees another's jobs."""
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        return person(self.request).jobs.all()

    @extend_schema(summary="取消作业", request=None, responses=JobOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """At its next step."""
        row = jobs.cancel(by=person(request), job=self.get_object())
        return Response(JobOut(row).data)


@extend_schema_view(
    list=extend_schema(summary="印发文件"), retrieve=extend_schema(summary="一份印发文件")
)
class PaperViewSet(ReadViewSet):
    """Issued papers in scope."""

    permission = Permission.VIEW_PROJECTS
    queryset = IssuedPaper.objects.order_by("-issued_at", "-pk")
    serializer_class = PaperOut
    filterset_fields = ("kind", "project_id", "serial", "subject_kind", "subject_id")

    def get_queryset(self) -> QuerySet[IssuedPaper]:
        """In scope, and open to the person."""
        return super().get_queryset().filter(sees__in=["", *person(self.request).access.rights()])
