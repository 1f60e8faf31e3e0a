"""Doubtful cases of a roll are listed with their clause, decided with a reason, and counted so."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from approvals.models import RollDecision
from approvals.rules.roll_difference import Listed, difference
from approvals.selectors.roll_doubts import roll_doubts, since_previous
from approvals.services.roll_decisions import decide_doubt
from approvals.services.rolls import draft_roll
from common.errors import NotAllowed, Refused
from tests.factories.approvals import DURING, open_round_for, project_with_homes, reviewer
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk, published_policy


@pytest.fixture
def project(db):
    """Six homes, two of them of owners of one name, and a garage with a contract area."""
    made = project_with_homes(homes=4)
    for unit in build_homes(made.community, count=2, building="2", owned=False):
        own(unit, OwnerFactory(name="王建国"))
    (garage,) = build_homes(made.community, count=1, building="3", area=Decimal("20.00"))
    garage.kind, garage.area_source = "garage", "contract"
    garage.save()
    return made


def kinds(project):
    return [doubt.kind for doubt in roll_doubts(project)]


def doubt(project, kind):
    return next(one for one in roll_doubts(project) if one.kind == kind)


def decide(project, kind, choice, reason="居委会核实", by=None):
    return decide_doubt(
        by=by or clerk(),
        at=DURING,
        project=project,
        key=doubt(project, kind).key,
        choice=choice,
        reason=reason,
    )


def test_every_case_is_listed_with_its_clause_and_what_counts_until_decided(project):
    assert kinds(project) == ["area", "kind", "same_name"]
    assert all(one.clause for one in roll_doubts(project))
    assert doubt(project, "area").counts == "按合同面积计"
    assert doubt(project, "same_name").counts == "按 2 人计"
    assert len(draft_roll(project).heads) == 7


def test_equal_names_are_one_head_only_once_somebody_says_so(project):
    decide(project, "same_name", "one")
    roll = draft_roll(project)
    assert len(roll.heads) == 6
    assert max(len(head.units) for head in roll.heads) == 2
    decide(project, "same_name", "several", reason="身份证不同")
    assert len(draft_roll(project).heads) == 7
    assert RollDecision.objects.count() == 2


@pytest.mark.django_db
def test_garages_stay_out_where_the_policy_says_so():
    published_policy(
        lambda text: text.replace(
            "mixed_head: undecided", "mixed_head: undecided\n    leaves_out: [garage]"
        )
    )
    made = project_with_homes(homes=6)
    (garage,) = build_homes(made.community, count=1, building="3", area=Decimal("20.00"))
    type(garage).objects.filter(pk=garage.pk).update(kind="garage")
    round_ = open_round_for(made)
    assert (round_.units, str(round_.area)) == (6, "480.00")


def test_garages_stay_out_when_that_is_decided(project):
    decide(project, "kind", "out")
    roll = draft_roll(project)
    assert (roll.units, roll.area) == (6, Decimal("480.00"))
    round_ = open_round_for(project)
    assert (round_.units, round_.heads) == (6, 6)


def test_who_owns_alone_and_with_another_is_two_heads_and_is_said(db):
    made = project_with_homes(homes=1)
    one, other = OwnerFactory(), OwnerFactory()
    first, second = build_homes(made.community, count=2, building="2", owned=False)
    own(first, one)
    own(second, one, other)
    assert "与不同的人共有" in doubt(made, "shared").words
    assert doubt(made, "shared").counts == "每组共有人各为 1 人，计 2 人"
    with pytest.raises(Refused):
        decide(made, "shared", "several")


def test_a_developers_unsold_homes_are_one_head_and_no_doubt(db):
    made = project_with_homes(homes=2)
    company = OwnerFactory(name="临朐置业有限公司", kind="company", number="91370724MA3N0000X1")
    for unit in build_homes(made.community, count=9, building="2", owned=False):
        own(unit, company)
    assert kinds(made) == []
    assert len(draft_roll(made).heads) == 3


def test_a_decision_wants_a_reason_an_offered_choice_and_the_right(project):
    for choice, reason in (("one", ""), ("maybe", "核实")):
        with pytest.raises(Refused):
            decide(project, "same_name", choice, reason)
    with pytest.raises(NotAllowed):
        decide(project, "same_name", "one", by=reviewer())


def test_the_difference_to_the_previous_round_is_shown(project, client, settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    first = open_round_for(project)
    assert since_previous(first) is None
    build_homes(project.community, count=1, building="4", area=Decimal("90.00"))
    client.force_login(clerk())
    page = client.get(reverse("approvals:roll", args=[project.pk])).content.decode()
    assert "基数有变：1 人、1 套、90.00 ㎡" in page
    assert "4 号楼" in page
    body = client.get(f"/api/v1/rolls/{project.pk}/").json()
    assert [one["kind"] for one in body["changes"]] == ["added"]
    assert {one["kind"] for one in body["doubts"]} == {"area", "kind", "same_name"}
    decided = client.post(
        f"/api/v1/rolls/{project.pk}/decide/",
        {"key": doubt(project, "same_name").key, "choice": "one", "reason": "居委会核实"},
        content_type="application/json",
    )
    assert (decided.status_code, decided.json()["heads"]) == (201, 7)


LISTED = st.builds(
    Listed,
    st.sampled_from(["1 号楼 101", "1 号楼 102"]),
    st.integers(1, 9).map(Decimal),
    st.frozensets(st.integers(1, 4), max_size=2),
    st.just("赵*平"),
    st.integers(1, 5),
)
ROLLS = st.dictionaries(st.integers(1, 8), LISTED, max_size=8)


@given(ROLLS, ROLLS)
def test_the_difference_is_what_leads_from_one_roll_to_the_other(before, after):
    made = difference(before, after)
    assert made.units == len(after) - len(before)
    assert (not made.changes) == (
        {u: (o.area, o.owners) for u, o in before.items()}
        == {u: (o.area, o.owners) for u, o in after.items()}
    )
    back = difference(after, before)
    assert (back.units, back.area, back.heads) == (-made.units, -made.area, -made.heads)
