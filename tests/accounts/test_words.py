"""What a refused person reads: words, and a place only where they can go and look."""

from accounts.web import told
from common.errors import Problem


def test_a_key_of_ours_is_not_shown():
    assert told(Problem("参与人数还差 14 人", field="second_passed.1")) == "参与人数还差 14 人"
    assert told(Problem("须写明理由")) == "须写明理由"


def test_a_cell_or_a_path_is_shown():
    assert told(Problem("不是数字", field="计划!E9")) == "计划!E9：不是数字"
    assert told(Problem("不认识", field="policy.yaml: rounds")) == "policy.yaml: rounds：不认识"
