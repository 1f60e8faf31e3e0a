"""The households of a project with what they owe, paid and miss; sums made by the database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from common.errors import Problem, Refused
from districts.models import Ownership
from funding.models import Determination, HouseholdShare, LedgerEntry
from funding.rules.household import Whole
from funding.rules.inputs import BEFORE_LIMITS
from funding.rules.rooms import read_room
from funding.selectors.accounts import MONEY, SIGNED_ENTRY, ZERO

STATES = {"unpaid": "未缴清", "none": "未缴", "part": "部分缴", "paid": "已缴清", "over": "多缴"}


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some households: how many, how many settled, and their money in 元."""

    households: int
    settled: int
    area: Decimal
    owed: Decimal
    paid: Decimal
    missing: Decimal
    excess: Decimal
    buildings: tuple[str, ...]


def households(governs: Determination) -> QuerySet[Any]:
    """Every household under the determination, with `paid`, `missing`, `excess` and `last_paid`."""
    entries = LedgerEntry.objects.filter(
        project=governs.project_id, unit=OuterRef("unit_id")
    ).order_by()
    paid = entries.values("unit").annotate(balance=Sum(SIGNED_ENTRY)).values("balance")
    last = entries.filter(kind="payment").values("unit").annotate(day=Max("paid_on")).values("day")
    nothing = ZERO
    return (
        HouseholdShare.objects.filter(determination=governs)
        .annotate(paid=Coalesce(Subquery(paid, output_field=MONEY), nothing))
        .annotate(
            missing=Greatest(ExpressionWrapper(F("amount") - F("paid"), MONEY), nothing),
            excess=Greatest(ExpressionWrapper(F("paid") - F("amount"), MONEY), nothing),
            last_paid=Subquery(last),
            state=Case(
                When(paid__gt=F("amount"), then=Value("over")),
                When(paid__gte=F("amount"), then=Value("paid")),
                When(paid__gt=0, then=Value("part")),
                default=Value("none"),
            ),
        )
    )


def with_owners(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds the masked names of the present owners, and the unit's place for its label."""
    owners = (
        Ownership.objects.filter(unit=OuterRef("unit_id"), ends_on__isnull=True)
        .order_by("pk")
        .values("owner__name_masked")
    )
    return rows.annotate(owners=ArraySubquery(owners)).select_related(
        "unit__building", "unit__entrance"
    )


def filtered(
    rows: QuerySet[Any], *, state: str = "", building: str = "", room: str = ""
) -> QuerySet[Any]:
    """Only households of a state (a key of STATES), a building, or a room as a clerk writes it."""
    if state == "unpaid":
        rows = rows.filter(missing__gt=0)
    elif state:
        rows = rows.filter(state=state)
    if building:
        rows = rows.filter(building=building)
    if room:
        rows = rows.filter(_room(room))
    return rows


def sums(rows: QuerySet[Any]) -> Sums:
    """Totals of the rows; one query."""
    found: dict[str, Any] = rows.order_by().aggregate(
        households=Count("pk"),
        settled=Count("pk", filter=Q(missing=0)),
        area=Coalesce(Sum("area"), ZERO),
        owed=Coalesce(Sum("amount"), ZERO),
        got=Coalesce(Sum("paid"), ZERO),
        short=Coalesce(Sum("missing"), ZERO),
        over=Coalesce(Sum("excess"), ZERO),
        numbers=ArrayAgg("building", distinct=True, default=Value([])),
    )
    return Sums(
        found["households"],
        found["settled"],
        found["area"],
        found["owed"],
        found["got"],
        found["short"],
        found["over"],
        tuple(sorted(found["numbers"], key=lambda number: (len(number), number))),
    )


def find_household(governs: Determination, text: str) -> HouseholdShare:
    """The one household that the clerk means; Refused with words when there is none or several."""
    rows = list(
        households(governs)
        .filter(_room(text))
        .select_related("unit__building", "unit__entrance")[:5]
    )
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise Refused(
            Problem(
                f"没有“{text}”这一户，请按 楼-单元-室 填写，如 3-4-301",
                code="no_home",
                field="room",
                value=text,
                expected="如 3-4-301（楼-单元-室）",
                remedy="核对后再填；不在应缴名册的户不能收款",
            )
        )
    words = "、".join(row.unit.label for row in rows)
    raise Refused(
        Problem(
            f"有多户叫“{text}”：{words}。请把楼号、单元写全，如 3-4-301",
            code="many_homes",
            field="room",
            value=text,
            expected="如 3-4-301（楼-单元-室）",
            remedy="把楼号、单元写全",
        )
    )


def _room(text: str) -> Q:
    asked = read_room(text)
    exact = Q(unit_code=text.strip())
    if asked is None:
        return exact
    parts = Q(unit__room=asked.room)
    if asked.building:
        parts &= Q(building=asked.building)
    if asked.entrance:
        parts &= Q(unit__entrance__number=asked.entrance)
    return exact | parts


def whole_of(share: HouseholdShare) -> Whole:
    """What was divided when this household got its part; one query."""
    found: dict[str, Any] = HouseholdShare.objects.filter(
        determination=share.determination_id
    ).aggregate(
        all_homes=Count("pk"),
        all_area=Coalesce(Sum("area"), ZERO),
        near_homes=Count("pk", filter=Q(building=share.building)),
        near_area=Coalesce(Sum("area", filter=Q(building=share.building)), ZERO),
    )
    return Whole(
        residents=Decimal(
            share.determination.inputs.get(BEFORE_LIMITS, share.determination.residents)
        ),
        homes=found["all_homes"],
        area=found["all_area"],
        building_homes=found["near_homes"],
        building_area=found["near_area"],
    )
