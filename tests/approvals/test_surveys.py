"""Satisfaction surveys: an open sample, slips without names, a result that says what it carries."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.permissions import Role
from approvals.models import Survey, SurveySlip
from approvals.rules.survey_groups import ALL, LEAST, REST, Group, groups, guarded, told
from approvals.rules.surveys import ITEMS, MARKS, Slip, percent, result, slip_problems
from approvals.services.surveys import Asked, close_survey, enter_slip, open_survey
from common.errors import Conflict, OutOfScope, Refused
from renovation.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import build_homes
from tests.factories.renovation import NOW, ProjectFactory, clerk, handler

slips = st.lists(
    st.builds(
        Slip,
        st.just("1"),
        st.dictionaries(st.sampled_from([*ITEMS]), st.sampled_from([*MARKS])),
        st.sampled_from([*MARKS]),
        st.sampled_from(["yes", "no", ""]),
    ),
    max_size=30,
)


@given(slips)
def test_the_result_is_the_plain_count(found):
    said = result(found, ITEMS, 40)

    good = len([1 for slip in found if slip.overall >= 4])
    assert said.satisfied == (Fraction(good, len(found)) if found else None)
    for key in ITEMS:
        marks = [slip.marks[key] for slip in found if key in slip.marks]
        assert said.means[key] == (Fraction(sum(marks), len(marks)) if marks else None)


@given(slips, st.randoms())
def test_the_order_of_arrival_does_not_matter(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)

    assert result(found, ITEMS, 40).explanation == result(mixed, ITEMS, 40).explanation


def test_too_few_and_all_alike_are_said_beside_the_result():
    same = [Slip("1", {"works": 5}, 5) for _ in range(10)]

    words = result(same, ITEMS, 30).warnings

    assert len(words) == 2
    assert result(same[:1], ITEMS, 2).warnings == ()


def test_a_share_is_rounded_half_up_and_nothing_is_no_share():
    assert percent(Fraction(1, 3)) == "33.3%"
    assert percent(Fraction(1, 16)) == "6.3%"
    assert percent(None) == "—"


def test_everything_wrong_with_a_slip_is_said_at_once():
    problems = slip_problems(Slip("9", {"works": 7, "other": 1}, 0, "maybe"), [*ITEMS], ["1"])

    assert {one.field for one in problems} == {"building", "works", "other", "overall", "willing"}


samples = st.dictionaries(
    st.sampled_from([str(number) for number in range(1, 9)]),
    st.integers(1, 12).map(lambda size: ["x"] * size),
    min_size=1,
)


@given(samples)
def test_no_group_on_a_slip_is_smaller_than_five_unless_all_are(sample):
    made = groups(sample)

    assert sorted(name for one in made for name in one.buildings) == sorted(sample)
    assert sum(one.sent for one in made) == sum(map(len, sample.values()))
    assert all(one.sent >= LEAST for one in made) or [one.name for one in made] == [ALL]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5), st.data())
def test_what_is_not_shown_cannot_be_had_by_subtraction(numbers, data):
    asked = [Group(str(name), (str(name),), 12) for name in range(len(numbers))]
    came = [str(name) for name, many in enumerate(numbers) for _ in range(many)]
    slips = [Slip(name, {}, data.draw(st.sampled_from([*MARKS]))) for name in came]

    found = told(slips, asked)

    hidden = sum(one.returned for one in found if one.satisfied is None)
    assert all(one.returned >= LEAST for one in found if one.satisfied is not None)
    assert hidden == 0 or hidden >= LEAST or all(one.satisfied is None for one in found)


def test_a_building_of_which_few_were_asked_is_not_named():
    sample = {"1": ["a"] * 6, "2": ["b"], "3": ["c"] * 2, "4": ["d"] * 9}

    assert [(one.name, one.buildings) for one in groups(sample)] == [
        ("4", ("4",)),
        (REST, ("1", "2", "3")),
    ]


def test_of_fewer_than_five_slips_nothing_is_told_but_their_number():
    few = guarded(result([Slip("1", {"works": 1}, 1)] * 4, ITEMS, 8))
    enough = guarded(result([Slip("1", {"works": 1}, 1)] * 5, ITEMS, 8))

    assert (few.satisfied, few.willing, set(few.means.values())) == (None, None, {None})
    assert "总体评价" not in str(few.explanation)
    assert enough.satisfied == 0


@pytest.fixture
def project(db, settings):
    settings.DEMO_NOW = "2024-06-21 08:30"
    project = ProjectFactory()
    Project.objects.filter(pk=project.pk).update(state="completed")
    project.refresh_from_db()
    for number in ("1", "2"):
        build_homes(project.community, count=6, building=number, owned=False)
    return project


def opened(project, size=6, by=None):
    asked = Asked("改造满意度调查", size, date(2024, 7, 5))
    return open_survey(by=by or handler(), at=NOW, project=project, asked=asked)


def test_the_sample_is_drawn_openly_and_can_be_drawn_again(project):
    survey = opened(project)

    with transaction.atomic():
        again = Survey.objects.get(pk=survey.pk)
        point = transaction.savepoint()
        Survey.objects.all().delete()
        twin = opened(project)
        transaction.savepoint_rollback(point)

    assert sum(len(codes) for codes in survey.sample.values()) == 6
    assert (twin.sample, twin.seed) == (again.sample, again.seed)


def test_a_slip_keeps_no_tie_to_a_home_and_no_more_come_back_than_went_out(project):
    survey = opened(project)
    building = groups(survey.sample)[0].name

    for _ in range(groups(survey.sample)[0].sent):
        enter_slip(by=clerk(), at=NOW, survey=survey, slip=Slip(building, {"works": 4}, 5, "yes"))
    with pytest.raises(Refused, match="都已收回"):
        enter_slip(by=clerk(), at=NOW, survey=survey, slip=Slip(building, {}, 5))

    assert {field.name for field in SurveySlip._meta.fields}.isdisjoint({"unit", "owner", "code"})
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveySlip.objects.update(overall=1)


def test_closing_keeps_the_result_and_reports_it_to_the_project(project):
    survey = opened(project)
    building = groups(survey.sample)[0].name
    with pytest.raises(Refused, match="还没有收回"):
        close_survey(by=handler(), at=NOW, survey=survey)
    for number in range(LEAST):
        if number:
            with pytest.raises(Refused, match="不足 5 份"):
                close_survey(by=handler(), at=NOW, survey=survey)
        enter_slip(by=clerk(), at=NOW, survey=survey, slip=Slip(building, {}, 4))

    closed = close_survey(by=handler(), at=NOW, survey=survey)

    assert closed.result["result"] == "100.0%"
    assert project.facts.get(key="survey.satisfied").value == "1/1"
    with pytest.raises(Conflict):
        enter_slip(by=clerk(), at=NOW, survey=survey, slip=Slip(building, {}, 4))


def test_all_that_stands_against_a_survey_is_said_at_once(project):
    Project.objects.filter(pk=project.pk).update(state="in_works")

    with pytest.raises(Refused) as refused:
        opened(project, size=99)

    assert len(refused.value.problems) == 2


def test_another_districts_survey_does_not_exist(project):
    survey = opened(project)
    stranger = UserFactory(role=Role.STREET_CLERK, role__area="330382003")

    with pytest.raises(OutOfScope):
        enter_slip(by=stranger, at=NOW, survey=survey, slip=Slip("1", {}, 4))


def test_the_pages_open_type_and_close(client, project):
    client.force_login(handler())
    page = reverse("approvals:surveys", args=[project.pk])
    address = reverse("approvals:open_survey", args=[project.pk])
    typed = {"title": "满意度调查", "size": "5", "closes_on": "2024-07-05"}

    refused = client.post(address, typed | {"size": "50"})
    done = client.post(address, typed)
    survey = Survey.objects.get()
    client.force_login(clerk())
    slip = reverse("approvals:type_slip", args=[survey.pk])
    building = groups(survey.sample)[0].name
    typed = {"building": building, "mark:works": "4", "overall": "5"}
    kept = client.post(slip, typed)
    few = client.get(page).content.decode()
    for _ in range(LEAST - 1):
        client.post(slip, typed)

    assert refused.status_code == 422
    assert (done.status_code, kept.status_code) == (302, 302)
    assert client.get(slip).status_code == 200
    assert "不足 5 份" in few
    assert "100.0%" not in few
    text = client.get(page).content.decode()
    assert "100.0%" in text
    assert "4.00</td>" in text
    assert client.get(reverse("approvals:survey_why", args=[survey.pk])).status_code == 200


def test_the_same_over_rest_once(project):
    asking = APIClient()
    asking.force_authenticate(handler())
    body = {"project": project.pk, "title": "满意度调查", "size": 5, "closes_on": "2024-07-05"}
    made = asking.post("/api/v1/surveys/", body, format="json")
    address = f"/api/v1/surveys/{made.json()['id']}/slips/"
    building = groups(Survey.objects.get().sample)[0].name
    asking.force_authenticate(clerk())

    for _ in range(2):
        answer = asking.post(
            address,
            {"building": building, "marks": {"works": 3}, "overall": 4},
            format="json",
            headers={"Idempotency-Key": "s1"},
        )

    assert (made.status_code, answer.status_code) == (201, 201)
    assert SurveySlip.objects.count() == 1
    assert asking.get("/api/v1/surveys/").json()["results"][0]["satisfied"] is None
