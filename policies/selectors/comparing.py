"""Two versions side by side, and what a version is read against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accounts.models import User
from policies.models import PolicyVersion, Status
from policies.rules.differences import HEAD, Difference, by_theme, differences
from policies.rules.weighing import KIND_LABELS, Kind
from policies.selectors.governing import policy_of

KIND_TONES: dict[Kind, str] = {
    Kind.TIGHTER: "amber",
    Kind.LOOSER: "green",
    Kind.STRUCTURAL: "blue",
    Kind.MONEY: "blue",
    Kind.NEUTRAL: "",
}


def baseline(version: PolicyVersion) -> PolicyVersion | None:
    """What a version is read against: the one before it, else none."""
    earlier = version.policy.versions.filter(sequence__lt=version.sequence)
    published = earlier.filter(status__in=[Status.PUBLISHED, Status.RETIRED])
    return published.order_by("-sequence").first() or earlier.order_by("-sequence").first()


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many differences are of one kind."""

    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A difference as a line of the table."""

    difference: Difference
    label: str
    kind: str
    tone: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side by theme and rule."""

    counts: tuple[KindCount, ...]
    themes: tuple[tuple[str, tuple[tuple[str, tuple[Row, ...]], ...]], ...]
    total: int


def compared(old: PolicyVersion, new: PolicyVersion) -> Comparison:
    """Every difference between two versions, grouped for reading."""
    found = differences(policy_of(old), policy_of(new))
    themes = tuple(
        (theme, tuple((rule, tuple(map(_row, rows))) for rule, rows in rules.items()))
        for theme, rules in by_theme(found).items()
    )
    counted = Counter(one.kind for one in found)
    counts = tuple(
        KindCount(KIND_LABELS[kind], KIND_TONES[kind], counted[kind])
        for kind in (Kind.TIGHTER, Kind.LOOSER, Kind.MONEY, Kind.STRUCTURAL, Kind.NEUTRAL)
        if counted[kind]
    )
    return Comparison(counts, themes, len(found))


def _row(one: Difference) -> Row:
    _, _, rest = one.label.partition(" › ")
    return Row(
        one,
        rest or ("" if one.section == HEAD else "整条"),
        KIND_LABELS[one.kind],
        KIND_TONES[one.kind],
    )


def readable(user: User) -> list[PolicyVersion]:
    """Versions that a person may compare with or copy from, own places first, newest first."""
    rows = PolicyVersion.objects.readable_by(user).select_related("policy")
    own = set(PolicyVersion.objects.visible_to(user).values_list("pk", flat=True))
    found = list(rows.order_by("policy__area_code", "policy__key", "-sequence"))
    return sorted(found, key=lambda one: one.pk not in own)
