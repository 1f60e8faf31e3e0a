"""What a street is told of an open round, in sentences."""

from __future__ import annotations

from common.shares import in_words, percent
from policies.rules.consent import MEASURES, ConsentOutcome, TestOutcome, show
from policies.rules.steering_needs import Need


def notes_on(
    now: ConsentOutcome,
    valid: tuple[Need, ...],
    passed: tuple[Need, ...],
    refused: ConsentOutcome | None,
) -> tuple[str, ...]:
    """What stands, what is still wanted; `refused`: the outcome if all still missing refuse."""
    if now.passed:
        return ("各项比例均已达到；征询期内收到的意见仍计入，结果以关闭后的计票为准。",)
    notes = [
        f"即使其余业主全部同意，{MEASURES[need.measure][0]}也达不到规定比例。"
        for need in passed
        if not need.possible
    ]
    within_reach = not notes
    if not now.valid:
        notes.append(f"再有 {_amounts(valid)}参与即为有效。")
    elif within_reach:
        notes.append(f"再有 {_amounts(passed)}同意即可通过。")
    if refused and refused.passed and _agreeing(refused):
        still = "，".join(map(_still, _agreeing(refused)))
        notes.append(f"所缺业主即使全部反对，{still}。")
    elif refused and within_reach:
        notes.append("所缺业主如全部反对，同意比例将不足，须同时争取同意。")
    return tuple(notes)


def _amounts(needs: tuple[Need, ...]) -> str:
    return "、".join(f"{need.amount:,} {need.unit}" for need in needs if need.amount)


def _agreeing(outcome: ConsentOutcome) -> list[TestOutcome]:
    return [one for one in outcome.tests if one.test.numerator == "agree"]


def _still(one: TestOutcome) -> str:
    have, base = show(one.value, one.test.measure), show(one.base, one.test.measure)
    words = f"{percent(one.value, one.base)}，不低于{in_words(one.test.share)}"
    return f"{one.label}仍为 {have}/{base}（{words}）"
