"""Opening freezes the roll and pins the rule; closing and confirming take two people."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.models import Head, HeadUnit, RunningTally, Tally
from approvals.rules.parts import WHOLE
from approvals.selectors.boards import board
from approvals.selectors.evening import evening
from approvals.services import counting, opening, rounds, tallies
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Milestone, ProjectFact, RulePin
from reports.selectors import second_person
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
    settled_round,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import (
    OTHER_STREET,
    ProjectFactory,
    clerk,
    handler,
    published_policy,
)

pytestmark = pytest.mark.django_db


def fact(project, key, scope="second"):
    return ProjectFact.objects.get(project=project, key=key, scope=scope).value


def codes(refusal):
    return {problem.code for problem in refusal.value.problems}


def test_opening_freezes_heads_units_and_areas_in_stair_order():
    project = project_with_homes(homes=4)
    company = OwnerFactory(name="临朐县供电公司", kind="company")
    more = build_homes(project.community, count=5, building="2", owned=False)
    for unit in more:
        own(unit, company)
    round_ = open_round_for(project)
    assert (round_.heads, round_.units, str(round_.area)) == (5, 9, "720.00")
    assert [u.position for u in HeadUnit.objects.filter(round=round_)] == list(range(1, 10))
    first, last = HeadUnit.objects.filter(round=round_).first(), HeadUnit.objects.last()
    assert first.serial.startswith("ZQ2-T")
    assert first.serial.endswith("-001")
    assert (last.building, last.head.units.count()) == ("2", 5)
    assert len(round_.roll_sha256) == 64
    assert RulePin.objects.get(project=project, rule="rounds.second").day == OPENS.date()


def test_a_later_change_of_the_register_does_not_move_the_roll():
    project = project_with_homes(homes=4)
    round_ = open_round_for(project)
    build_homes(project.community, count=6, building="7")
    assert round_.roll_units.count() == 4
    assert tallies.full_counts(round_)["renovate"][WHOLE].all_units == 4


def test_opening_is_refused_with_every_problem_at_once():
    project = ProjectFactory()
    with pytest.raises(Refused) as refusal:
        opening.open_round(
            by=clerk(), at=OPENS, project=project, key="second", closes_at=OPENS, organiser=" "
        )
    assert codes(refusal) == {"step_not_open", "empty_register", "required", "invalid"}
    assert {p.field for p in refusal.value.problems} >= {"organiser", "closes_at"}


def test_a_second_round_cannot_open_beside_a_live_one():
    project = project_with_homes()
    open_round_for(project)
    with pytest.raises(Refused) as refusal:
        open_round_for(project)
    assert codes(refusal) == {"round_live"}


def test_a_unit_without_an_owner_keeps_the_round_closed():
    project = project_with_homes(homes=2)
    build_homes(project.community, count=1, building="9", owned=False)
    with pytest.raises(Refused) as refusal:
        open_round_for(project)
    assert codes(refusal) == {"ownerless"}


def test_a_voided_round_takes_its_facts_back_and_may_be_opened_again():
    project = project_with_homes()
    round_ = open_round_for(project)
    fill(round_, agree=2)
    rounds.void_round(by=clerk(), at=DURING, round_=round_, reason="名册有误")
    assert not ProjectFact.objects.filter(project=project, key="consent.turnout_heads").exists()
    again = open_round_for(project)
    assert again.attempt == 2
    assert again.roll_units.first().serial.startswith("ZQ2B-")


def test_extending_needs_a_later_instant_and_a_reason():
    round_ = open_round_for(project_with_homes())
    by = clerk()
    with pytest.raises(Refused) as refusal:
        rounds.extend_round(by=by, at=DURING, round_=round_, closes_at=DURING, reason="")
    assert {p.field for p in refusal.value.problems} == {"closes_at", "reason"}
    later = rounds.extend_round(
        by=by, at=DURING, round_=round_, closes_at=CLOSES + timedelta(days=3), reason="雨天"
    )
    assert later.closes_at == CLOSES + timedelta(days=3)


def test_closing_compares_the_hand_count_category_by_category():
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=3, against=1)
    wrong = {"renovate": {"agree": 4, "against": 1, "abstain": 1, "invalid": 0}}
    with pytest.raises(Refused) as refusal:
        counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=wrong)
    fields = {p.field for p in refusal.value.problems}
    assert fields == {"hand_renovate_agree", "hand_renovate_abstain"}
    assert "少 1" in str(refusal.value)


def test_closing_early_needs_a_reason_and_ends_the_period():
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=6)
    with pytest.raises(Refused, match="提前截止须写明原因"):
        counting.close_round(by=clerk(), at=DURING, round_=round_, hand_counts=hand_counts(round_))
    closed = counting.close_round(
        by=clerk(), at=DURING, round_=round_, hand_counts=hand_counts(round_), reason="全部收回"
    )
    assert (closed.state, closed.closes_at) == ("closed", DURING)


def test_the_person_who_closed_does_not_confirm():
    from accounts.permissions import Role
    from tests.factories.accounts import user_with

    both = user_with(Role.STREET_CLERK, Role.BUREAU_REVIEWER, area="370724")
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=6)
    counting.close_round(by=both, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    with pytest.raises(Refused) as refusal:
        counting.confirm_tally(by=both, at=AFTER, round_=round_)
    assert codes(refusal) == {"second_person"}
    assert second_person.to_confirm(both) == []
    assert second_person.to_confirm(clerk()) == []
    assert second_person.to_confirm(reviewer()) == [round_]


def test_a_confirmed_pass_writes_certificate_fact_and_milestone():
    project = project_with_homes()
    round_ = settled_round(project, agree=5, against=1)
    certificate = Tally.objects.get(round=round_, occasion="certificate")
    assert (certificate.valid, certificate.passed) == (True, True)
    assert certificate.counts["agree_area"] == "400.00"
    assert certificate.explanation["version"]["sequence"] == 1
    assert certificate.explanation["trigger"]["day"] == "2024-06-13"
    assert fact(project, "consent.passed") == "true"
    assert Milestone.objects.get(project=project, kind=MilestoneKind.CONSENTED).revoked is False


def test_a_failed_round_reaches_nothing_and_may_be_repeated():
    project = project_with_homes()
    settled_round(project, agree=3, against=3)
    assert fact(project, "consent.passed") == "false"
    assert not Milestone.objects.filter(project=project, kind="consented", revoked=False).exists()
    assert open_round_for(project).attempt == 2


def test_papers_typed_after_closing_ask_for_a_new_hand_count():
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=5)
    by = clerk()
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    round_.refresh_from_db()
    from approvals.services import papers
    from tests.factories.approvals import entry, units_of

    late = entry("agree", received_at=DURING)
    papers.record_paper(by=by, at=AFTER, round_=round_, unit=units_of(round_)[5], entry=late)
    with pytest.raises(Refused, match=r"少 1|多 1"):
        counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)


def test_a_confirmed_round_stands():
    round_ = settled_round(project_with_homes(), agree=6)
    with pytest.raises(Conflict):
        counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    with pytest.raises(Refused):
        rounds.void_round(by=clerk(), at=AFTER, round_=round_, reason="反悔")


@pytest.mark.parametrize(
    "change",
    [
        lambda r: Head.objects.filter(round=r).update(area=1),
        lambda r: HeadUnit.objects.filter(round=r).update(area=1),
        lambda r: Tally.objects.filter(round=r).update(passed=False),
        lambda r: Tally.objects.filter(round=r).delete(),
        lambda r: type(r).objects.filter(pk=r.pk).update(heads=1),
    ],
)
def test_roll_tally_and_confirmed_round_are_guarded_by_the_database(change):
    round_ = settled_round(project_with_homes(), agree=6)
    with pytest.raises(IntegrityError, match=r"不能|冻结"), transaction.atomic():
        change(round_)


def test_the_running_tally_of_an_empty_round_has_every_scope():
    round_ = open_round_for(project_with_homes(homes=3, buildings=2))
    rows = RunningTally.objects.filter(round=round_).order_by("building")
    assert [(r.building, r.all_units, r.returned_units) for r in rows] == [
        ("", 6, 0),
        ("1", 3, 0),
        ("2", 3, 0),
    ]


def test_scope_comes_before_right():
    project = project_with_homes()
    arguments = {
        "at": OPENS,
        "project": project,
        "key": "second",
        "closes_at": CLOSES,
        "organiser": "街道",
    }
    with pytest.raises(OutOfScope):
        opening.open_round(by=clerk(OTHER_STREET), **arguments)
    with pytest.raises(NotAllowed):
        opening.open_round(by=reviewer(), **arguments)
    assert opening.open_round(by=handler(), **arguments).state == "open"


def test_the_roll_is_frozen_with_few_queries_whatever_its_size(django_assert_max_num_queries):
    small, large = project_with_homes(homes=4), project_with_homes(homes=40, buildings=2)
    by = clerk()
    with django_assert_max_num_queries(60) as context:
        open_round_for(small, by=by)
    few = len(context)
    with django_assert_max_num_queries(few):
        open_round_for(large, by=by)
    assert connection.vendor == "postgresql"


def test_a_threshold_in_each_building_is_judged_building_by_building():
    published_policy(
        lambda text: text.replace(
            'operator: ">=", share: 3/4}', 'operator: ">=", share: 3/4, scope: building}'
        )
    )
    project = project_with_homes(homes=4, buildings=2)
    round_ = open_round_for(project)
    fill(round_, agree=6, against=2)  # the second building is half against
    whole = board(round_).first
    assert whole.outcome.valid
    assert not whole.outcome.passed
    assert [one.label for one in whole.outcome.tests if not one.met] == [
        "2 号楼同意人数",
        "2 号楼同意面积",
    ]
    assert [gap.met for gap in evening(round_, DURING.date()).matters[0].gaps].count(False) == 2


def test_a_closed_round_takes_papers_again_until_it_is_confirmed():
    project = project_with_homes()
    round_ = open_round_for(project)
    fill(round_, agree=3)
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    later = AFTER + timedelta(days=3)
    with pytest.raises(Refused) as refusal:
        rounds.reopen_round(by=clerk(), at=AFTER, round_=round_, closes_at=CLOSES, reason="")
    assert len(refusal.value.problems) == 2
    row = rounds.reopen_round(
        by=clerk(), at=AFTER, round_=round_, closes_at=later, reason="暴雨，顺延三天"
    )
    assert (row.state, row.closes_at, row.closed_by) == ("open", later, None)
    fill(row, at=AFTER + timedelta(hours=1), agree=2)
    counting.close_round(by=clerk(), at=later, round_=row, hand_counts=hand_counts(row))
    counting.confirm_tally(by=reviewer(), at=later, round_=row)
    assert Tally.objects.filter(round=row, occasion="closing").count() == 2
    with pytest.raises(Refused, match="不能重新开放"):
        rounds.reopen_round(by=clerk(), at=later, round_=row, closes_at=later, reason="再征")
