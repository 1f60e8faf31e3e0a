"""Papers: recorded once, refused in a clerk's words, corrected by superseding, never erased."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from approvals.models import Answer, Paper, RunningTally
from approvals.rules.parts import WHOLE
from approvals.selectors.verifying import differences
from approvals.services import batches, paper_corrections, papers, rounds, tallies
from approvals.services.papers import Entry
from common.errors import Conflict, OutOfScope, Refused
from renovation.models import ProjectFact
from tests.factories.approvals import (
    CLOSES,
    DURING,
    OPENS,
    MandateFactory,
    entry,
    fill,
    open_round_for,
    project_with_homes,
    settled_round,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import OTHER_STREET, clerk

pytestmark = pytest.mark.django_db
LIMIT = 12


@pytest.fixture
def round_():
    return open_round_for(project_with_homes())


def record(round_, unit, what=None, by=None, at=DURING):
    return papers.record_paper(
        by=by or clerk(), at=at, round_=round_, unit=unit, entry=what or entry()
    )


def codes(refusal):
    return {problem.code for problem in refusal.value.problems}


def whole(round_):
    return RunningTally.objects.get(round=round_, building="")


def test_a_paper_moves_the_running_tally_and_the_projects_facts(round_):
    record(round_, units_of(round_)[0])
    tally = whole(round_)
    assert (tally.returned_units, tally.agree_heads, str(tally.agree_area)) == (1, 1, "80.00")
    stored = ProjectFact.objects.get(project=round_.project, key="consent.turnout_area")
    assert (stored.value, stored.scope) == ("80.00", "second")
    passed = ProjectFact.objects.get(project=round_.project, key="consent.passed")
    assert passed.value == "false"
    assert len(passed.explanation["children"]) == 4
    assert differences(round_) == []


def queries_of_one_paper(homes):
    project = project_with_homes(homes=homes)
    company = OwnerFactory(name="供电公司", kind="company")
    for unit in build_homes(project.community, count=homes, building="8", owned=False):
        own(unit, company)
    round_ = open_round_for(project)
    fill(round_, agree=homes // 2)
    unit = units_of(round_)[-1]
    by = User.objects.get(pk=clerk().pk)
    with CaptureQueriesContext(
        connection,
    ) as context:
        record(round_, unit, entry(client_id="k1"), by=by)
    return [q["sql"] for q in context if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_recording_one_paper_takes_at_most_twelve_queries_whatever_the_roll():
    small, large = queries_of_one_paper(4), queries_of_one_paper(60)
    assert len(small) == len(large) <= LIMIT, "\n".join(large)


def test_the_same_household_twice_tells_who_and_when(round_):
    unit = units_of(round_)[0]
    first = clerk()
    record(round_, unit, entry("against"), by=first)
    with pytest.raises(Conflict) as refusal:
        record(round_, unit, by=clerk(), at=DURING + timedelta(minutes=3))
    words = str(refusal.value)
    assert first.display_name in words
    assert "06-20 21:14" in words
    assert "反对" in words
    assert whole(round_).returned_units == 1


def test_the_same_sending_again_returns_the_same_paper(round_):
    unit = units_of(round_)[0]
    made = record(round_, unit, entry(client_id="a1"))
    assert record(round_, unit, entry(client_id="a1")) == made
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("received", "accepted"),
    [
        (OPENS, True),
        (OPENS - timedelta(seconds=1), False),
        (CLOSES, True),
        (CLOSES + timedelta(seconds=1), False),
    ],
)
def test_the_period_includes_both_of_its_instants(round_, received, accepted):
    unit = units_of(round_)[0]
    what = entry(received_at=received)
    if accepted:
        record(round_, unit, what, at=CLOSES + timedelta(hours=2))
        return
    with pytest.raises(Refused) as refusal:
        record(round_, unit, what, at=CLOSES + timedelta(hours=2))
    assert codes(refusal) == {"outside_period"}


def test_every_reason_against_a_paper_is_named_at_once(round_):
    what = Entry(
        answers={"renovate": "invalid", "roof": "agree"},
        channel="telephone",
        received_at=DURING + timedelta(days=1),
        signed_on=date(2024, 7, 1),
    )
    with pytest.raises(Refused) as refusal:
        record(round_, units_of(round_)[0], what)
    assert codes(refusal) == {
        "in_future",
        "signed_after_received",
        "channel",
        "reason_needed",
        "unknown_matter",
    }


def test_a_paper_of_another_round_is_a_stranger(round_):
    other = open_round_for(project_with_homes())
    with pytest.raises(Refused, match="不在本轮名册") as refusal:
        record(round_, units_of(other)[0])
    assert codes(refusal) == {"not_on_roll"}


def test_another_streets_clerk_does_not_see_the_round(round_):
    with pytest.raises(OutOfScope):
        record(round_, units_of(round_)[0], by=clerk(OTHER_STREET))


def test_a_correction_supersedes_with_its_reason(round_):
    made = record(round_, units_of(round_)[0])
    with pytest.raises(Refused, match="事由"):
        paper_corrections.correct_paper(
            by=clerk(), at=DURING, paper=made, answers={"renovate": "against"}, reason=" "
        )
    new = paper_corrections.correct_paper(
        by=clerk(), at=DURING, paper=made, answers={"renovate": "against"}, reason="看错一行"
    )
    made.refresh_from_db()
    assert (made.live, new.live, new.supersedes) == (False, True, made)
    assert (whole(round_).agree_units, whole(round_).against_units) == (0, 1)
    with pytest.raises(Conflict):
        paper_corrections.correct_paper(
            by=clerk(), at=DURING, paper=made, answers={"renovate": "agree"}, reason="再改"
        )
    assert differences(round_) == []


def test_a_withdrawal_leaves_the_old_paper_on_file(round_):
    unit = units_of(round_)[0]
    made = record(round_, unit)
    gone = paper_corrections.withdraw_paper(by=clerk(), at=DURING, paper=made, reason="录错户")
    assert (gone.live, gone.withdrawn, gone.supersedes) == (False, True, made)
    assert whole(round_).returned_units == 0
    record(round_, unit, entry("against"))
    assert Paper.objects.count() == 3
    assert differences(round_) == []


def test_nothing_can_be_typed_into_a_confirmed_round():
    round_ = settled_round(project_with_homes(), agree=5)
    with pytest.raises(Refused) as refusal:
        record(round_, units_of(round_)[5], entry(received_at=DURING))
    assert codes(refusal) == {"round_over"}


@pytest.mark.parametrize(
    "change",
    [
        lambda: Paper.objects.update(channel="visit"),
        lambda: Paper.objects.update(live=False, reason="悄悄改"),
        lambda: Answer.objects.update(choice="agree"),
        lambda: Answer.objects.all().delete(),
    ],
)
def test_papers_and_answers_are_guarded_by_the_database(round_, change):
    record(round_, units_of(round_)[0], entry("against"))
    with pytest.raises(IntegrityError, match="更正须另录"), transaction.atomic():
        change()


def test_the_database_itself_allows_one_live_paper_a_unit(round_):
    unit = units_of(round_)[0]
    made = record(round_, unit)
    with pytest.raises(IntegrityError, match="paper_live"), transaction.atomic():
        Paper.objects.create(
            round=round_,
            unit=unit,
            received_at=DURING,
            entered_at=DURING,
            entered_by=made.entered_by,
        )


def test_one_company_with_two_answers_takes_part_once_and_is_listed(round_):
    project = project_with_homes(homes=2)
    company = OwnerFactory(name="供电公司", kind="company")
    for unit in build_homes(project.community, count=3, building="5", owned=False):
        own(unit, company)
    mixed = open_round_for(project)
    homes = units_of(mixed)[2:]
    record(mixed, homes[0], entry("agree"))
    record(mixed, homes[1], entry("against"))
    tally = whole(mixed)
    assert (tally.participating_heads, tally.mixed_heads, tally.agree_heads) == (1, 1, 0)
    assert (str(tally.agree_area), str(tally.against_area)) == ("80.00", "80.00")
    assert differences(mixed) == []


def test_a_proxy_is_kept_masked(round_):
    unit = units_of(round_)[0]
    MandateFactory(round=round_, head=unit.head, agent="赵建平")
    made = record(round_, unit, entry(proxy="赵建平"))
    assert made.proxy == "赵*平"
    said = AuditEntry.objects.filter(object_kind="approvals.paper").latest("pk")
    assert "赵" not in said.summary + str(said.payload)


def test_a_pile_is_handed_in_only_when_every_category_agrees(round_):
    by = clerk()
    hand = {"renovate": {"agree": 2, "against": 1}}
    pile = batches.open_batch(by=by, at=DURING, round_=round_, building="1", hand=hand)
    units = units_of(round_)
    record(round_, units[0], entry(batch=pile))
    record(round_, units[1], entry(batch=pile))
    with pytest.raises(Refused, match="少 1"):
        batches.submit_batch(by=by, at=DURING, batch=pile)
    record(round_, units[2], entry("against", batch=pile))
    done = batches.submit_batch(by=by, at=DURING, batch=pile)
    assert (done.total, done.submitted_by) == (3, by)
    with pytest.raises(Conflict):
        batches.submit_batch(by=by, at=DURING, batch=pile)
    again = batches.open_batch(by=by, at=DURING, round_=round_, building="1", hand=hand)
    assert again.number == 2


def test_undelivered_papers_are_noted_and_cleared(round_):
    unit = units_of(round_)[0]
    row = batches.note_undelivered(by=clerk(), at=DURING, unit=unit, reason="长期无人")
    assert round_.undelivered.get() == row
    batches.clear_undelivered(by=clerk(), at=DURING, unit=unit)
    assert not round_.undelivered.exists()
    rounds.void_round(by=clerk(), at=DURING, round_=round_, reason="名册有误")
    with pytest.raises(Refused, match="不再登记"):
        batches.note_undelivered(by=clerk(), at=DURING, unit=unit, reason="长期无人")


def test_many_papers_at_once_obey_the_same_rules(round_):
    first, second = units_of(round_)[:2]
    record(round_, first)
    from approvals.services.bulk import record_papers

    with pytest.raises(Refused) as refusal:
        record_papers(
            by=clerk(),
            at=DURING,
            round_=round_,
            entries=[(first, entry()), (second, entry(channel="telephone"))],
        )
    assert codes(refusal) == {"already_recorded", "channel"}
    assert {p.field for p in refusal.value.problems} == {first.serial, second.serial}
    assert whole(round_).returned_units == 1


def test_the_stored_running_tally_equals_a_full_recount(round_):
    fill(round_, agree=3, against=1, abstain=1, invalid=1)
    counts = tallies.full_counts(round_)["renovate"]
    assert counts[WHOLE].agree_units == whole(round_).agree_units == 3
    assert differences(round_) == []


def test_a_sending_that_comes_again_after_its_paper_was_withdrawn_brings_nothing_back(round_):
    unit = units_of(round_)[0]
    by = clerk()
    made = record(round_, unit, entry(client_id="a1"), by=by)
    paper_corrections.withdraw_paper(by=by, at=DURING, paper=made, reason="录入撤销")

    assert record(round_, unit, entry(client_id="a1"), by=by).pk == made.pk
    assert not Paper.objects.filter(live=True).exists()
    with pytest.raises(Conflict, match="已经用在另一户"):
        record(round_, units_of(round_)[1], entry(client_id="a1"), by=by)
    assert record(round_, unit, entry("against", client_id="a2"), by=by).live
