"""Steps that a project takes or does not, cases of a deadline, and the policy's own questions."""

from datetime import date

import pytest
import yaml
from django.urls import reverse

from accounts.models import AuditEntry
from common.errors import Refused
from policies.rules.gates import FactValue
from renovation.selectors.procedure import procedure
from renovation.selectors.situations import decide
from renovation.services.facts import declare_fact, record_facts
from renovation.services.steps import complete_step
from tests.factories.renovation import NOW, TODAY, ProjectFactory, handler, published_policy

pytestmark = pytest.mark.django_db
RULE = {"clause": ["测试 九"]}


def ranked():
    """An order of candidates by points that the street gives."""
    best = {"key": "best", "name": "得分", "order": 1, "better": "high", "fact": "score"}
    need = {"key": "need", "name": "迫切", "weight": "1", "given_by": "street"}
    return {
        "key": "order",
        "name": "次序",
        "says": "得分高的在先",
        "items": [best | {"says": "得分", **RULE}],
        "scores": [need | {"says": "评分", **RULE}],
        **RULE,
    }


def shaped(text):
    """The test policy with an extra approval, a question, cases of a deadline and a limit."""
    data = yaml.safe_load(text)
    data["facts"] = [
        {"key": "small", "name": "规模小", "value": "bool", "owed_by": "street", **RULE},
        {
            "key": "stream",
            "name": "资金渠道",
            "value": "word",
            "owed_by": "bureau",
            "options": [
                {"key": "ndrc", "name": "发改资金"},
                {"key": "finance", "name": "财政资金"},
            ],
            **RULE,
        },
    ]
    small = {"when": [{"fact": "small"}], "says": "规模小的并入联合审查", **RULE}
    data["obligations"] = [
        {
            "key": "study",
            "name": "可研报告",
            "says": "须批可研",
            "discharged": [{"step": "review"}],
            **RULE,
        },
        {
            "key": "design_approval",
            "name": "初步设计",
            "says": "须批初设",
            "discharged": [{"step": "review", "filing": "study", **small}, {"step": "extra"}],
            **RULE,
        },
    ]
    data["priority"] = ranked()
    steps = data["procedure"]["steps"]
    extra = {"key": "extra", "name": "初步设计审批", "phase": "prepare", "kind": "plain"}
    extra |= {"lead": "bureau", "after": ["review"], "says": "另行审批", **RULE}
    publicity = {"key": "publicity", "name": "政策宣传", "phase": "prepare", "kind": "plain"}
    publicity |= {"lead": "street", "throughout": True, "says": "贯穿全过程", **RULE}
    start = next(one for one in steps if one["key"] == "start")
    start["after"] = ["extra", "money"]
    start["deadline"] = {
        "says": "按资金渠道",
        "variants": [
            {"when": [{"fact": "stream", "value": "ndrc"}], "fixed": date(2024, 6, 25)},
            {"when": [{"fact": "stream", "value": "finance"}], "fixed": date(2024, 6, 28)},
        ],
        **RULE,
    }
    for one in start["deadline"]["variants"]:
        one |= {"says": "分渠道", **RULE}
    steps.insert(steps.index(start), extra)
    steps.append(publicity)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@pytest.fixture
def project():
    published_policy(shaped)
    return ProjectFactory(at="review")


def tell(project, key, value):
    declare_fact(
        by=handler(), at=NOW, project=project, key=key, value=value, reason="街道核实，附表"
    )


def state(project, key):
    return project.steps.get(key=key).state


def review(project):
    facts = [
        FactValue("low_risk.confirmed", "", True),
        FactValue("review.missing_opinions", "joint", 0),
        FactValue("review.agreed", "joint", True),
    ]
    record_facts(by=handler(), at=NOW, project=project, facts=facts, source="会商")
    complete_step(by=handler(), on=TODAY, step=project.steps.get(key="review"))


def test_a_merged_approval_sets_its_step_aside_with_the_reason(project):
    tell(project, "small", "true")
    review(project)
    extra = project.steps.get(key="extra")
    assert (extra.state, extra.evidence) == ("skipped", "初步设计并入“联合会商”")
    project.refresh_from_db()
    assert project.current_step.key != "extra"


def test_without_the_merge_the_step_opens_and_holds_what_follows(project):
    tell(project, "small", "false")
    review(project)
    assert state(project, "extra") == "open"
    assert state(project, "start") == "waiting"


def test_what_is_not_told_leaves_the_step_open_and_says_what_it_needs(project):
    review(project)
    blockers = decide(project.steps.get(key="extra"), TODAY).blockers
    assert [line.gap for line in blockers] == ["初步设计尚不能判定：需要“规模小”"]
    with pytest.raises(Refused, match="需要“规模小”"):
        complete_step(by=handler(), on=TODAY, step=project.steps.get(key="extra"))


def test_telling_it_later_goes_on_and_taking_it_back_brings_the_step_back(project):
    review(project)
    tell(project, "small", "true")
    assert state(project, "extra") == "skipped"
    tell(project, "small", "false")
    assert state(project, "extra") == "open"


def test_the_stream_of_money_dates_the_start_and_is_told_with_its_paper(project):
    start = project.steps.get(key="start")
    assert start.due_on is None
    assert "需要“资金渠道”" in start.deadline_explanation["sentence"]
    tell(project, "stream", "finance")
    start.refresh_from_db()
    assert start.due_on == date(2024, 6, 28)
    tell(project, "stream", "ndrc")
    start.refresh_from_db()
    assert start.due_on == date(2024, 6, 25)
    assert AuditEntry.objects.filter(project_id=project.pk, action="fact.declare").count() == 2


def test_a_word_that_is_no_option_is_refused(project):
    with pytest.raises(Refused, match="资金渠道"):
        tell(project, "stream", "moon")


def test_what_runs_throughout_is_open_from_the_start_and_never_the_current_step(project):
    assert state(project, "publicity") == "open"
    assert project.current_step.key != "publicity"
    with pytest.raises(Refused, match="随项目办结"):
        complete_step(by=handler(), on=TODAY, step=project.steps.get(key="publicity"))


def test_the_page_says_what_is_filed_as_one_and_where_a_question_is_answered(client, project):
    tell(project, "small", "true")
    by = handler()
    rows = {row.step.key: row for _, group in procedure(by, project, TODAY) for row in group}
    assert rows["review"].filings == ("可研报告（合并编报：初步设计）",)
    assert rows["extra"].taken.why == "初步设计并入“联合会商”"
    assert rows["extra"].taken_clause == "测试 九"
    client.force_login(by)
    page = client.get(reverse("renovation:procedure", args=[project.pk])).content.decode()
    assert "初步设计并入“联合会商”" in page
    url = reverse("renovation:declare", args=[project.pk, "stream"])
    assert "发改资金" in client.get(url).content.decode()


def test_points_are_given_to_one_part_of_the_score_up_to_its_full_marks(project):
    tell(project, "score.points@need", "88.5")

    assert project.facts.get(key="score.points", scope="need").value == "88.5"
    for key, value, words in [
        ("score.points@need", "100.5", "超过满分"),
        ("score.points@moon", "1", "不能直接填报"),
    ]:
        with pytest.raises(Refused, match=words):
            tell(project, key, value)
