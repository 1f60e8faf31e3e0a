"""Explanations as plain text, for commands."""

from common.explanations import Clause, Explanation, in_text, notes


def test_a_clause_that_several_lines_rest_on_is_named_once():
    clauses = (
        Clause("乐清", "五(二)1", "甲"),
        Clause("乐清", "五(二)1", "乙"),
        Clause("乐清", "六", ""),
    )
    told = list(in_text(Explanation(title="居民自筹", result="1.00", clauses=clauses)))
    assert told == ["居民自筹：1.00", "  条款：乐清 五(二)1", "  条款：乐清 六"]


def test_notes_are_joined_without_a_full_stop_in_the_middle():
    assert notes("期限至六月底。", "", "审批不超过 10 日。") == "期限至六月底；审批不超过 10 日。"
    assert notes("", "") == ""
