"""A round over a cluster: one roll of several communities, one result, told to each of them."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from approvals.models import HeadUnit, Round, RunningTally
from approvals.rules.members import code_of
from approvals.rules.parts import Part
from approvals.rules.tally import CHOICES, Count
from approvals.rules.words import building_words
from approvals.selectors.boards import board
from approvals.selectors.recounting import answers_of, roll_of
from approvals.selectors.register import Register, RegisterUnit, joined
from approvals.selectors.rules import groups_of, method_of
from approvals.selectors.verifying import differences
from approvals.services import bulk, counting, papers
from approvals.services.rounds import void_round
from common.errors import NotAllowed, Refused, Undecidable
from policies.loading.parse import parse_text
from policies.rules.consent import evaluate
from renovation.models import Milestone, ProjectFact, ProjectGroup
from tests.approvals.clusters import cluster_of, opened, over_a_cluster, two_communities
from tests.approvals.reference import recount
from tests.factories.approvals import (
    AFTER,
    DURING,
    entry,
    hand_counts,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.districts import build_homes
from tests.factories.renovation import (
    OTHER_STREET,
    TEXT,
    ProjectFactory,
    clerk,
    published_policy,
)


@pytest.fixture
def pair(db, settings):
    """Two communities of six homes each, and a company that has two homes in either."""
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    published_policy(over_a_cluster)
    return two_communities()


def codes(refusal):
    return {problem.code for problem in refusal.value.problems}


def test_all_communities_of_the_cluster_are_one_roll(pair):
    cluster_of(*pair)
    round_ = opened(pair[1])
    assert round_.project == pair[0]
    assert (round_.members, round_.cluster) == ([pair[0].pk, pair[1].pk], "安乐组团")
    assert (round_.units, round_.heads, str(round_.area)) == (16, 13, "1280.00")
    units = units_of(round_)
    buildings = list(dict.fromkeys(unit.building for unit in units))
    names = [project.community.name for project in pair]
    assert buildings == [f"{name}·{number}" for name in names for number in ("1", "8")]
    assert building_words(buildings[0]) == f"{names[0]} 1 号楼"
    assert len({unit.serial for unit in units}) == 16
    held = Counter(unit.head_id for unit in units)
    assert sorted(held.values())[-2:] == [1, 4]


def test_who_owns_homes_in_two_communities_is_one_head_in_each_where_the_policy_says_so(
    db, settings
):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    published_policy(lambda text: over_a_cluster(text, "each"))
    pair = two_communities()
    cluster_of(*pair)
    assert (opened(pair[0]).heads, opened_again_is_refused(pair[1])) == (14, {"round_live"})


def opened_again_is_refused(project):
    with pytest.raises(Refused) as refusal:
        opened(project)
    return codes(refusal)


def test_the_result_is_that_of_the_cluster_and_is_told_to_each_project(pair):
    cluster_of(*pair)
    round_ = opened(pair[0])
    some = [unit for unit in units_of(round_) if unit.room != "201"]
    rows = [(unit, entry(CHOICES[n * n % len(CHOICES)])) for n, unit in enumerate(some)]
    bulk.record_papers(by=clerk(), at=DURING, round_=round_, entries=rows)
    roll, answers = list(roll_of(round_)), answers_of(round_)["renovate"]
    for running in RunningTally.objects.filter(round=round_):
        expected = recount(roll, answers, method_of(round_), running.part)
        assert {name: getattr(running, name) for name in expected} == expected
    assert differences(round_) == []
    left = [(unit, entry()) for unit in units_of(round_) if unit.room == "201"]
    bulk.record_papers(by=clerk(), at=DURING, round_=round_, entries=left)
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=5), round_=round_)
    round_.refresh_from_db()
    passed = board(round_).passed
    for project in pair:
        fact = ProjectFact.objects.get(project=project, key="consent.passed", scope="second")
        assert (fact.value == "true") == passed
        assert Milestone.objects.filter(project=project, kind="consented").exists() == passed
    assert differences(round_) == []
    assert {row["building"] for row in round_.tallies.last().buildings} == {
        unit.building for unit in units_of(round_)
    }


def test_a_cluster_is_seen_by_each_street_and_decided_on_by_who_has_them_all(pair):
    far = project_with_homes(homes=2, street_code=OTHER_STREET)
    cluster_of(*pair, far)
    with pytest.raises(NotAllowed, match="区县"):
        opened(pair[0])
    district = clerk("370724")
    round_ = opened(pair[0], by=district)
    assert (round_.place, round_.unit_codes) == ("370724", [])
    for part, homes in ((clerk(), 16), (clerk(OTHER_STREET), 2)):
        assert Round.objects.visible_to(part).get() == round_
        assert HeadUnit.objects.visible_to(part).count() == homes
        with pytest.raises(NotAllowed, match="区县"):
            void_round(by=part, at=DURING, round_=round_, reason="改期")
    assert not Round.objects.visible_to(clerk("370725")).exists()
    assert Round.objects.visible_to(district).get() == round_
    assert HeadUnit.objects.visible_to(district).count() == 18


def test_what_keeps_a_cluster_from_being_asked(pair):
    with pytest.raises(Refused) as refusal:
        opened(pair[0])
    assert codes(refusal) == {"no_cluster"}
    waiting = ProjectFactory()
    build_homes(waiting.community, count=2)
    cluster_of(*pair, waiting)
    with pytest.raises(Refused, match=waiting.name) as refusal:
        opened(pair[0])
    assert codes(refusal) == {"step_not_open"}


def test_the_pages_of_every_member_lead_to_the_round(pair, client):
    cluster_of(*pair)
    by = clerk()
    client.force_login(by)
    form = reverse("approvals:open_round", args=[pair[1].pk, "second"])
    shown = client.get(form).content.decode()
    assert "安乐组团" in shown
    assert f"{pair[0].community.name} 1 号楼" in shown
    said = {"organiser": "城关街道", "closes_at": "2024-06-28T18:00"}
    assert client.post(form, said).status_code == 302
    round_ = Round.objects.get()
    for project in pair:
        tab = client.get(reverse("approvals:rounds", args=[project.pk])).content.decode()
        assert reverse("approvals:sheet", args=[round_.pk]) in tab
    name = f"{pair[1].community.name} 8 号楼"
    for page in ("sheet", "tonight", "custody", "missing", "scans"):
        body = client.get(reverse(f"approvals:{page}", args=[round_.pk])).content.decode()
        assert "安乐组团" in body, page
        assert name in body or page == "scans", page
    assert client.get(reverse("approvals:paper", args=[units_of(round_)[0].pk])).status_code == 200


def test_the_database_knows_a_cluster_by_its_members_and_its_place(pair):
    cluster_of(*pair)
    round_ = opened(pair[0])
    for change in ({"place": ""}, {"members": []}, {"places": ["1"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**change)


def test_a_policy_says_cluster_at_the_round_and_at_all_its_tests():
    text = TEXT.read_text(encoding="utf-8")
    assert parse_text(over_a_cluster(text)).policy.rounds[1].scope == "cluster"
    for wrong in (
        over_a_cluster(text).replace("    scope: cluster\n", ""),
        over_a_cluster(text).replace("of: all, scope: cluster,", "of: all,"),
    ):
        with pytest.raises(Refused, match="比例须按这一范围计"):
            parse_text(wrong)


def test_a_test_over_the_cluster_is_not_held_by_a_count_of_one_community():
    rule = parse_text(over_a_cluster(TEXT.read_text(encoding="utf-8"))).policy.rounds[1]
    with pytest.raises(Undecidable, match="组团连片"):
        evaluate(rule.matters[0], Count(all_heads=1).counts(), groups_of(rule.matters[0], {}))


def test_rooms_of_a_cluster_are_named_with_their_community():
    assert code_of("安乐东·3号楼2单元301室") == "安乐东·003-02-0301"
    assert Part("安乐东·3", "2").words == "安乐东 3 号楼 2 单元"


OWNERS = st.frozensets(st.integers(1, 5), max_size=2)
COMMUNITY = st.lists(st.tuples(OWNERS, st.integers(1, 200)), min_size=1, max_size=8)


@given(st.lists(COMMUNITY, min_size=2, max_size=3))
def test_heads_of_a_cluster_are_its_sets_of_owners_whatever_the_community(communities):
    registers, number = [], 0
    for order, homes in enumerate(communities, 1):
        units, owners = [], {}
        for those, area in homes:
            number += 1
            where = (number, 1, "1", 1, "1", number, "c", "101", "home")
            plain = RegisterUnit(*where, Decimal(area), "registered")
            units.append(plain.within(f"小区{order}", order))
            owners[number] = those
        registers.append(Register(tuple(units), (), owners))
    made = joined(registers)
    everyone = [pair for homes in communities for pair in homes]
    naive = {those for those, _ in everyone if those}
    alone = sum(not those for those, _ in everyone)
    assert len(made.heads) == len(naive) + alone
    assert sum(head.area for head in made.heads) == sum(area for _, area in everyone)
    for head in made.heads:
        held = {made.owners[pk] for pk in head.unit_ids}
        assert held == {frozenset(head.owner_ids)}
    assert len({unit.building for unit in made.units}) == len(communities)


def test_a_paper_costs_no_more_the_more_communities_the_cluster_has(pair):
    def queries(*members):
        round_ = opened(cluster_of(*members).members.first().project)
        unit, by = units_of(round_)[0], clerk()
        by = type(by).objects.get(pk=by.pk)
        with CaptureQueriesContext(connection) as context:
            papers.record_paper(by=by, at=DURING, round_=round_, unit=unit, entry=entry())
        void_round(by=clerk(), at=DURING, round_=round_, reason="改期")
        ProjectGroup.objects.all().delete()
        return [q["sql"] for q in context if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    few, more = queries(*pair), queries(*pair, project_with_homes(homes=2))
    assert len(few) == len(more) <= 12, "\n".join(q[:150] for q in more)
