"""The life of a version: two persons, nothing open, closed for good."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, OutOfScope, Refused
from policies.models import ConflictDecision, Policy, PolicyVersion, UnitBinding
from policies.selectors.governing import policy_of
from policies.selectors.readiness import open_points
from policies.services.deciding import bind_units, decide_conflict
from policies.services.drafts import load_draft, ship_draft
from policies.services.publishing import check_version, publish_version, retire_version
from tests.factories.accounts import UserFactory, user_with
from tests.factories.policies import AT, draft, in_force, local_units, officer, reviewer, texts

pytestmark = pytest.mark.django_db


def test_a_policy_goes_from_draft_to_published_by_two_persons():
    version = in_force("linqu-2024")
    assert version.status == "published"
    assert str(version.made_by) == "周玲"
    assert str(version.checked_by) == str(version.published_by) == "王建华"
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-1] == "policy.publish"
    assert actions.count("policy.decide_conflict") == 12


def test_publishing_is_refused_with_everything_that_is_missing():
    version = draft("linqu-2024")
    with pytest.raises(Refused) as refusal:
        publish_version(by=reviewer(), at=AT, version=version)
    codes = [problem.code for problem in refusal.value.problems]
    assert "unchecked" in codes
    assert codes.count("conflict_open") == 12
    assert codes.count("unit_unbound") == 17


def test_the_maker_neither_checks_nor_decides_nor_publishes():
    both = user_with(Role.POLICY_OFFICER, Role.BUREAU_REVIEWER)
    version = draft("linqu-2024", by=both)
    with pytest.raises(Refused, match="起草人不能复核"):
        check_version(by=both, at=AT, version=version)
    with pytest.raises(Refused, match="起草人不能裁定"):
        decide_conflict(by=both, at=AT, version=version, conflict_id="X19", reading="civil_code")
    with pytest.raises(Refused, match="起草人不能发布"):
        publish_version(by=both, at=AT, version=version)


def test_a_shipped_policy_needs_two_different_persons():
    version = ship_draft(at=AT, **texts("national"))
    one = reviewer()
    check_version(by=one, at=AT, version=version)
    with pytest.raises(Refused, match="须由两人分别复核"):
        publish_version(by=one, at=AT, version=version)
    assert publish_version(by=reviewer(), at=AT, version=version).status == "published"


def test_a_decision_against_the_rules_of_the_file_keeps_it_closed():
    version = draft("linqu-2024")
    second = reviewer()
    with pytest.raises(Refused, match="写明理由"):
        decide_conflict(by=second, at=AT, version=version, conflict_id="X19", reading="majority")
    decide_conflict(
        by=second, at=AT, version=version, conflict_id="X19", reading="majority", reason="从宽"
    )
    with pytest.raises(Refused) as refusal:
        publish_version(by=second, at=AT, version=version)
    differing = [one for one in refusal.value.problems if one.code == "conflict_differs"]
    assert differing[0].expected == "civil_code"


def test_a_failing_case_is_named_and_keeps_it_closed():
    files = texts("national")
    files["cases_text"] = files["cases_text"].replace(
        "needs_agree_heads: 202", "needs_agree_heads: 201"
    )
    version = load_draft(by=officer(), at=AT, **files)
    with pytest.raises(Refused, match="需要同意人数 应为 201，算得 202"):
        check_version(by=reviewer(), at=AT, version=version)


def test_a_supplement_waits_for_the_scheme_whose_procedure_it_adds_to():
    text = """policy: linqu-supplement-2024
place: "370724"
programme: renovation
title: 临朐县老旧小区改造补充规定
short: 临朐补充
document: 补充规定
issued: 2024-06-15
effective: {from: 2024-06-15}
sources: {补充: 补充规定}
supplements: weifang-2024
"""
    version = load_draft(
        by=officer(),
        at=AT,
        policy_text=text,
        cases_text="- {id: 补-1, title: 编排, kind: census, section: units, expect: {count: 0}}\n",
    )

    points = open_points(version)

    assert [(one.code, one.value) for one in points] == [("supplemented_missing", "weifang-2024")]


def test_periods_of_one_place_do_not_overlap():
    in_force("linqu-2024")
    files = texts("linqu-2024")
    files["policy_text"] = (
        files["policy_text"]
        .replace("policy: linqu-2024", "policy: linqu-2025")
        .replace("{from: 2024-01-01}", "{from: 2025-01-01}")
    )
    second = load_draft(by=officer(), at=AT, **files)
    with pytest.raises(Refused) as refusal:
        publish_version(by=reviewer(), at=AT, version=second)
    assert "overlap" in [problem.code for problem in refusal.value.problems]


def test_the_database_itself_refuses_an_overlap():
    version = in_force("national")
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            policy=version.policy,
            sequence=9,
            status="published",
            content={},
            content_hash="x",
            period=DateRange(date(2025, 1, 1), None),
            place_number=0,
            made_at=AT,
            made_by=version.made_by,
            checked_at=AT,
            checked_by=version.checked_by,
            published_at=AT,
            published_by=version.published_by,
        )


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"content_hash": "other"},
        {"sequence": 7},
        {"status": "draft"},
        {"period": DateRange(date(2024, 2, 1), None)},
        {"cases": []},
    ],
)
def test_a_published_version_is_closed_by_the_database(change):
    version = in_force("national")
    with pytest.raises(IntegrityError, match="已发布的政策版本不可修改"), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(**change)


def test_a_published_version_its_decisions_and_units_cannot_be_removed():
    version = in_force("linqu-2024")
    with pytest.raises(IntegrityError, match="裁定不可再改"), transaction.atomic():
        ConflictDecision.objects.filter(version=version).delete()
    with pytest.raises(IntegrityError, match="单位对应不可再改"), transaction.atomic():
        UnitBinding.objects.filter(version=version).update(unit_key="other")
    with pytest.raises(IntegrityError, match="不可删除"), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk)._raw_delete("default")
    with pytest.raises(Refused, match="请另起新版"):
        bind_units(by=officer(), at=AT, version=version, units={})


def test_loading_the_same_again_changes_nothing_and_new_content_follows():
    first = in_force("national")
    again = load_draft(by=officer(), at=AT, **texts("national"))
    assert again.pk == first.pk
    files = texts("national")
    files["policy_text"] = (
        files["policy_text"].replace("说明", "说明").replace("事项决定比例", "按事项定比例")
    )
    newer = load_draft(by=officer(), at=AT, **files)
    assert (newer.sequence, newer.status) == (2, "draft")
    assert ship_draft(at=AT, **texts("national")).pk == first.pk


def test_shipping_never_replaces_a_persons_draft():
    files = texts("national")
    files["policy_text"] = files["policy_text"].replace("事项决定比例", "按事项定比例")
    mine = load_draft(by=officer(), at=AT, **files)
    shipped = ship_draft(at=AT, **texts("national"))
    mine.refresh_from_db()
    assert shipped.sequence == 2
    assert mine.content["notes"][1].startswith("按事项定比例")


def test_taking_over_a_shipped_draft_makes_it_ones_own():
    shipped = ship_draft(at=AT, **texts("linqu-2024"))
    mine = draft("linqu-2024")
    assert mine.pk == shipped.pk
    assert str(mine.made_by) == "周玲"


def test_a_key_never_moves_to_another_place():
    draft("linqu-2024")
    files = texts("yueqing-2023")
    files["policy_text"] = files["policy_text"].replace(
        "policy: yueqing-2023", "policy: linqu-2024"
    )
    with pytest.raises(Refused, match="已用于别的地方"):
        load_draft(by=officer("330382"), at=AT, **files)
    assert Policy.objects.get(key="linqu-2024").area_code == "370724"


def test_retiring_keeps_the_days_before():
    version = in_force("linqu-2024")
    with pytest.raises(Refused) as refusal:
        retire_version(by=reviewer(), at=AT, version=version, last_day=date(2023, 1, 1), reason="")
    assert len(refusal.value.problems) == 2
    done = retire_version(
        by=reviewer(), at=AT, version=version, last_day=date(2024, 12, 31), reason="新方案施行"
    )
    assert done.effective_to == date(2024, 12, 31)
    assert PolicyVersion.objects.in_force(date(2024, 12, 31)).filter(pk=version.pk).exists()
    assert not PolicyVersion.objects.in_force(date(2025, 1, 1)).filter(pk=version.pk).exists()


def test_unknown_units_and_units_of_other_places_are_all_named():
    version = draft("linqu-2024")
    local_units("yueqing-2023")
    with pytest.raises(Refused) as refusal:
        bind_units(
            by=officer(),
            at=AT,
            version=version,
            units={
                "nobody": "x",
                "finance": "unknown",
                "water": "330382-water",
            },
        )
    assert [one.field for one in refusal.value.problems] == ["nobody", "finance", "water"]


def test_rights_and_places_are_asked_first():
    version = draft("linqu-2024")
    clerk = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
    stranger = reviewer("330382")
    for service in (check_version, publish_version):
        with pytest.raises((NotAllowed, OutOfScope)):
            service(by=clerk, at=AT, version=version)
        with pytest.raises(OutOfScope):
            service(by=stranger, at=AT, version=version)
    with pytest.raises(NotAllowed):
        load_draft(by=clerk, at=AT, **texts("national"))
    with pytest.raises(OutOfScope):
        load_draft(by=officer("330382"), at=AT, **texts("linqu-2024"))


def test_a_stored_version_reads_back_as_it_was_written():
    version = draft("yueqing-2023")
    version.refresh_from_db()
    policy = policy_of(version)
    assert policy.effective_to == date(2029, 1, 4)
    assert len(policy.catalogue) == 48
