"""What a policy officer does in the browser: copy, change, compare, try, take along, bring in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from policies.models import PolicyVersion
from policies.selectors.governing import policy_of
from policies.services.cloning import Heading, clone_version
from policies.services.editing import edit_rule
from tests.factories.districts import AreaFactory
from tests.factories.policies import AT, draft, in_force, officer, reviewer

pytestmark = pytest.mark.django_db
SHARE = "rounds[1].matters[0].tests[1].share"


def url(name, version, **more):
    return reverse(f"policies:{name}", kwargs={"version_id": version.pk, **more})


def sent(page):
    """The form of a page as a browser would send it back."""
    form = page.context["form"]
    return {bound.html_name: bound.value() for bound in form if bound.value() is not None}


def test_a_pattern_of_another_place_becomes_ones_own_draft(client):
    source = in_force("yueqing-2023")
    AreaFactory(code="370724", name="临朐县", level="district")
    by = officer("370724")
    client.force_login(by)
    assert "乐清" in client.get(reverse("policies:patterns")).content.decode()
    given = {
        "key": "linqu-2026",
        "place": "370724",
        "title": "临朐新方案",
        "short": "临朐",
        "document": "临政办字〔2026〕1号",
        "effective_from": "2026-01-01",
    }
    page = client.post(url("clone", source), given | {"key": "临朐"})
    assert page.status_code == 422
    assert "临朐新方案" in page.content.decode()
    page = client.post(url("clone", source), given)
    assert page.status_code == 302, page.context["form"].errors
    version = PolicyVersion.objects.get(policy__key="linqu-2026")
    assert (version.made_by, version.area_code) == (by, "370724")
    body = client.get(url("version", version)).content.decode()
    assert "复制自乐清市城镇老旧小区改造实施方案" in body
    assert "样本中的区划 330382001、330382002、330382003 不在本地" in body
    client.force_login(reviewer())
    assert client.post(url("clone", source), given).status_code == 403


class TestAForm:
    def test_changes_one_value_and_shows_which_cases_no_longer_come_out(self, client):
        version = draft("linqu-2024", by=(by := officer()))
        client.force_login(by)
        page = client.get(url("edit_rule", version, rule="rounds.second"))
        answer = client.post(
            url("edit_rule", version, rule="rounds.second"), sent(page) | {SHARE: "4/5"}
        )
        assert answer.status_code == 302
        version.refresh_from_db()
        assert version.content["rounds"][1]["matters"][0]["tests"][1]["share"] == "4/5"
        body = client.get(answer.url).content.decode()
        assert "个不符" in body
        assert "需要同意面积 应为" in body
        cases = client.get(url("edit_cases", version))
        given = sent(cases)
        for group in cases.context["form"].groups():
            for bound, _ in group.expected:
                key = bound.html_name.partition("=")[2]
                given[bound.html_name] = group.result.got[key]
        client.post(url("edit_cases", version), given)
        assert "算例全部通过" in client.get(url("edit_cases", version)).content.decode()

    def test_that_is_refused_comes_back_as_typed_with_the_way_to_mend_it(self, client):
        version = draft("linqu-2024", by=(by := officer()))
        client.force_login(by)
        address = url("edit_rule", version, rule="rounds.second")
        wrong = sent(client.get(address)) | {SHARE: "0.8", "rounds[1].name": ""}
        answer = client.post(address, wrong)
        form = answer.context["form"]
        assert answer.status_code == 422
        assert form[SHARE].value() == "0.8"
        assert set(form.errors) == {SHARE, "rounds[1].name"}
        assert "2/3" in form.errors[SHARE][0]

    def test_of_a_second_tab_is_told_and_keeps_what_was_typed(self, client):
        version = draft("linqu-2024", by=(by := officer()))
        client.force_login(by)
        address = url("edit_rule", version, rule="rounds.second")
        late = sent(client.get(address)) | {SHARE: "5/6"}
        edit_rule(
            by=by,
            at=AT,
            version=version,
            stamp=version.stamp,
            rule="rounds.second",
            values={SHARE: "4/5"},
        )
        answer = client.post(address, late)
        form = answer.context["form"]
        assert answer.status_code == 409
        assert form[SHARE].value() == "5/6"
        assert form[SHARE].help_text == "现为“4/5”"
        assert client.post(address, sent(answer)).status_code == 302
        version.refresh_from_db()
        assert version.content["rounds"][1]["matters"][0]["tests"][1]["share"] == "5/6"

    def test_of_an_unknown_rule_does_not_exist(self, client):
        version = draft("linqu-2024", by=(by := officer()))
        client.force_login(by)
        assert client.get(url("edit_rule", version, rule="rounds.tenth")).status_code == 404
        assert client.get(url("edit", version)).status_code == 200


def test_two_versions_are_compared_by_theme_in_words(client):
    old = in_force("linqu-2024")
    by = officer()
    heading = Heading(
        "linqu-2024", "370724", "临朐方案", "临朐", "临〔2025〕1号", old.effective_from
    )
    new = clone_version(by=by, at=AT, source=old, heading=heading)
    new = edit_rule(
        by=by,
        at=AT,
        version=new,
        stamp=new.stamp,
        rule="notices.scheme",
        values={"notices[0].length": "10"},
    )
    client.force_login(by)
    page = client.get(reverse("policies:compare"), {"old": old.pk, "new": new.pk})
    body = page.content.decode()
    assert "公示期限" in body
    assert "收紧 1 处" in body
    swapped = client.get(reverse("policies:compare"), {"old": new.pk, "new": old.pk})
    assert "放宽 1 处" in swapped.content.decode()
    assert client.get(reverse("policies:compare"), {"old": 10**9}).status_code == 404


class TestWhatIf:
    def ask(self, client, version, **facts):
        return client.get(url("what_if", version), {"ask": "1", **facts})

    def test_answers_with_the_whole_explanation_and_writes_nothing(self, client):
        version = in_force("linqu-2024")
        client.force_login(officer())
        counts = {
            "all_heads": "156",
            "all_area": "15908.15",
            "participating_heads": "97",
            "participating_area": "9713.11",
            "agree_heads": "80",
            "agree_area": "8000",
        }
        given = {f"counts.{key}": value for key, value in counts.items()}
        page = self.ask(client, version, kind="consent", rule="second/scheme", **given)
        assert "参与人数还差 7 人" in page.content.decode()
        assert page.context["found"].outcome["valid"] == "false"
        assert PolicyVersion.objects.count() == 1

    def test_says_what_is_missing_and_what_does_not_fit(self, client):
        version = in_force("linqu-2024")
        client.force_login(officer())
        page = self.ask(client, version, kind="notice", posted="")
        assert "还没有填" in page.context["form"].errors["posted"][0]
        page = self.ask(client, version, kind="notice", posted="明天")
        assert page.context["form"].errors["posted"]
        page = self.ask(client, version, kind="gate", on="2024-06-21")
        assert page.context["found"].decided is False


def test_a_version_goes_out_as_a_file_and_comes_in_as_a_draft(client):
    source = in_force("linqu-2024")
    client.force_login(officer())
    answer = client.get(url("export", source))
    assert "linqu-2024-1.policy.json" in answer["Content-Disposition"]
    file = SimpleUploadedFile("a.policy.json", answer.content)
    client.post(reverse("policies:import"), {"file": file})
    version = PolicyVersion.objects.get(sequence=2)
    body = client.get(url("version", version)).content.decode()
    assert "由外部文件导入" in body
    assert "只作参考" in body
    bad = SimpleUploadedFile("a.policy.json", answer.content.replace(b"3/4", b"1/4"))
    page = client.post(reverse("policies:import"), {"file": bad, "replace": "on"})
    assert page.status_code == 422
    assert "导出后被改动过" in page.content.decode()


def test_a_case_unfolds_to_expected_found_and_why(client):
    version = in_force("linqu-2024")
    client.force_login(reviewer())
    case = version.cases[0]["id"]
    body = client.get(url("case", version, case_id=case)).content.decode()
    assert "算得的与期望一致" in body
    assert client.get(url("case", version, case_id="没有")).status_code == 404


def test_by_rest_the_same_services_copy_change_compare_and_try(client):
    source = in_force("linqu-2024")
    client.force_login(officer())
    root = "/api/v1/policy-versions/"
    send = {"content_type": "application/json"}
    heading = {
        "key": "linqu-2024",
        "place": "370724",
        "title": "临朐方案",
        "short": "临朐",
        "document": "临〔2025〕1号",
        "effective_from": "2025-01-01",
    }
    once = {"headers": {"Idempotency-Key": "k1"}}
    made = client.post(f"{root}{source.pk}/clone/", heading, **send, **once)
    again = client.post(f"{root}{source.pk}/clone/", heading, **send, **once)
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    draft_id = made.json()["id"]
    whole = client.get(f"{root}{draft_id}/document/").json()
    assert any(rule["key"] == "rounds.second" for rule in whole["rules"])
    change = {"stamp": whole["stamp"], "rule": "rounds.second", "values": {SHARE: "4/5"}}
    assert client.post(f"{root}{draft_id}/edit/", change, **send).status_code == 200
    assert client.post(f"{root}{draft_id}/edit/", change, **send).status_code == 409
    moved = change | {
        "stamp": client.get(f"{root}{draft_id}/document/").json()["stamp"],
        "values": {},
        "reshape": {"do": "earlier", "row": "rounds[1]"},
    }
    assert client.post(f"{root}{draft_id}/edit/", moved, **send).status_code == 200
    rules = client.get(f"{root}{draft_id}/document/").json()["rules"]
    keys = [rule["key"] for rule in rules]
    assert keys.index("rounds.second") < keys.index("rounds.first")
    found = client.get(f"{root}{draft_id}/differences/", {"against": source.pk}).json()
    assert {row["kind"] for row in found} == {"tighter", "neutral"}
    facts = {"facts": {"kind": "notice", "notice": "scheme", "posted": "2024-06-03"}}
    said = client.post(f"{root}{source.pk}/evaluate/", facts, **send).json()
    assert said["outcome"]["day"]
    assert said["explanation"]["clauses"]
    text = client.get(f"{root}{source.pk}/export/").content.decode()
    brought = client.post(f"{root}import/", {"content": text, "replace": True}, **send)
    assert brought.status_code == 201
    version = PolicyVersion.objects.get(pk=brought.json()["id"])
    assert policy_of(version).rounds == policy_of(source).rounds
