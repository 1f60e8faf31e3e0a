"""Bodies of the REST interface of imports: shape only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from intake.models import CHOICES, STATES


class UploadIn(serializers.Serializer[Any]):
    """A plan table and what is said of it."""

    file = serializers.FileField(help_text="表格（.xlsx、.xls、.et、.csv）")
    kind = serializers.CharField(
        max_length=30,
        required=False,
        default="community_plan",
        help_text="表的种类，如 community_plan、household_roll，见 docs/contracts.md",
    )
    area_code = serializers.CharField(
        max_length=12,
        required=False,
        default="",
        allow_blank=True,
        help_text="县（市、区）代码，六位；任务分解表也可为四位市代码",
    )
    year = serializers.IntegerField(
        min_value=2000, max_value=2100, required=False, default=None, allow_null=True
    )
    subject = serializers.CharField(
        max_length=60,
        required=False,
        default="",
        allow_blank=True,
        help_text="表所说的小区代码、项目编号或征询轮次编号",
    )
    claim = serializers.CharField(
        max_length=500,
        required=False,
        default="",
        allow_blank=True,
        help_text="正文数据，如 小区=16,户=1216,万㎡=13.85",
    )
    sheet = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    document_no = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    title = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    create_areas = serializers.BooleanField(required=False, default=False)
    map = serializers.CharField(
        max_length=500,
        required=False,
        default="",
        allow_blank=True,
        help_text="列的含义，如 D=buildings,F=户数,G=-",
    )


class DecisionIn(serializers.Serializer[Any]):
    """An answer to one conflict (`row`, `key` and `sheet` as in `conflicts`), or to the `rest`."""

    rest = serializers.BooleanField(required=False, default=False)
    row = serializers.IntegerField(min_value=1, required=False, default=0)
    sheet = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    key = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)
    choice = serializers.ChoiceField(choices=list(CHOICES))


class CommitIn(serializers.Serializer[Any]):
    """The reason, where choices move the sums away from the covering text."""

    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    accept = serializers.CharField(
        max_length=200,
        required=False,
        default="",
        allow_blank=True,
        help_text="接受全部未处理提示的理由；不写而有提示，则不写入",
    )


class ImportBrief(serializers.Serializer[Any]):
    """One import in a list."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    about = serializers.CharField()
    area_code = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    document_no = serializers.CharField()
    file = serializers.CharField(source="name")
    sheet = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=list(STATES))
    uploaded_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)


class FindingOut(serializers.Serializer[Any]):
    """One thing that was noticed."""

    severity = serializers.ChoiceField(choices=["refuse", "warn", "inform"])
    code = serializers.CharField()
    sheet = serializers.CharField()
    cell = serializers.CharField()
    value = serializers.CharField()
    expected = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()
    mark = serializers.CharField(help_text="提示标记，接受时用")


class ClaimOut(serializers.Serializer[Any]):
    """A figure of the covering text against the figures to be written."""

    name = serializers.CharField()
    stated = serializers.CharField()
    computed = serializers.CharField()
    unit = serializers.CharField()
    ties = serializers.BooleanField()


class ConflictOut(serializers.Serializer[Any]):
    """A figure that a person has to decide; exact numbers as text."""

    row = serializers.IntegerField()
    sheet = serializers.CharField()
    name = serializers.CharField()
    key = serializers.CharField()
    cell = serializers.CharField()
    last = serializers.CharField(allow_null=True)
    now = serializers.CharField()
    file = serializers.CharField()
    choice = serializers.CharField()


class JobBrief(serializers.Serializer[Any]):
    """How the work on a large table stands; `done` of `total` tenths."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    interrupted = serializers.BooleanField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()


class ImportDetail(ImportBrief):
    """One import as it stands."""

    rows = serializers.DictField(child=serializers.IntegerField())
    totals = serializers.DictField(child=serializers.CharField())
    streets = serializers.ListField(child=serializers.DictField())
    claims = ClaimOut(many=True)
    subtotals = serializers.ListField(child=serializers.DictField())
    problems = FindingOut(many=True)
    conflicts = ConflictOut(many=True)
    closed_because = serializers.CharField(help_text="不能确认的原因；空则可以确认")
    written = serializers.DictField(allow_null=True)
    job = JobBrief(allow_null=True, help_text="后台作业；小表当场办完，没有作业")


class RowOut(serializers.Serializer[Any]):
    """A staged row: what stood in its cells by column, what was read, what it would do."""

    number = serializers.IntegerField()
    street = serializers.CharField()
    street_code = serializers.CharField()
    name = serializers.CharField()
    effect = serializers.CharField()
    cells = serializers.DictField(child=serializers.CharField())
    values = serializers.DictField(child=serializers.CharField())
    comparison = serializers.ListField(child=serializers.DictField())


class UndoIn(serializers.Serializer[Any]):
    """Why the import is taken back."""

    reason = serializers.CharField(max_length=200, help_text="撤销的原因")


class UndoLine(serializers.Serializer[Any]):
    """A cell, or a whole row where `key` is empty; exact numbers as text."""

    table = serializers.CharField(help_text="写入的表")
    object_id = serializers.IntegerField()
    name = serializers.CharField()
    sheet = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    key = serializers.CharField()
    was = serializers.CharField(allow_null=True, help_text="导入前")
    wrote = serializers.CharField(allow_null=True, help_text="这次写入")
    now = serializers.CharField(allow_null=True, help_text="现值")
    reason = serializers.CharField(source="why", help_text="为什么")


class UndoProblem(serializers.Serializer[Any]):
    """Why it cannot be taken back now."""

    message = serializers.CharField()
    code = serializers.CharField()
    field = serializers.CharField()
    value = serializers.CharField()
    expected = serializers.CharField()
    remedy = serializers.CharField()


class UndoOut(serializers.Serializer[Any]):
    """What taking the import back comes to; each list holds at most its first 1,000 lines."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(STATES))
    counts = serializers.DictField(child=serializers.IntegerField())
    reversed = UndoLine(many=True)
    kept = UndoLine(many=True)
    failed = UndoLine(many=True)
    problems = UndoProblem(many=True)
