"""The evening's page: the fewest doors, masked names, no choices, a trail of who looked."""

from fractions import Fraction

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.models import RunningTally
from approvals.selectors.evening import evening
from approvals.services.batches import note_undelivered
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, fill, open_round_for, project_with_homes, units_of
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import OTHER_STREET, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    """Twelve homes of their own owners and six of one company."""
    project = project_with_homes(homes=12)
    company = OwnerFactory(name="临朐县供电公司", kind="company", phone="13800005678")
    for unit in build_homes(project.community, count=6, building="2", owned=False):
        own(unit, company)
    return open_round_for(project)


def tonight(round_, **query):
    return reverse("approvals:tonight", args=[round_.pk], query=query)


def test_the_company_with_six_homes_is_the_first_door_and_one_call(round_):
    now = evening(round_, DURING.date())
    assert (now.goal, now.left, now.possible) == ("valid", 13, True)
    assert len(now.doors[0].homes) == 6
    assert len(now.doors) == 9  # two thirds of 13 heads; the company brings the area
    assert now.papers == 14


def test_when_enough_take_part_the_goal_becomes_passing(round_):
    fill(round_, agree=8, against=3)
    now = evening(round_, DURING.date())
    assert (now.goal, len(now.doors), now.papers) == ("valid", 1, 6)
    assert len(evening(round_, DURING.date(), "passed").doors) == 1
    fill(round_, against=1)
    now = evening(round_, DURING.date())
    assert (now.goal, now.valid, now.passed, now.possible) == ("passed", True, False, False)
    assert (now.left, now.doors) == (1, ())


def test_owners_who_could_not_be_found_are_left_out_while_others_suffice(round_):
    away = units_of(round_)[:3]
    for unit in away:
        note_undelivered(by=clerk(), at=DURING, unit=unit, reason="长期无人")
    now = evening(round_, DURING.date())
    assert (now.away, now.without_away, now.possible) == (3, True, True)
    listed = {home.pk for door in now.doors for home in door.homes}
    assert not listed & {unit.pk for unit in away}
    for unit in units_of(round_)[3:12]:
        note_undelivered(by=clerk(), at=DURING, unit=unit, reason="长期无人")
    assert not evening(round_, DURING.date()).without_away


def test_the_page_shows_masked_names_and_no_choices(client, round_):
    fill(round_, agree=3, against=2)
    client.force_login(clerk())
    page = client.get(tonight(round_)).content.decode()
    masked = round_.roll.get(area=480).label
    assert masked in page
    assert "13800005678" not in page
    for word in ("反对：", "已录：", 'class="ballot'):
        assert word not in page
    assert "最少敲开" in page


def test_looking_at_names_and_phones_leaves_a_trace(client, round_):
    client.force_login(clerk())
    response = client.post(tonight(round_))
    assert "13800005678" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.filter(action="查看业主明文").latest("pk")
    assert "走访名单" in entry.summary
    assert "13800005678" not in str(entry.payload) + entry.summary


def test_without_the_right_to_persons_names_stay_masked(client, round_):
    auditor = UserFactory(role=Role.AUDITOR, role__area="370724")
    client.force_login(auditor)
    assert client.get(tonight(round_)).status_code == 200
    assert client.post(tonight(round_)).status_code == 403
    client.force_login(clerk(OTHER_STREET))
    assert client.get(tonight(round_)).status_code == 404


def test_the_doors_of_one_building_in_the_order_of_the_stairs(client, round_):
    client.force_login(clerk())
    page = client.get(tonight(round_, building="1", order="stairs")).content.decode()
    assert '<li class="door-stair">1 号楼 1 单元</li>' in page
    assert page.index(">101<") < page.index(">102<")
    assert "6 套一起收" not in page.split("敲不开门")[0]


def test_the_evening_over_rest(client, round_):
    client.force_login(clerk())
    body = client.get(f"/api/v1/rounds/{round_.pk}/tonight/?goal=passed").json()
    assert body["goal"] == "passed"
    assert [gap["label"] for gap in body["matters"][0]["gaps"]][:2] == ["参与人数", "参与面积"]
    assert body["doors"][0]["area"] == "480.00"
    assert "choices" not in str(body)


def test_the_page_asks_the_same_number_of_questions_at_any_size(
    client, django_assert_max_num_queries
):
    client.force_login(clerk())
    round_ = open_round_for(project_with_homes(homes=60))
    with django_assert_max_num_queries(30):
        client.get(tonight(round_))


def test_an_invalid_paper_makes_nobody_come_faster(round_):
    fill(round_, agree=4, invalid=1)
    lines = evening(round_, DURING.date()).forecasts
    since = next(line for label, _, line in lines if label == "参与人数")
    count = RunningTally.objects.whole().get(round=round_)
    assert count.participating_heads == 4
    assert since.per_day == Fraction(4, since.days)
