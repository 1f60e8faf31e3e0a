"""Editing a draft in forms: every leaf by its path, checked as a whole, nobody overwritten."""

import re
from itertools import pairwise

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Conflict, NotAllowed, Refused
from policies.forms.leaf_fields import field_for
from policies.forms.row_words import row_words
from policies.loading.editing import EditedRule, edited, rule_of, rules_of
from policies.loading.reshaping import Reshape
from policies.rules.field_words import label
from policies.selectors.governing import policy_of
from policies.selectors.readiness import case_results
from policies.services.deciding import decide_conflict
from policies.services.editing import edit_cases, edit_rule
from policies.services.publishing import check_version
from tests.factories.accounts import user_with
from tests.factories.policies import (
    AT,
    FOLDERS,
    draft,
    in_force,
    officer,
    parsed,
    reviewer,
)

NAMES = sorted(folder.name for folder in FOLDERS.iterdir())
SHARE = "rounds[1].matters[0].tests[1].share"


SHIPPED = {name: parsed(name) for name in NAMES}


def document(name):
    found = SHIPPED[name]
    rules = found.policy
    last = rules.effective_to.isoformat() if rules.effective_to else None
    return {**found.content, "effective": {"from": rules.effective_from.isoformat(), "to": last}}


@pytest.mark.parametrize("name", NAMES)
def test_every_form_given_back_as_it_came_changes_nothing(name):
    whole = document(name)
    rules = rules_of(whole)
    assert len(rules) >= 3
    every = EditedRule("", "", "", "", tuple(leaf for rule in rules for leaf in rule.leaves))
    same = edited(whole, every, {leaf.path: leaf.shown() for leaf in every.leaves})
    assert same == SHIPPED[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_leaf_has_two_forms(name):
    paths = [leaf.path for rule in rules_of(document(name)) for leaf in rule.leaves]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("name", NAMES)
def test_no_form_shows_a_key_of_the_file(name):
    policy, whole = SHIPPED[name].policy, document(name)
    shown = {
        text
        for rule in rules_of(whole)
        for leaf in rule.leaves
        for text in _texts(field_for(leaf, policy, row_words(leaf, policy, whole)), leaf)
    }
    assert {text for text in shown if re.search(r"[a-z_]{3,}", text)} == set()


def _texts(field, leaf):
    """The words of a field: its labels, what it offers, else what stands in it."""
    parts = [label("", part) for part in re.findall(r"[a-z_]+", leaf.row)]
    choices = [str(word) for _, word in getattr(field, "choices", ())]
    return [str(field.label), str(field.help_text), *parts, *(choices or [str(field.initial)])]


def refused(name, key, values):
    whole = document(name)
    with pytest.raises(Refused) as refusal:
        edited(whole, rule_of(whole, key), values)
    return {one.field: one for one in refusal.value.problems}


def test_every_problem_stands_at_its_field_at_once():
    found = refused(
        "linqu-2024",
        "rounds.second",
        {SHARE: "0.75", "rounds[1].name": " ", "rounds[1].clause": " "},
    )
    assert set(found) == {SHARE, "rounds[1].name", "rounds[1].clause"}


def test_what_is_wrong_only_as_a_whole_stands_at_the_first_field_under_it():
    found = refused(
        "yueqing-2023", "shares.lines.basic", {"shares.lines[0].parts.residents": "20%"}
    )
    assert list(found) == ["shares.lines[0].parts.government"]
    assert found["shares.lines[0].parts.government"].remedy == "写明其余部分由谁承担"


def test_a_part_is_left_out_when_all_its_texts_are_blank():
    whole = document("yueqing-2023")
    rule = rule_of(whole, "shares")
    cap = {leaf.path: "" for leaf in rule.leaves if leaf.optional == "shares.cap"}
    assert edited(whole, rule, cap).policy.shares.cap is None
    found = refused("yueqing-2023", "shares", {path: "" for path in cap if "says" not in path})
    assert "shares.cap.per_area" in found


def test_a_path_of_another_rule_is_refused():
    assert set(refused("linqu-2024", "rounds.first", {SHARE: "3/4"})) == {SHARE}


@pytest.mark.django_db
class TestOfADraft:
    def edit(self, version, by, values, rule="rounds.second", stamp=None):
        stamp = stamp or version.stamp
        return edit_rule(by=by, at=AT, version=version, stamp=stamp, rule=rule, values=values)

    def test_an_edit_writes_a_new_content_and_leaves_its_trace(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        before = version.content_hash
        version = self.edit(version, by, {SHARE: "4/5"})
        assert version.content_hash != before
        assert str(policy_of(version).rounds[1].matters[0].tests[2].share) == "4/5"
        entry = AuditEntry.objects.get(action="policy.edit")
        assert entry.payload["from"] == before
        assert entry.payload["changes"][0].endswith("3/4 → 4/5")
        assert [one.case.kind for one in case_results(version) if not one.passed]

    def test_an_earlier_check_falls_away(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        version = check_version(by=reviewer(), at=AT, version=version)
        version = self.edit(version, by, {"rounds[1].name": "第二轮"})
        assert (version.status, version.checked_by) == ("draft", None)

    def test_giving_the_form_back_unchanged_keeps_the_check(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        check_version(by=reviewer(), at=AT, version=version)
        version.refresh_from_db()
        assert self.edit(version, by, {SHARE: "3/4"}).status == "checked"

    def test_a_decision_stands_while_the_readings_stand(self):
        by, second = officer(), reviewer()
        version = draft("linqu-2024", by=by)
        for conflict in ("X15", "X19"):
            reading = next(one for one in policy_of(version).conflicts if one.id == conflict)
            decide_conflict(
                by=second, at=AT, version=version, conflict_id=conflict, reading=reading.proposed
            )
        values = {"conflicts[0].readings[0].text": "另一种写法"}
        version = self.edit(version, by, values, rule="conflicts.X15")
        assert list(version.decisions.values_list("conflict_id", flat=True)) == ["X19"]

    def test_the_second_of_two_tabs_is_told(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        seen = version.stamp
        self.edit(version, by, {SHARE: "4/5"})
        with pytest.raises(Conflict, match="改过"):
            self.edit(version, by, {SHARE: "5/6"}, stamp=seen)

    def test_only_the_maker_edits_and_a_draft_of_nobody_becomes_the_editors(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        with pytest.raises(Refused, match="只由起草人修改"):
            self.edit(version, officer(), {SHARE: "4/5"})
        with pytest.raises(NotAllowed):
            self.edit(version, reviewer(), {SHARE: "4/5"})
        both = user_with(Role.POLICY_OFFICER, Role.BUREAU_REVIEWER)
        version.made_by = version.made_at = None
        version.shipped = True
        version.save()
        version = self.edit(version, both, {SHARE: "4/5"})
        assert (version.made_by, version.shipped) == (both, False)
        with pytest.raises(Refused, match="起草人不能复核"):
            check_version(by=both, at=AT, version=version)

    def test_a_published_version_is_not_edited(self):
        version = in_force("linqu-2024")
        with pytest.raises(Refused, match="不可再改"):
            self.edit(version, version.made_by, {SHARE: "4/5"})

    def test_the_effective_period_is_edited_with_the_head(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        found = self.edit(version, by, {"effective.from": "2024-07-01"}, rule="head")
        assert str(found.effective_from) == "2024-07-01"
        assert found.content_hash == version.content_hash
        assert found.stamp != version.stamp
        with pytest.raises(Refused) as refusal:
            self.edit(found, by, {"effective.to": "2024-06-01"}, rule="head")
        assert [one.field for one in refusal.value.problems] == ["effective.to"]

    def test_cases_are_replaced_only_by_well_formed_ones(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        less = [dict(one) for one in version.cases[:3]]
        with pytest.raises(Refused, match="删去算例须写明理由"):
            edit_cases(by=by, at=AT, version=version, stamp=version.stamp, cases=less)
        version = edit_cases(
            by=by, at=AT, version=version, stamp=version.stamp, cases=less, reason="样本的事例"
        )
        assert len(version.cases) == 3
        with pytest.raises(Refused):
            edit_cases(
                by=by, at=AT, version=version, stamp=version.stamp, cases=[*less, {"kind": "magic"}]
            )


class TestARow:
    def change(self, name, key, do, row, values=()):
        whole = document(name)
        return edited(whole, rule_of(whole, key), dict(values), Reshape(do, row))

    def test_that_the_scheme_does_not_have_is_taken_out(self):
        gates = "procedure.steps[3].gates"
        before = document("linqu-2024")["procedure"]["steps"][3]["gates"]
        found = self.change("linqu-2024", "procedure.steps.notice", "drop", f"{gates}[0]")
        assert found.content["procedure"]["steps"][3]["gates"] == before[1:]

    def test_is_doubled_with_a_key_and_a_name_of_its_own(self):
        typed = {"notices[0].length": "10"}
        found = self.change("linqu-2024", "notices.scheme", "double", "notices[0]", typed)
        first, second = found.policy.notices
        assert (first.key, second.key) == ("scheme", "scheme_2")
        assert (first.length, second.length) == (10, 10)
        assert second.name == f"{first.name}（另一条）"

    def test_on_which_others_rest_stays_and_says_which(self):
        with pytest.raises(Refused) as refusal:
            self.change("linqu-2024", "notices.scheme", "drop", "notices[0]")
        assert "“方案公示”：" in str(refusal.value)

    def test_of_a_step_leaves_the_way_through_whole(self):
        steps = {"key": "procedure.steps.long_term", "row": "procedure.steps[11]"}
        before = document("linqu-2024")["procedure"]["steps"]
        assert (before[10]["key"], before[11]["key"]) == ("handover", "long_term")
        found = self.change("linqu-2024", "procedure.steps.handover", "drop", "procedure.steps[10]")
        assert found.policy.procedure.step("long_term").after == tuple(before[10]["after"])
        found = self.change("linqu-2024", steps["key"], "double", steps["row"])
        assert found.policy.procedure.step("long_term_2").after == ("long_term",)

    def test_of_a_step_moves_before_its_neighbour_in_the_order_of_work(self):
        before = document("linqu-2024")["procedure"]["steps"]
        index, (first, second) = 1, before[1:3]
        assert (first["key"], second["key"]) == ("admission", "design")
        assert first["key"] in second["after"]
        key, row = f"procedure.steps.{second['key']}", f"procedure.steps[{index + 1}]"

        found = self.change("linqu-2024", key, "earlier", row)

        steps = found.policy.procedure.steps
        assert [steps[index].key, steps[index + 1].key] == [second["key"], first["key"]]
        assert steps[index].after == tuple(first.get("after", ()))
        assert steps[index + 1].after == (second["key"],)
        for old in before[index + 2 :]:
            now = found.policy.procedure.step(old["key"]).after
            moved = [first["key"] if one == second["key"] else one for one in old.get("after", ())]
            assert list(now) == list(dict.fromkeys(moved))
        turned = {**document("linqu-2024"), "procedure": found.content["procedure"]}
        back = edited(
            turned,
            rule_of(turned, f"procedure.steps.{first['key']}"),
            {},
            Reshape("earlier", row),
        )
        assert {one.key: set(one.after) for one in back.policy.procedure.steps} == {
            one["key"]: set(one.get("after", ())) for one in before
        }

    def test_of_a_step_stays_in_its_phase(self):
        before = document("linqu-2024")["procedure"]["steps"]
        index = next(n for n, (a, b) in enumerate(pairwise(before)) if a["phase"] != b["phase"])
        key = f"procedure.steps.{before[index]['key']}"
        with pytest.raises(Refused, match="不在同一阶段"):
            self.change("linqu-2024", key, "later", f"procedure.steps[{index}]")

    @pytest.mark.parametrize(("do", "place"), [("earlier", 0), ("later", -1)])
    def test_that_stands_first_or_last_moves_no_further(self, do, place):
        rounds = document("linqu-2024")["rounds"]
        row = f"rounds[{place % len(rounds)}]"
        with pytest.raises(Refused, match="不能再移"):
            self.change("linqu-2024", f"rounds.{rounds[place]['key']}", do, row)

    def test_of_the_contents_is_added_under_the_next_number(self):
        group, row = "catalogue.corridor-basic", "catalogue[0].items[2]"
        found = self.change("linqu-2024", group, "double", row, {f"{row}.name": "屋面防水"})
        items = [one for one in found.policy.catalogue if one.key.startswith("corridor/basic/")]
        assert [one.key[-1] for one in items] == ["1", "2", "3", "4"]
        assert [one.name for one in items[2:]] == ["屋面防水", "屋面防水（另一条）"]

    def test_of_contents_as_a_whole_takes_the_next_free_aspect_and_level(self):
        whole = document("linqu-2024")
        taken = {(one["aspect"], one["level"]) for one in whole["catalogue"]}
        found = self.change("linqu-2024", "catalogue.corridor-basic", "double", "catalogue[0]")
        made = found.content["catalogue"][1]
        assert (made["aspect"], made["level"]) not in taken
        assert made["items"] == whole["catalogue"][0]["items"]

    def test_of_contents_on_which_an_order_of_works_rests_stays(self):
        groups = document("linqu-2024")["catalogue"]
        at = next(
            n
            for n, one in enumerate(groups)
            if (one["aspect"], one["level"]) == ("environment", "basic")
        )
        with pytest.raises(Refused, match="改造内容清单里没有这一项"):
            self.change(
                "linqu-2024", "catalogue.environment-basic", "drop", f"catalogue[{at}].items[1]"
            )

    def test_of_another_rule_is_no_row_of_this_one(self):
        with pytest.raises(Refused, match="没有这一项"):
            self.change("linqu-2024", "notices.scheme", "drop", "procedure.steps[0]")

    @pytest.mark.django_db
    def test_that_was_a_contradiction_leaves_the_cases_that_rested_on_it(self):
        by = officer()
        version = draft("linqu-2024", by=by)
        index = [one["id"] for one in version.content["conflicts"]].index("X19")
        found = edit_rule(
            by=by,
            at=AT,
            version=version,
            stamp=version.stamp,
            rule="conflicts.X19",
            values={},
            reshape=Reshape("drop", f"conflicts[{index}]"),
        )
        assert not any("X19" in case["depends"] for case in found.cases)
        assert "X19" not in {one.id for one in policy_of(found).conflicts}
        entry = AuditEntry.objects.filter(action="policy.edit").last()
        assert "删去一处" in entry.summary
