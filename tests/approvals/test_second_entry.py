"""A second person types the papers again without seeing the first; a third settles differences."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.models import Paper, SecondEntry
from approvals.selectors.second_entries import second_pass
from approvals.services import counting
from approvals.services.second_entries import SETTLED, enter_again, settle_difference
from common.errors import Conflict, NotAllowed, Refused
from reports.selectors.second_person import to_read
from tests.factories.approvals import (
    AFTER,
    DURING,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.renovation import clerk, published_policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


def asking(mode):
    published_policy(
        lambda text: text.replace(
            "mixed_head: undecided", f"mixed_head: undecided\n    second_entry: {mode}"
        )
    )
    return open_round_for(project_with_homes(homes=6))


@pytest.fixture
def people():
    return clerk(), clerk(), clerk()


@pytest.fixture
def round_(people):
    made = asking("blind")
    fill(made, people[0], agree=5, against=1)
    return made


def again(by, round_, unit, choice, **more):
    return enter_again(
        by=by, at=DURING, round_=round_, unit=unit, answers={"renovate": choice}, **more
    )


def test_what_two_people_read_alike_needs_no_third(round_, people):
    _, second, _ = people
    for unit in units_of(round_)[:5]:
        assert again(second, round_, unit, "agree").agrees
    state = second_pass(round_)
    assert (state.papers, state.done, state.open, state.differing) == (6, 5, 1, ())


def test_whoever_typed_the_first_does_not_type_the_second(round_, people):
    with pytest.raises(NotAllowed, match="另一人"):
        again(people[0], round_, units_of(round_)[0], "agree")


def test_the_same_sending_twice_is_one_and_another_person_is_told(round_, people):
    _, second, third = people
    unit = units_of(round_)[0]
    made = again(second, round_, unit, "agree", client_id="tab-1")
    assert again(second, round_, unit, "agree", client_id="tab-1") == made
    with pytest.raises(Conflict, match=str(second)):
        again(third, round_, unit, "against", client_id="tab-2")


def test_a_difference_waits_for_a_third_who_corrects_the_first(round_, people):
    first, second, third = people
    unit = units_of(round_)[0]
    entry = again(second, round_, unit, "against")
    assert not entry.agrees
    for by in (first, second):
        with pytest.raises(NotAllowed, match="第三人"):
            settle_difference(by=by, at=DURING, entry=entry, answers={"renovate": "agree"})
    settle_difference(by=third, at=DURING, entry=entry, answers={"renovate": "against"})
    live = Paper.objects.get(unit=unit, live=True)
    assert (live.reason, live.entered_by, live.answers.get().choice) == (SETTLED, third, "against")
    assert second_pass(round_).done == 1
    with pytest.raises(Conflict):
        settle_difference(by=third, at=DURING, entry=entry, answers={"renovate": "agree"})


def test_a_third_may_find_the_first_was_right(round_, people):
    _, second, third = people
    entry = again(second, round_, units_of(round_)[0], "abstain")
    done = settle_difference(by=third, at=DURING, entry=entry, answers={"renovate": "agree"})
    assert done.settled_paper == done.paper
    assert Paper.objects.count() == 6


def test_the_round_does_not_close_while_papers_are_unread_or_differ(round_, people):
    _, second, third = people
    units = units_of(round_)
    entry = again(second, round_, units[0], "against")
    with pytest.raises(Refused) as refusal:
        counting.close_round(by=second, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    assert {p.code for p in refusal.value.problems} == {"second_open", "second_differs"}
    settle_difference(by=third, at=AFTER, entry=entry, answers={"renovate": "agree"})
    for unit in units[1:5]:
        again(second, round_, unit, "agree")
    again(second, round_, units[5], "against")
    counting.close_round(by=second, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)


def test_where_the_policy_asks_for_none_none_is_taken(people):
    made = open_round_for(project_with_homes())
    fill(made, people[0], agree=2)
    with pytest.raises(Refused) as refusal:
        again(people[1], made, units_of(made)[0], "agree")
    assert "not_asked" in {p.code for p in refusal.value.problems}


def test_the_database_keeps_the_second_typing_and_the_three_persons(round_, people):
    _, second, _ = people
    entry = again(second, round_, units_of(round_)[0], "against")
    with pytest.raises(IntegrityError, match="不能改动"), transaction.atomic():
        SecondEntry.objects.filter(pk=entry.pk).update(agrees=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondEntry.objects.filter(pk=entry.pk).update(
            settled_at=DURING, settled_by=second, settled_paper=entry.paper
        )


def test_the_blind_page_shows_nothing_of_the_first_typing(client, round_, people):
    client.force_login(people[1])
    page = client.get(reverse("approvals:second", args=[round_.pk]))
    data = page.content.decode()
    assert '"choices": {}' in data
    for said in ('"choices": {"renovate"', "ballot-agree", "ballot-against", "参与人数", "gauge"):
        assert said not in data.replace("sheet_figures", "")
    assert page["Cache-Control"] == "no-store"


def test_the_checking_page_shows_the_first_typing_beside_the_name(client, people):
    made = asking("check")
    fill(made, people[0], agree=2)
    client.force_login(people[1])
    page = client.get(reverse("approvals:second", args=[made.pk])).content.decode()
    assert "（第一遍：同意）" in page


def test_the_second_typing_by_form_by_script_and_the_settling(client, round_, people):
    _, second, third = people
    units = units_of(round_)
    client.force_login(second)
    address = reverse("approvals:second", args=[round_.pk])
    body = {"unit": units[0].pk, "answer_renovate": "agree", "client_id": "a"}
    assert client.post(address, body).status_code == 302
    differing = {"unit": units[1].pk, "answer_renovate": "against", "client_id": "b"}
    answer = client.post(address, differing, headers={"Accept": "application/json"})
    assert answer.json()["counts"] == {}
    client.force_login(people[0])
    own = {"unit": units[2].pk, "answer_renovate": "agree", "client_id": "c"}
    refused = client.post(address, own, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert "另一人" in refused.json()["problems"][0]["message"]
    client.force_login(third)
    assert "两遍不一致" in client.get(address).content.decode()
    entry = SecondEntry.objects.get(agrees=False)
    settle = reverse("approvals:settle_difference", args=[entry.pk])
    client.post(settle, {"answer_renovate": "agree"})
    entry.refresh_from_db()
    assert entry.settled_by == third


def test_the_second_typing_over_rest(client, round_, people):
    client.force_login(people[1])
    body = {
        "round": round_.pk,
        "serial": units_of(round_)[0].serial,
        "answers": {"renovate": "against"},
    }
    made = client.post("/api/v1/second-entries/", body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["agrees"] is False
    assert "against" not in str(made.json())
    client.force_login(people[2])
    settled = client.post(
        f"/api/v1/second-entries/{made.json()['id']}/settle/",
        {"answers": {"renovate": "agree"}},
        content_type="application/json",
    )
    assert settled.json()["settled"] is True


def test_the_workbench_tells_who_has_papers_to_read_again_or_to_settle(client, round_, people):
    first, second, third = people
    assert to_read(first) == []
    (told,) = to_read(second)
    assert (told.round, told.unread, told.differing) == (round_, 6, 0)

    again(second, round_, units_of(round_)[0], "against")

    assert [(one.unread, one.differing) for one in to_read(second)] == [(5, 0)]
    assert [(one.unread, one.differing) for one in to_read(third)] == [(5, 1)]
    client.force_login(third)
    assert "1 份两遍不一致，待您核定" in client.get("/").content.decode()
