"""The 依据 of one street's line of the comparison, project by project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from common.explanations import Explanation, Line
from common.shares import percent
from common.templatetags.formats import wan
from policies.rules.vocabulary import MILESTONE_LABELS, MilestoneKind
from reports.selectors.listed_projects import BUCKETS, bucket_of, due_of, part
from reports.selectors.progress import reached


def of_street(code: str, lines: Any, on: date) -> Explanation | None:
    """One street of the comparison, project by project (one query); None where it has none."""
    rows = list(
        lines.filter(project__community__street__code=code)
        .annotate(
            started=reached(MilestoneKind.STARTED),
            accepted=reached(MilestoneKind.ACCEPTED),
            name=F("project__name"),
            street=F("project__community__street__name"),
            invested=F("project__investment"),
            due_on=F("project__due_on"),
            current=F("project__current_step"),
            state=F("project__state"),
        )
        .order_by("position")
        .values(
            "name", "street", "households", "started", "accepted", "invested", "due_on", "current",
            "state",
        )
    )  # fmt: skip
    if not rows:
        return None
    homes = sum(row["households"] for row in rows)
    begun = [row for row in rows if row["started"]]
    begun_homes = sum(row["households"] for row in begun)
    invested = sum((row["invested"] or Decimal(0) for row in rows), Decimal(0))
    return Explanation(
        title=f"街道比较：{rows[0]['street']}",
        result=str(len(rows)),
        unit="个小区",
        sentence="列入计划、没有退出的小区逐个相加。",
        lines=(Line("按户开工", f"{begun_homes:,} ÷ {homes:,} 户", percent(begun_homes, homes)),),
        children=(
            part("小区和户数", rows, lambda row: f"{row['households']:,} 户", f"{homes:,} 户"),
            part("已开工", begun, _homes, f"{begun_homes:,} 户", _mark(MilestoneKind.STARTED)),
            part(
                "已验收",
                [row for row in rows if row["accepted"]],
                _homes,
                "",
                _mark(MilestoneKind.ACCEPTED),
            ),
            part("投资", rows, _invested, f"{wan(invested)} 万元"),
            *_lights(rows, on),
        ),
    )


def _homes(row: Mapping[str, Any]) -> str:
    return f"{row['households']:,} 户"


def _mark(kind: MilestoneKind) -> str:
    return f"有“{MILESTONE_LABELS[kind]}”里程碑、没有撤销的项目。"


def _lights(rows: list[dict[str, Any]], on: date) -> Iterable[Explanation]:
    busy = [row for row in rows if row["current"] and row["state"] != "closed"]
    for key, label, rule in BUCKETS:
        found = [row for row in busy if bucket_of(row["due_on"], on) == key]
        yield part(label, found, due_of, "", f"{rule}。")


def _invested(row: Mapping[str, Any]) -> str:
    return f"{wan(row['invested'])} 万元" if row["invested"] is not None else "未填"
