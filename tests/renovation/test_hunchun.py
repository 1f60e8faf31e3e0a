"""A project under a scheme of other words: 22 steps by stream of money, votes by the nation."""

from collections import Counter
from datetime import date, datetime

import pytest

from common.clock import SHANGHAI
from renovation.selectors.governing import governing
from renovation.services.facts import declare_fact
from renovation.services.opening import open_projects
from tests.factories.districts import AreaFactory, CommunityFactory, ResponsibleUnitFactory
from tests.factories.policies import in_force
from tests.factories.renovation import ProjectFactory, handler

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 8)
NOON = datetime(2020, 6, 8, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def project():
    for name in ("national-2007", "national", "hunchun-2020"):
        in_force(name)
    AreaFactory(code="222404", name="珲春市", level="district")
    street = AreaFactory(code="222404001", name="靖和街道")
    ResponsibleUnitFactory(
        code="222404001-street",
        name="靖和街道办事处",
        short_name="靖和街道",
        kind="street",
        area_code="222404001",
    )
    found = ProjectFactory(
        community=CommunityFactory(street=street), opened=False, opened_on=DAY, year=2020
    )
    open_projects(by=handler("222404"), on=DAY, projects=[found], evidence="2020 年改造计划")
    return found


def due(project, key):
    return project.steps.get(key=key).due_on


def test_its_steps_are_the_schemes_phase_by_phase(project):
    phases = Counter(project.steps.order_by("position").values_list("phase", flat=True))
    assert list(phases.items())[:6] == [
        ("前期准备阶段", 9),
        ("立项用地规划许可阶段", 3),
        ("工程建设许可阶段", 3),
        ("施工许可阶段", 3),
        ("项目建设实施阶段", 2),
        ("工程竣工验收阶段", 2),
    ]
    assert due(project, "cables") == date(2020, 10, 15)
    assert due(project, "first_acceptance") == date(2021, 10, 30)
    assert due(project, "publicity") is due(project, "mechanisms") is None


def test_a_day_by_stream_waits_for_the_stream_and_then_follows_it(project):
    assert due(project, "works_tender") is None
    for stream, day in (("development", date(2020, 8, 28)), ("fiscal", date(2020, 9, 15))):
        declare_fact(
            by=handler("222404"),
            at=NOON,
            project=project,
            key="stream",
            value=stream,
            reason="资金下达文件",
        )
        assert due(project, "works_tender") == day


def test_its_vote_follows_the_law_of_the_day_that_the_round_opens(project):
    rules = [
        governing(project, "rounds.owners_vote", day)
        for day in (date(2020, 12, 31), date(2021, 1, 1))
    ]
    assert [one.version.policy for one in rules] == ["national-2007", "national"]
    populations = [one.rule.matters[0].tests[-1].population for one in rules]
    assert populations == ["all", "participants"]
