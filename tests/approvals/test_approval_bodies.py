"""Joint review, joint acceptance, handover: named parties, every gap named, facts downward."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.permissions import Role
from approvals.models import AcceptanceParty, HandoverItem
from approvals.services import (
    acceptance_calling,
    acceptance_concluding,
    acceptance_defects,
    acceptance_signing,
    handover,
    review_concluding,
    review_opening,
    review_opinions,
)
from approvals.services.handover import Lot
from approvals.services.review_opinions import Signed
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from policies.selectors.governing import rule_at
from policies.selectors.ruleset import Governed
from renovation.models import ProjectFact
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, project_with_homes
from tests.factories.renovation import OTHER_STREET, clerk, handler

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 19)


def fact(project, key, scope=""):
    return ProjectFact.objects.get(project=project, key=key, scope=scope).value


@pytest.fixture
def review():
    project = project_with_homes(at="review")
    return review_opening.open_review(
        by=handler(), at=DURING, project=project, key="joint", accepted_on=DAY, low_risk=True
    )


def signed(view="agree", **changes):
    return Signed(
        **{"view": view, "conditions": "", "signatory": "李工", "given_on": DAY} | changes
    )


def test_every_party_of_the_rule_is_asked(review):
    assert [o.unit_code for o in review.opinions.all()] == ["370724-planning", "370724-water"]
    assert fact(review.project, "review.missing_opinions", "joint") == "2"


def test_a_department_speaks_for_itself_only(review):
    by = UserFactory(role=Role.DEPARTMENT, role__area="370724", role__unit="370724-planning")
    own, other = review.opinions.all()
    review_opinions.give_opinion(by=by, at=DURING, opinion=own, signed=signed())
    with pytest.raises(NotAllowed, match="本单位"):
        review_opinions.give_opinion(by=by, at=DURING, opinion=other, signed=signed())
    with pytest.raises(Conflict):
        review_opinions.give_opinion(by=by, at=DURING, opinion=own, signed=signed("disagree"))


def test_an_opinion_with_conditions_states_them(review):
    with pytest.raises(Refused) as refusal:
        review_opinions.give_opinion(
            by=handler(),
            at=DURING,
            opinion=review.opinions.first(),
            signed=signed("conditional", signatory="", given_on=date(2024, 6, 1)),
        )
    fields = {p.field for p in refusal.value.problems}
    assert fields == {"conditions", "signatory", "given_on"}


def test_agreement_needs_every_opinion_and_no_refusal(review):
    by = handler()
    first = review.opinions.first()
    review_opinions.give_opinion(
        by=by, at=DURING, opinion=first, signed=signed("disagree", conditions="超出红线")
    )
    conclude = {"at": DURING, "review": review, "conclusion": "同意", "concluded_on": DAY}
    with pytest.raises(Refused) as refusal:
        review_concluding.conclude_review(by=by, agreed=True, **conclude)
    assert {p.code for p in refusal.value.problems} == {"missing_opinion", "disagrees"}
    review_concluding.conclude_review(by=by, agreed=False, **conclude)
    assert fact(review.project, "review.agreed", "joint") == "false"
    again = review_opening.open_review(
        by=by, at=DURING, project=review.project, key="joint", accepted_on=DAY
    )
    for opinion in again.opinions.all():
        review_opinions.give_opinion(by=by, at=DURING, opinion=opinion, signed=signed())
    review_concluding.conclude_review(by=by, agreed=True, **conclude | {"review": again})
    assert fact(review.project, "review.agreed", "joint") == "true"
    assert fact(review.project, "review.missing_opinions", "joint") == "0"


@pytest.fixture
def accepting():
    project = project_with_homes(at="accept")
    return acceptance_calling.open_acceptance(
        by=clerk(), at=DURING, project=project, held_on=DAY, owners=["王建国", "李秀兰"]
    )


def test_two_or_three_owners_take_part():
    project = project_with_homes(at="accept")
    with pytest.raises(Refused, match="2 至 3 人"):
        acceptance_calling.open_acceptance(
            by=clerk(), at=DURING, project=project, held_on=DAY, owners=["王建国"]
        )


def test_a_committee_is_refused_where_the_policy_names_none(monkeypatch):
    project = project_with_homes(at="accept")
    rule = rule_at(project.pins.get(rule="procedure").version_id, "acceptance").rule
    alone = replace(rule, owners_body="")
    monkeypatch.setattr(acceptance_calling, "rule_at", lambda *_: Governed(alone, 1, version=None))
    with pytest.raises(Refused, match="没有写业主组织可以代替"):
        acceptance_calling.open_acceptance(
            by=clerk(), at=DURING, project=project, held_on=DAY, owners=[], owners_body=True
        )


def test_the_owners_committee_may_stand_in_the_representatives_place():
    project = project_with_homes(at="accept")
    row = acceptance_calling.open_acceptance(
        by=clerk(), at=DURING, project=project, held_on=DAY, owners=[], owners_body=True
    )
    assert fact(project, "acceptance.owner_representatives") == "0"
    committee = row.parties.get(key="committee")
    acceptance_signing.sign(
        by=clerk(), at=DURING, party=committee, verdict="pass", signatory="赵主任", signed_on=DAY
    )
    assert committee.name == "业主委员会"
    assert fact(project, "acceptance.owner_representatives") == "2"


def test_acceptance_passes_with_every_signature_and_no_open_problem(accepting):
    by = clerk()
    problem = acceptance_defects.find_problem(
        by=by,
        at=DURING,
        acceptance=accepting,
        part="2 号楼屋面",
        finding="卷材起鼓",
        due_on=date(2024, 6, 28),
    )
    conclude = {
        "at": DURING,
        "acceptance": accepting,
        "conclusion": "同意验收",
        "concluded_on": DAY,
    }
    with pytest.raises(Refused) as refusal:
        acceptance_concluding.conclude(by=by, passed=True, **conclude)
    assert [p.code for p in refusal.value.problems] == ["missing_signature"] * 3 + ["open_problem"]
    for party in AcceptanceParty.objects.filter(acceptance=accepting):
        acceptance_signing.sign(
            by=by, at=DURING, party=party, verdict="pass", signatory="王建国", signed_on=DAY
        )
    acceptance_defects.fix_problem(by=by, at=DURING, problem=problem, fixed_on=DAY)
    acceptance_concluding.conclude(by=by, passed=True, **conclude)
    project = accepting.project
    assert fact(project, "acceptance.passed") == "true"
    assert fact(project, "acceptance.owner_representatives") == "2"
    assert fact(project, "acceptance.open_problems") == "0"
    names = set(AcceptanceParty.objects.filter(owner=True).values_list("name", flat=True))
    assert names == {"王*国", "李*兰"}
    with pytest.raises(Conflict):
        acceptance_concluding.conclude(by=by, passed=False, **conclude)


def test_acceptance_is_kept_within_the_street(accepting):
    with pytest.raises(OutOfScope):
        acceptance_defects.find_problem(
            by=clerk(OTHER_STREET),
            at=DURING,
            acceptance=accepting,
            part="屋面",
            finding="漏",
            due_on=DAY,
        )


def test_handover_lists_what_the_policy_names_and_counts_what_is_open():
    project = project_with_homes(at="handover")
    by = clerk()
    rows = handover.prepare(
        by=by, at=DURING, project=project, lots={"water": Lot("380 米", date(2026, 6, 19))}
    )
    assert [(r.name, r.receiver, r.quantity) for r in rows] == [
        ("供水设施", "临朐县县供水公司", "380 米")
    ]
    assert fact(project, "handover.open_items") == "1"
    with pytest.raises(Refused) as refusal:
        handover.receive(by=by, at=DURING, item=rows[0], received_on=date(2024, 7, 1), signatory="")
    assert {p.field for p in refusal.value.problems} == {"received_on", "signatory"}
    handover.receive(by=by, at=DURING, item=rows[0], received_on=DAY, signatory="张工")
    assert fact(project, "handover.open_items") == "0"
    with pytest.raises(Conflict):
        handover.receive(by=by, at=DURING, item=rows[0], received_on=DAY, signatory="张工")
    assert HandoverItem.objects.get().received_by == by
