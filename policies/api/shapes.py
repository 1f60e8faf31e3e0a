"""Bodies that the REST interface of policies gives and takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from policies.loading.reshaping import ACTS
from policies.loading.transfer import LARGEST
from policies.models import Policy, PolicyVersion


class PolicySerializer(serializers.ModelSerializer[Policy]):
    """The policy of a place."""

    class Meta:
        model = Policy
        fields = ("id", "key", "area_code", "programme", "title", "short_name", "document")


class VersionSerializer(serializers.ModelSerializer[PolicyVersion]):
    """A version without its content."""

    policy = serializers.CharField(source="policy.key")
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)
    made_by = serializers.StringRelatedField[Any]()
    checked_by = serializers.StringRelatedField[Any]()
    published_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = PolicyVersion
        fields: tuple[str, ...] = (
            "id",
            "policy",
            "sequence",
            "status",
            "content_hash",
            "shipped",
            "effective_from",
            "effective_to",
            "made_at",
            "made_by",
            "checked_at",
            "checked_by",
            "published_at",
            "published_by",
        )


class VersionDetailSerializer(VersionSerializer):
    """A version with its rules as loaded; exact numbers are text."""

    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "stamp", "origin", "content")


class CaseSerializer(serializers.Serializer[Any]):
    """A worked case run now."""

    id = serializers.CharField()
    title = serializers.CharField()
    theme = serializers.CharField()
    conclusion = serializers.CharField()
    passed = serializers.BooleanField()
    differences = serializers.ListField(child=serializers.CharField())


class ConflictSerializer(serializers.Serializer[Any]):
    """A contradiction with its readings and the decision, if any."""

    id = serializers.CharField()
    title = serializers.CharField()
    proposed = serializers.CharField()
    applied = serializers.CharField()
    reason = serializers.CharField()
    readings = serializers.DictField(child=serializers.CharField())
    decided = serializers.CharField(allow_blank=True)


class ReadinessSerializer(serializers.Serializer[Any]):
    """What still stands before publishing."""

    ready = serializers.BooleanField()
    problems = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True))
    )


class RuleSerializer(serializers.Serializer[Any]):
    """A rule that has a form: its address, name, theme, and its values by path."""

    key = serializers.CharField()
    title = serializers.CharField()
    theme = serializers.CharField()
    values = serializers.DictField(child=serializers.JSONField())


class DocumentSerializer(serializers.Serializer[Any]):
    """The whole document with its cases, and the stamp that an edit sends back."""

    stamp = serializers.CharField()
    document = serializers.DictField(child=serializers.JSONField())
    cases = serializers.ListField(child=serializers.DictField(child=serializers.JSONField()))
    rules = RuleSerializer(many=True)


class ClauseSerializer(serializers.Serializer[Any]):
    """Document and section."""

    document = serializers.CharField()
    section = serializers.CharField(allow_blank=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """One changed value, old and new in words; `kind`: how it bears on projects."""

    theme = serializers.CharField()
    section = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    path = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()
    kind = serializers.CharField()
    clauses = ClauseSerializer(many=True)


class CloneIn(serializers.Serializer[Any]):
    """Heading of a copy; `replace` gives up one's own open draft."""

    key = serializers.RegexField(r"^[a-z][a-z0-9_.-]*$", max_length=60)
    place = serializers.CharField(allow_blank=True, max_length=6)
    title = serializers.CharField(max_length=120)
    short = serializers.CharField(max_length=20)
    document = serializers.CharField(max_length=80)
    effective_from = serializers.DateField()
    replace = serializers.BooleanField(default=False)


class ReshapeIn(serializers.Serializer[Any]):
    """What is done to a row of the rule, such as `procedure.steps[3].gates[0]`."""

    do = serializers.ChoiceField(choices=ACTS)
    row = serializers.CharField(max_length=200)


class EditIn(serializers.Serializer[Any]):
    """Values of one rule by path; exact numbers are text."""

    stamp = serializers.CharField(max_length=60)
    rule = serializers.CharField(max_length=120)
    values = serializers.DictField(child=serializers.JSONField())
    reshape = ReshapeIn(required=False)


class CasesIn(serializers.Serializer[Any]):
    """All worked cases of a draft."""

    stamp = serializers.CharField(max_length=60)
    cases = serializers.ListField(child=serializers.DictField(), max_length=2000)
    reason = serializers.CharField(max_length=200, default="", allow_blank=True)


class ImportIn(serializers.Serializer[Any]):
    """The text of an exported file."""

    content = serializers.CharField(max_length=LARGEST, trim_whitespace=False)
    replace = serializers.BooleanField(default=False)


class EvaluateIn(serializers.Serializer[Any]):
    """Facts for one rule, as `manage.py evaluate` takes them: `kind` and what it asks for."""

    facts = serializers.DictField()


class EvaluationSerializer(serializers.Serializer[Any]):
    """What a rule gives for the facts, with the whole explanation."""

    decided = serializers.BooleanField()
    conclusion = serializers.CharField()
    outcome = serializers.DictField(child=serializers.CharField(allow_blank=True))
    explanation = ExplanationField()
