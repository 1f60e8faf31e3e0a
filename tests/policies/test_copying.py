"""Drafts made from what is there: copies of versions, and files from other installations."""

import json
from dataclasses import replace as replaced
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from common.errors import NotAllowed, OutOfScope, Refused
from policies.loading.transfer import LARGEST, Transfer, pack, unpack
from policies.models import ConflictDecision, PolicyVersion, UnitBinding
from policies.selectors.governing import policy_of, version_value
from policies.selectors.readiness import case_results
from policies.services.cloning import Heading, clone_version
from policies.services.origins import words
from policies.services.transferring import export_version, import_version
from tests.factories.policies import AT, draft, in_force, officer, reviewer

OWN = Heading("linqu-2024", "370724", "临朐方案", "临朐", "临政办字〔2025〕1号", date(2025, 1, 1))
NEW = Heading(
    "weicheng-2025", "370702", "潍城方案", "潍城", "潍城政办〔2025〕3号", date(2025, 1, 1)
)


def sealed(data):
    """The text of a file with this body, sealed as if nobody had touched it."""
    body = Transfer(
        data["policy"],
        data["cases"],
        data["effective"],
        data["decisions"],
        data["provenance"],
    )
    return pack(body)


@pytest.mark.django_db
class TestACopy:
    def clone(self, source, by, heading=OWN, **more):
        return clone_version(by=by, at=AT, source=source, heading=heading, **more)

    def test_of_ones_own_version_is_the_next_draft_without_its_decisions(self):
        source = in_force("linqu-2024")
        by = officer()
        version = self.clone(source, by)
        assert (version.policy, version.sequence, version.status) == (source.policy, 2, "draft")
        assert version.made_by == by
        assert not version.decisions.exists()
        assert version.bindings.count() == source.bindings.count()
        assert policy_of(version).rounds == policy_of(source).rounds
        assert words(version.origin).startswith("复制自2024 年临朐县")
        assert all(one.passed for one in case_results(version))
        assert AuditEntry.objects.filter(action="policy.clone").exists()

    def test_of_another_place_takes_rules_and_cases_and_nothing_that_was_decided(self):
        source = in_force("linqu-2024")
        version = self.clone(source, officer("370702"), NEW)
        assert (version.policy.key, version.area_code) == ("weicheng-2025", "370702")
        assert version.policy.title == "潍城方案"
        assert policy_of(version).issued is None
        assert not ConflictDecision.objects.filter(version=version).exists()
        assert not UnitBinding.objects.filter(version=version).exists()
        assert version.origin["hash"] == source.content_hash

    def test_only_of_what_may_be_read(self):
        unpublished = draft("linqu-2024")
        with pytest.raises(OutOfScope):
            self.clone(unpublished, officer("330382"), replaced(NEW, place="330382"))

    def test_only_into_ones_own_place(self):
        source = in_force("linqu-2024")
        with pytest.raises(OutOfScope):
            self.clone(source, officer("330382"), NEW)
        with pytest.raises(NotAllowed):
            self.clone(source, reviewer("370702"), NEW)

    def test_never_over_an_open_draft(self):
        source = in_force("linqu-2024")
        by = officer()
        first = self.clone(source, by)
        with pytest.raises(Refused, match="还是您的草稿"):
            self.clone(source, by)
        with pytest.raises(Refused, match="还是周玲的草稿"):
            self.clone(source, officer(), replace=True)
        again = self.clone(source, by, replace=True)
        assert again.pk == first.pk

    def test_a_key_of_another_place_is_refused(self):
        source = in_force("linqu-2024")
        by = officer("370702")
        taken = Heading("linqu-2024", "370702", "潍城", "潍城", "潍城〔2025〕3号", date(2025, 1, 1))
        with pytest.raises(Refused, match="已用于别的地方"):
            self.clone(source, by, taken)

    def test_the_origin_of_a_published_version_is_closed(self):
        version = in_force("linqu-2024")
        version.origin = {"kind": "clone"}
        with pytest.raises(IntegrityError), transaction.atomic():
            version.save()


@pytest.mark.django_db
class TestAFile:
    def exported(self):
        version = in_force("linqu-2024")
        return version, export_version(by=version.made_by, at=AT, version=version)

    def test_comes_back_as_the_same_rules_and_cases_in_a_draft(self):
        source, text = self.exported()
        by = officer()
        version = import_version(by=by, at=AT, raw=text)
        assert version.content_hash == source.content_hash
        assert (version.status, version.sequence, version.made_by) == ("draft", 2, by)
        assert not version.decisions.exists()
        assert len(version.origin["decisions"]) == source.decisions.count()
        assert words(version.origin).startswith("由外部文件导入")

    def test_may_land_under_another_heading(self):
        _, text = self.exported()
        version = import_version(by=officer("370702"), at=AT, raw=text, heading=NEW)
        assert version.area_code == "370702"

    def test_lands_only_in_ones_own_place(self):
        _, text = self.exported()
        with pytest.raises(OutOfScope):
            import_version(by=officer("330382"), at=AT, raw=text)
        with pytest.raises(NotAllowed):
            import_version(by=reviewer(), at=AT, raw=text)

    def test_that_was_altered_is_refused_wherever_it_was_altered(self):
        _, text = self.exported()
        for old, new in (
            ('"share": "3/4"', '"share": "1/4"'),
            ('"status": "published"', '"status": "retired"'),
            ('"reading": "civil_code"', '"reading": "majority"'),
        ):
            assert old in text
            with pytest.raises(Refused, match="导出后被改动过"):
                import_version(by=officer(), at=AT, raw=text.replace(old, new, 1))

    def test_that_is_sealed_but_unsound_does_not_pass_the_loader(self):
        _, text = self.exported()
        data = json.loads(text)
        data["policy"]["rounds"][0]["matters"][0]["tests"][0]["share"] = "3/2"
        with pytest.raises(Refused, match="超出 0 到 1"):
            import_version(by=officer(), at=AT, raw=sealed(data))
        assert PolicyVersion.objects.count() == 1

    def test_by_command_lands_as_a_draft_of_nobody(self, tmp_path, capsys):
        self.exported()
        out = tmp_path / "linqu.policy.json"
        call_command("export_policy", "linqu-2024", "--out", str(out))
        data = json.loads(out.read_text(encoding="utf-8"))
        data["policy"]["notes"] = ["别处的说明"]
        out.write_text(sealed(data), encoding="utf-8")
        call_command("load_policies", str(out))
        version = PolicyVersion.objects.get(sequence=2)
        assert (version.status, version.made_by, version.shipped) == ("draft", None, False)
        call_command("load_policies", str(out))
        assert PolicyVersion.objects.count() == 2
        out.write_text(out.read_text(encoding="utf-8").replace("别处", "此处"), encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            call_command("load_policies", str(out))
        assert left.value.code == 1
        with pytest.raises(SystemExit) as left:
            call_command("export_policy", "nowhere")
        assert left.value.code == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe\x00\x01", "不是文本文件"),
        (b"PK\x03\x04", "不是本系统导出"),
        (b"x" * (LARGEST + 1), "超过 2 MB"),
        (b"[" * 200_000, "不是本系统导出"),
        (b'{"format": "laojiu-policy/1", "format": "laojiu-policy/1"}', "不是本系统导出"),
        (b'{"format": "laojiu-policy/1"}', "不完整"),
        (b"a: &a [x, x]\nb: [*a, *a]", "不是本系统导出"),
        (b'{"format": 0.5}', "不是本系统导出"),
        (b"", "不是本系统导出"),
    ],
    ids=["binary", "archive", "large", "deep", "twice", "empty", "yaml", "float", "nothing"],
)
def test_what_is_no_such_file_is_refused_in_words(raw, said):
    with pytest.raises(Refused, match=said) as refusal:
        unpack(raw)
    assert refusal.value.problems[0].remedy


words_of = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words_of,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words_of, inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(words_of, values, max_size=4)
provenances = st.fixed_dictionaries(
    dict.fromkeys(("title", "document", "area_code", "sequence", "status", "exported_at"), words_of)
)


@given(mappings, st.lists(mappings, max_size=3), mappings, provenances)
def test_what_is_packed_unpacks_as_it_was(policy, cases, effective, provenance):
    whole = Transfer(policy, cases, effective, [], provenance)
    assert unpack(pack(whole)) == whole
    assert pack(unpack(pack(whole))) == pack(whole)


@pytest.mark.django_db
def test_a_draft_under_another_number_does_not_rename_what_is_in_force():
    first = in_force("linqu-2024")
    was = version_value(first).title
    heading = Heading("linqu-2024", "370724", "新办法", "新", "临〔2025〕9号", date(2025, 1, 1))
    second = clone_version(by=officer(), at=AT, source=first, heading=heading)
    assert (str(second), second.document_no) == ("新办法 第 2 版", "临〔2025〕9号")
    again = PolicyVersion.objects.get(pk=first.pk)
    assert version_value(again).title == was == "临政办字〔2024〕17号"
    assert str(again) == "2024 年临朐县老旧小区改造实施方案 第 1 版"
