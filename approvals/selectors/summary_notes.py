"""What the summary says beside its numbers: differences, counters, who is missing."""

from __future__ import annotations

from approvals.models import Answer, HeadUnit, Paper, Round
from approvals.rules.tally import Count
from approvals.rules.words import room_words
from approvals.selectors.boards import difference_note, heads_with_several
from approvals.selectors.rules import round_rule


def notes(round_: Round, matter: str, whole: Count) -> tuple[str, ...]:
    """Notes that explain every difference in the table."""
    differences = difference_note(whole, heads_with_several(round_))
    said = ["面积为登记的专有面积", differences.rstrip("。")]
    invalid = Answer.objects.filter(
        paper__round=round_, paper__live=True, matter=matter, choice="invalid"
    ).values_list("reason", flat=True)
    if reasons := sorted(set(invalid)):
        said.append(f"无效 {whole.invalid_units} 份：{'、'.join(reasons)}")
    if whole.missing_units:
        lost = round_.undelivered.count()
        tail = f"，其中未送达 {lost} 户，名单附后" if lost else ""
        said.append(f"未收回 {whole.missing_units} 户{tail}")
    if whole.abstain_units:
        part = round_rule(round_).rule.counting.abstain == "participates"
        said.append("弃权计入参与" if part else "弃权不计入参与")
    if whole.mixed_heads:
        said.append(f"{whole.mixed_heads} 人名下各套意见不一，人数上未计同意或反对")
    return tuple(said)


def counters(round_: Round) -> str:
    """Names of everybody who typed a paper that counts."""
    people = Paper.objects.filter(round=round_, live=True).select_related("entered_by")
    names = people.order_by("entered_by_id").values_list("entered_by__display_name", flat=True)
    return " ".join(dict.fromkeys(names))


def undelivered(round_: Round) -> tuple[tuple[str, str, str], ...]:
    """Room, serial and reason of every paper that could not be handed over."""
    rows = round_.undelivered.select_related("unit").order_by("unit__position")
    return tuple(
        (room_words(r.unit.building, r.unit.entrance, r.unit.room), r.unit.serial, r.reason)
        for r in rows
    )


def missing(round_: Round) -> tuple[tuple[str, str], ...]:
    """Room and serial of every unit without a live paper."""
    units = HeadUnit.objects.filter(round=round_).exclude(papers__live=True).order_by("position")
    return tuple((room_words(u.building, u.entrance, u.room), u.serial) for u in units)
