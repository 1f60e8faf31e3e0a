"""An explanation laid out: one order for pages and paper, nothing lost on the way."""

from dataclasses import replace

from django.template import Context, Template

from common.explanations import Clause, Explanation, Input, Line, Trigger, Version
from common.reasons import laid_out

SHARES = Explanation(
    title="① 居民按类别出资",
    result="180.00",
    lines=(
        Line("基础类", "500.00 × 10%", "50.00"),
        Line("完善类", "200.00 × 65%", "130.00"),
        Line("合计", "", "180.00", emphasis=True),
    ),
)
VOTE = Explanation(
    title="参与面积",
    result="达到",
    inputs=(Input("参与面积", "6,400.00", "㎡", "计票"),),
    lines=(Line("占比", "6,400.00 ÷ 9,600.00", "2/3"),),
    clauses=(Clause("乐清", "三(一)", "参与的三分之二"),),
)
WHOLE = Explanation(
    title="居民出资",
    result="180.00",
    unit="元",
    sentence="按类别比例。",
    status="estimate",
    inputs=(Input("面积", "25,000.00", "㎡", "户册"),),
    lines=(Line("核对", "620.00 + 180.00 = 800.00 元", "与总投资一致", emphasis=True),),
    clauses=(Clause("乐清", "五(二)1"), Clause("乐清", "五(二)1", "居民出资比例")),
    version=Version("yueqing", "乐清方案", 2, "abcdef1234567890", "2024-01-05"),
    trigger=Trigger("开工", "2024-06-01"),
    note="以决算为准。",
    children=(SHARES, VOTE),
)
EVERYTHING = (
    *("按类别比例。", "500.00", "10%", "合计", "700.00", "620.00 + 180.00 = 800.00 元"),
    *("与总投资一致", "25,000.00", "户册", "参与面积", "6,400.00 ÷ 9,600.00", "2/3", "计票"),
    *("乐清 五(二)1", "居民出资比例", "乐清 三(一)", "乐清方案", "第 2 版", "abcdef12"),
    *("开工 2024-06-01", "以决算为准。"),
)


def drawn(tag, explanation):
    source = "{% load reasons %}{% " + tag + " explanation %}"
    return Template(source).render(Context({"explanation": explanation}))


def test_bare_arithmetic_joins_its_parents_sum_and_grounds_of_their_own_stand_apart():
    laid = laid_out(WHOLE)

    assert [one.title for one in laid.sums] == ["① 居民按类别出资"]
    assert [part.told.title for part in laid.parts] == ["参与面积"]
    assert laid.proof == WHOLE.lines[0]


def test_a_sum_of_shares_shows_bases_shares_and_the_total_of_the_bases():
    [shares] = laid_out(WHOLE).sums

    assert [(row.base, row.share) for row in shares.rows] == [("500.00", "10%"), ("200.00", "65%")]
    assert (shares.total.base, shares.total.value) == ("700.00", "180.00")


def test_a_place_of_a_document_is_named_once_with_its_paraphrase():
    assert laid_out(WHOLE).clauses == (Clause("乐清", "五(二)1", "居民出资比例"),)


def test_what_was_stored_is_laid_out_as_what_was_computed():
    assert laid_out(WHOLE.to_dict()) == laid_out(WHOLE)


def test_the_page_and_the_paper_say_everything_that_the_explanation_holds():
    for tag in ("reason", "reason_on_paper"):
        shown = drawn(tag, WHOLE)
        assert [words for words in EVERYTHING if words not in shown] == [], tag


def test_what_cannot_be_decided_says_what_is_needed():
    undecided = Explanation("门槛", "尚不能判定", status="undecided", note="需要“户数”")

    assert "需要“户数”" in drawn("reason", undecided)
    assert "需要“户数”" in drawn("reason_on_paper", undecided)


def test_what_a_part_shares_with_the_whole_stands_once():
    part = replace(VOTE, clauses=WHOLE.clauses + VOTE.clauses, version=WHOLE.version)
    [laid] = laid_out(replace(WHOLE, children=(part,))).parts

    assert laid.clauses == VOTE.clauses
    assert laid.version is None
    assert laid_out(part).version == WHOLE.version
