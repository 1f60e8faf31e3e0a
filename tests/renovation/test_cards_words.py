"""What a card's line says is said once."""

import pytest

from renovation.selectors.card_lines import without_echo


@pytest.mark.parametrize(
    ("text", "gap", "shown"),
    [
        ("公示期满", "公示期满 2024-06-24，次日起满足", "到 2024-06-24，次日起满足"),
        ("联合审查通过", "联合审查通过：尚未做到", "尚未做到"),
        ("各部门意见齐全", "未签会商意见单位还有 2 家", "未签会商意见单位还有 2 家"),
        ("《概算书》", "未上传", "未上传"),
        ("异议办结", "异议办结", "异议办结"),
    ],
)
def test_a_gap_does_not_repeat_its_line(text, gap, shown):
    assert without_echo(text, gap) == shown


def test_a_clash_of_deadlines_is_told_by_the_words_of_the_rule():
    from datetime import date

    from policies.rules.model import Deadline
    from policies.rules.timing import Calendar, due_date
    from renovation.selectors.card_remarks import PASSED

    days = Calendar(years={2024: "国办发明电〔2023〕7号"}, days={}, names={})
    rule = Deadline(within=10, unit="working", not_after=date(2024, 6, 30), says="不应越过六月底")

    clashing = due_date(rule, date(2024, 6, 17), days)
    fitting = due_date(rule, date(2024, 6, 3), days)

    assert PASSED in clashing.explanation.note
    assert PASSED not in fitting.explanation.note
