"""Bodies about papers."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from approvals.models import Answer, Paper, Round
from approvals.models.papers import ANSWERS
from approvals.selectors.blindness import reads_blind
from approvals.selectors.seeing import counts_here
from policies.rules.vocabulary import CHANNELS


class AnswerOut(serializers.ModelSerializer[Answer]):
    """One matter's answer."""

    class Meta:
        model = Answer
        fields: ClassVar = ["matter", "choice", "reason"]


class PaperOut(serializers.ModelSerializer[Paper]):
    """A paper as typed; its answers, and why it was corrected, only for who counts there (`by`).

    `rounds` in the context keeps what several papers of one round share.
    """

    answers = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    serial = serializers.CharField(source="unit.serial", read_only=True)
    witness = serializers.CharField(source="witness_masked", read_only=True)

    class Meta:
        model = Paper
        fields: ClassVar = [
            "id",
            "round",
            "unit",
            "serial",
            "channel",
            "witness",
            "evidence",
            "proxy",
            "mandate",
            "signed_on",
            "received_at",
            "entered_at",
            "entered_by",
            "live",
            "withdrawn",
            "supersedes",
            "reason",
            "client_id",
            "answers",
        ]

    @extend_schema_field(AnswerOut(many=True, allow_null=True))
    def get_answers(self, row: Paper) -> Any:
        """What it says, for those who count and may know; null for everybody else."""
        return AnswerOut(row.answers.all(), many=True).data if self._counts(row) else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_reason(self, row: Paper) -> str | None:
        """A reason says what was mistaken for what: null for who may not see the answer."""
        return row.reason if self._counts(row) else None

    def _counts(self, row: Paper) -> bool:
        by = self.context.get("by")
        rounds: dict[int, Round] = self.context.get("rounds", {})
        round_ = rounds.setdefault(row.round_id, row.round)
        if by is None or not counts_here(by, round_.project_at(row.unit.building)):
            return False
        return self._may_know(by, row)

    def _may_know(self, by: User, row: Paper) -> bool:
        """Asked once for each round of a list (`may_know`); one's own typing one knows."""
        if row.entered_by_id == by.pk:
            return True
        known: dict[int, bool] = self.context.get("may_know", {})
        if row.round_id not in known:
            known[row.round_id] = not reads_blind(by, row.round)
        return known[row.round_id]


class AnswersIn(serializers.Serializer[Any]):
    """Answers by matter; reasons for invalid ones."""

    answers = serializers.DictField(child=serializers.ChoiceField(choices=list(ANSWERS.items())))
    reasons = serializers.DictField(child=serializers.CharField(max_length=100), default=dict)


class PaperIn(AnswersIn):
    """One household's paper, by the number printed on it."""

    round = serializers.IntegerField()
    serial = serializers.CharField(max_length=40)
    channel = serializers.ChoiceField(choices=list(CHANNELS.items()), default="paper")
    received_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    signed_on = serializers.DateField(required=False, allow_null=True, default=None)
    proxy = serializers.CharField(max_length=60, allow_blank=True, default="")
    witness = serializers.CharField(max_length=40, allow_blank=True, default="")
    signers = serializers.IntegerField(min_value=0, max_value=99, allow_null=True, default=None)
    client_id = serializers.CharField(max_length=40, allow_blank=True, default="")


class CorrectIn(AnswersIn):
    """A correction with its reason."""

    reason = serializers.CharField(max_length=200, allow_blank=True)
