"""While papers are to be read blind, nothing anywhere tells a second person what the first read."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from approvals.models import Paper, SecondEntry
from approvals.rules.standings import turnout_only
from approvals.rules.tally import CHOICES
from approvals.selectors.blindness import is_read_blind, reads_blind
from approvals.selectors.card_notes import steering
from approvals.selectors.rules import matters_of
from approvals.services.batches import open_batch
from approvals.services.counting import close_round
from approvals.services.papers import record_paper
from approvals.services.second_entries import enter_again, settle_difference
from common.errors import Conflict, NotAllowed, Refused
from reports.printing.rendering import document_of
from reports.services.round_tables import take_table
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    DURING,
    entry,
    fill,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.renovation import clerk, published_policy

API = "/api/v1"
TOLD = (
    "ballot-agree",
    "ballot-against",
    "同意人数",
    "同意面积",
    "<td>同意",
    "反对</th>",
    "checked",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def people():
    return clerk(), clerk(), clerk()


@pytest.fixture
def round_(people):
    published_policy(
        lambda text: text.replace(
            "mixed_head: undecided", "mixed_head: undecided\n    second_entry: blind"
        )
    )
    made = open_round_for(project_with_homes(homes=6))
    fill(made, people[0], agree=4, against=1)
    return made


def read_again(by, round_, choices):
    for unit, choice in zip(units_of(round_), choices, strict=False):
        enter_again(by=by, at=DURING, round_=round_, unit=unit, answers={"renovate": choice})


def pages(round_):
    """Every page of a round on which an answer or a sum of answers could stand."""
    against = units_of(round_)[4]
    paper = Paper.objects.get(unit=against, live=True)
    by_round = ("sheet", "second", "tonight", "scans", "custody", "missing")
    return [
        *(reverse(f"approvals:{name}", args=[round_.pk]) for name in by_round),
        reverse("approvals:tonight", args=[round_.pk]) + "?goal=passed",
        reverse("approvals:rounds", args=[round_.project_id]),
        reverse("renovation:project", args=[round_.project_id]),
        reverse("approvals:paper", args=[against.pk]),
        reverse("approvals:correct", args=[paper.pk]),
    ]


def test_no_page_tells_the_second_person_what_the_first_read(client, round_, people):
    client.force_login(people[1])

    for address in pages(round_):
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode().split("sheet-legend")[0]
        assert [word for word in TOLD if word in body] == [], address
        assert '"choices": {"renovate"' not in body, address
        assert '"counts": {"renovate"' not in body, address
    body = client.get(reverse("approvals:close", args=[round_.pk])).content.decode()
    assert body.count('<td class="num">—</td>') == len(CHOICES)


def test_whoever_typed_them_all_sees_his_own_sums(client, round_, people):
    assert not reads_blind(people[0], round_)
    client.force_login(people[0])

    body = client.get(reverse("approvals:sheet", args=[round_.pk])).content.decode()

    assert '"choices": {"renovate": "against"}' in body
    assert "同意人数" in body


def test_rest_tells_the_second_person_turnout_alone(client, round_, people):
    pile = {"renovate": {"agree": 4, "against": 1}}
    open_batch(by=people[0], at=DURING, round_=round_, building="1", hand=pile)
    client.force_login(people[1])

    def got(path):
        return client.get(f"{API}/{path}", headers={"Accept": "application/json"}).json()

    papers = got(f"papers/?round={round_.pk}")["results"]
    assert {row["answers"] for row in papers} == {None}
    tally = got(f"rounds/{round_.pk}/tally/")
    assert {row["agree_units"] for row in tally["running"]} == {None}
    assert {row["returned_units"] for row in tally["running"] if not row["building"]} == {5}
    (matter,) = tally["matters"]
    assert (matter["passed"], matter["notes"], matter["parts"]) == (None, [], [])
    assert all("参与" in test["label"] for test in matter["tests"])
    told = [matter["explanation"], *matter["explanation"]["children"]]
    assert all("同意" not in one["sentence"] + str(one["inputs"]) for one in told)
    tonight = got(f"rounds/{round_.pk}/tonight/?goal=passed")
    assert (tonight["goal"], tonight["passed"]) == ("valid", None)
    assert "同意" not in str(tonight["matters"])
    assert got(f"batches/?round={round_.pk}")["results"][0]["hand"] is None


def test_no_table_paper_or_refusal_adds_up_what_is_read_blind(round_, people):
    _, second, _ = people
    unit = units_of(round_)[4]

    for ask in (
        lambda: take_table(by=second, round_=round_, kind="result"),
        lambda: document_of("consent_summary", str(round_.pk)),
        lambda: close_round(
            by=second, at=AFTER, round_=round_, hand_counts={"renovate": {"agree": 9}}
        ),
    ):
        with pytest.raises(Refused) as refusal:
            ask()
        codes = {problem.code for problem in refusal.value.problems}
        assert codes <= {"read_blind", "second_open"}
    take_table(by=second, round_=round_, kind="doors")
    with pytest.raises(Conflict) as twice:
        record_paper(by=second, at=DURING, round_=round_, unit=unit, entry=entry("agree"))
    assert "反对" not in str(twice.value.problems)
    assert "反对" in str(told_to(people[0], round_, unit))
    assert "同意" not in str(steering(round_.project, step_of(round_), DURING.date()))


def told_to(by, round_, unit):
    """What the first typist reads on typing a paper again."""
    with pytest.raises(Conflict) as twice:
        record_paper(by=by, at=DURING, round_=round_, unit=unit, entry=entry("agree"))
    return twice.value.problems


def step_of(round_):
    return next(step for step in round_.project.steps.all() if step.subject == round_.key)


def test_it_ends_when_two_have_read_alike_or_a_third_has_settled(client, round_, people):
    first, second, third = people
    read_again(second, round_, ["agree"] * 4)
    assert reads_blind(second, round_)
    last = {"round_": round_, "unit": units_of(round_)[4], "answers": {"renovate": "agree"}}
    made = enter_again(by=second, at=DURING, **last)
    assert reads_blind(second, round_), "what differs is still open"
    assert reads_blind(third, round_)
    for by in (first, second):
        with pytest.raises(NotAllowed):
            settle_difference(by=by, at=DURING, entry=made, answers={"renovate": "agree"})
    settle_difference(by=third, at=DURING, entry=made, answers={"renovate": "against"})

    assert not is_read_blind(round_)
    assert SecondEntry.objects.filter(settled_by=third).count() == 1
    client.force_login(second)
    body = client.get(reverse("approvals:rounds", args=[round_.project_id])).content.decode()
    assert "同意人数" in body


def test_a_reviewer_who_types_nothing_is_not_kept_blind(round_):
    assert not reads_blind(UserFactory(role=Role.BUREAU_REVIEWER, role__area="370724"), round_)


def test_of_a_matter_only_turnout_is_left(round_):
    (matter,) = matters_of(round_)

    left = turnout_only(matter)

    assert {test.numerator for test in left.tests} == {"participate"}
    assert (left.key, left.veto) == (matter.key, None)
