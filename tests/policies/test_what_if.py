"""Trying any rule with facts, and keeping what was tried as a worked case."""

import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import AuditEntry
from common.errors import Refused
from policies.forms.facts import FactsForm, query_of
from policies.loading.asking import read_facts, to_question
from policies.loading.calendars import library_calendar
from policies.loading.cases import parse_cases
from policies.rules.askable import FAMILIES, choices
from policies.rules.evaluating import EVALUATORS, evaluate
from policies.selectors.asking import choice_of, question_for
from tests.factories.policies import draft, in_force, officer, parsed, reviewer, texts

SCHEMES = [
    "linqu-2024", "yueqing-2023", "hunchun-2020", "luolong-2021", "xinxiang-2020", "national",
]  # fmt: skip


def url(name, version, **more):
    return reverse(f"policies:{name}", kwargs={"version_id": version.pk, **more})


def test_every_evaluator_has_its_place_among_the_questions():
    assert sorted(EVALUATORS) == sorted(kind for kinds in FAMILIES.values() for kind in kinds)


@pytest.mark.parametrize("name", SCHEMES)
def test_the_form_asks_for_all_that_any_worked_case_tells(name):
    """Every case of every scheme, typed into the form of its rule, comes to the same result."""
    policy = parsed(name).policy
    for case in parse_cases(texts(name)["cases_text"], policy):
        kind = case["kind"]
        question = question_for(policy, kind, choice_of(policy, kind, case), facts=case)
        form = FactsForm(dict_of(query_of(question, case)), question=question, policy=policy)
        assert form.is_valid(), (case["id"], form.errors)
        told = {key: case[key] for key in case if key not in {"id", "title", "depends", "expect"}}
        assert outcome(policy, form.body()) == outcome(policy, told), case["id"]


@pytest.mark.parametrize("name", SCHEMES)
def test_the_form_speaks_chinese_whatever_rule_is_asked(name):
    policy = parsed(name).policy
    for kind in EVALUATORS:
        for choice in choices(policy, kind):
            question = question_for(policy, kind, choice.key)
            form = FactsForm(None, question=question, policy=policy)
            words = [str(bound.label) for bound in form]
            words += [table.title for table in form.tables()]
            words += [str(one) for bound in form for _, one in getattr(bound.field, "choices", ())]
            assert [one for one in words if re.search("[a-z]{3}", one)] == [], (kind, choice.key)


def test_names_are_told_apart_and_blank_rows_are_nothing():
    question = question_for(parsed("linqu-2024").policy, "ranking", "")
    typed = {"candidates[0].name": "甲", "candidates[2].name": "甲"}
    with pytest.raises(Refused) as refusal:
        read_facts("ranking", typed, question.leaves, question.facts)
    assert [one.field for one in refusal.value.problems] == ["candidates[1].name"]
    typed |= {"candidates[2].name": "乙", "candidates[2].facts:built.year": "1990"}
    body = read_facts("ranking", typed, question.leaves, question.facts)
    assert body["candidates"] == {"甲": {}, "乙": {"built.year": "1990"}}


def dict_of(query):
    sent = QueryDict(mutable=True)
    for name, value in query.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def outcome(policy, body):
    asked = to_question(body)
    return evaluate(policy, asked.kind, asked.facts, library_calendar()).outcome


@pytest.mark.django_db
class TestACase:
    """A draft of Linqu's; the officer adds 0.01 ㎡ to what a case already says."""

    FACTS = {
        "kind": "consent",
        "rule": "second/scheme",
        "ask": "1",
        "counts.all_heads": "100",
        "counts.all_area": "100",
        "counts.participating_heads": "67",
        "counts.participating_area": "66.67",
        "counts.agree_heads": "51",
        "counts.agree_area": "50.01",
    }

    @pytest.fixture
    def desk(self, client):
        self.by = officer()
        self.version = draft("linqu-2024", by=self.by)
        client.force_login(self.by)
        return client

    def send(self, desk, given, **query):
        address = f"{url('add_case', self.version)}?{urlencode(self.FACTS | query)}"
        form = desk.get(address).context["form"]
        start = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
        return desk.post(address, start | given)

    def test_is_kept_with_the_results_that_were_worked_out_and_no_others(self, desk):
        page = desk.get(url("what_if", self.version), self.FACTS)
        assert "记作算例" in page.content.decode()
        given = {"title": "100 人 100 ㎡：正好过线", "confirm:passed": "on", "depends": ["X19"]}
        answer = self.send(desk, given)
        assert answer.status_code == 302, answer.context["form"].errors
        self.version.refresh_from_db()
        case = self.version.cases[-1]
        assert (case["id"], case["expect"]) == ("临朐-征5", {"passed": True})
        assert case["counts"]["participating_area"] == "66.67"
        assert (case["depends"], self.version.status) == (["X19"], "draft")
        assert "算例全部通过" in desk.get(url("edit_cases", self.version)).content.decode()
        (entry,) = AuditEntry.objects.filter(action="policy.edit")
        assert "新加算例 临朐-征5：100 人 100 ㎡：正好过线" in entry.summary

    def test_without_a_single_confirmed_result_is_refused(self, desk):
        answer = self.send(desk, {"title": "没有算过"})
        assert answer.status_code == 422
        assert "还没有确认任何一项结果" in answer.content.decode()

    def test_that_expects_something_else_is_kept_and_fails(self, desk):
        given = {"title": "按原文不过", "confirm:passed": "on", "value:passed": "false"}
        self.send(desk, given)
        body = desk.get(url("edit_cases", self.version)).content.decode()
        assert "按原文不过" in body
        assert "不符" in body

    def test_takes_a_number_of_its_own_or_replaces_the_one_it_began_with(self, desk):
        given = {"title": "同号", "confirm:valid": "on", "id": "临朐-征1"}
        assert "这个编号已有算例" in self.send(desk, given).content.decode()
        taken = desk.get(url("what_if", self.version), {"case": "临朐-征1"})
        assert "counts.all_heads=160" in taken.url
        count = len(self.version.cases)
        self.send(desk, given | {"replaces": "1"}, case="临朐-征1")
        self.version.refresh_from_db()
        assert len(self.version.cases) == count
        assert self.version.cases[0]["title"] == "同号"
        assert self.version.cases[0]["counts"]["all_heads"] == 100

    def test_that_says_nothing_goes_back_to_the_facts(self, desk):
        assert desk.get(url("add_case", self.version), {"kind": "consent"}).status_code == 302

    def test_is_not_for_who_does_not_draft(self, desk):
        desk.force_login(reviewer())
        assert desk.get(url("add_case", self.version), self.FACTS).status_code == 403
        page = desk.get(url("what_if", self.version), self.FACTS)
        assert "记作算例" not in page.content.decode()


@pytest.mark.django_db
def test_every_question_of_a_policy_is_answered_or_says_what_it_lacks(client):
    version = in_force("linqu-2024")
    client.force_login(officer())
    page = client.get(url("what_if", version))
    kinds = [one.key for kinds in page.context["families"].values() for one in kinds]
    assert {"ranking", "government", "acceptance", "census"} <= set(kinds)
    for kind in kinds:
        page = client.get(url("what_if", version), {"kind": kind, "ask": "1"})
        assert page.status_code == 200
        assert page.context["explanation"] or page.context["form"].errors, kind
