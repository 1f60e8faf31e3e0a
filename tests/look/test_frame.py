"""The frame says where one is, shows what one may see, and costs one query."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.permissions import Role
from config import frame
from config.navigation import GROUPS
from districts.models import Area
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    for code, name, level in (
        ("370724", "临朐县", "district"),
        ("370724001", "城关街道", "street"),
        ("370724002", "东城街道", "street"),
    ):
        Area.objects.get_or_create(
            code=code, defaults={"name": name, "level": level, "source": "测试"}
        )


def _request(user, path="/", **session):
    request = RequestFactory().get(path)
    request.user = user
    request.session = session
    request.resolver_match = None
    return request


def _labels(values):
    return [item["label"] for group in values["nav"] for item in group]


def test_a_handler_sees_the_bureau_the_year_and_the_streets(place):
    values = frame.build(_request(UserFactory(role=Role.BUREAU_HANDLER)))
    assert values["bureau"] == "临朐县住房和城乡建设局"
    assert [area["label"] for area in values["areas"]] == ["全县", "城关街道", "东城街道"]
    assert values["area_label"] == "全县"


def test_the_chosen_street_is_remembered_only_while_it_lies_in_scope(place):
    user = UserFactory(role=Role.BUREAU_HANDLER)
    here = frame.build(_request(user, **{frame.AREA_KEY: "370724002"}))
    there = frame.build(_request(user, **{frame.AREA_KEY: "330382001"}))
    assert (here["area"], here["area_label"]) == ("370724002", "东城街道")
    assert (there["area"], there["area_label"]) == ("", "全县")


def test_the_menu_shows_what_the_role_may_see(place):
    clerk = _labels(frame.build(_request(UserFactory(role=Role.STREET_CLERK))))
    admin = _labels(frame.build(_request(UserFactory(role=Role.SYSTEM_ADMIN))))
    assert "工作台" in clerk
    assert "系统" not in clerk
    assert "系统" in admin
    assert "资金" not in admin


def test_the_frame_costs_one_query(place, django_assert_num_queries):
    user = UserFactory(role=Role.BUREAU_HANDLER)
    assert user.access.grants
    with django_assert_num_queries(1):
        frame.build(_request(user))


def test_switching_goes_back_and_never_elsewhere(client, place):
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER))
    answer = client.post("/switch/", {"area": "370724001", "next": "/gallery/"})
    assert answer.url == "/gallery/"
    assert client.session[frame.AREA_KEY] == "370724001"
    answer = client.post("/switch/", {"area": "all", "year": "2024", "next": "//example.com/"})
    assert answer.url == "/"
    assert frame.AREA_KEY not in client.session
    assert client.session[frame.YEAR_KEY] == 2024
    assert client.get("/switch/").status_code == 405


def test_tabs_of_a_project_light_the_projects():
    items = {item.view: item for group in GROUPS for item in group}
    assert items["renovation:project_list"].covers("approvals:rounds", inside_project=True)
    assert not items["approvals:round_list"].covers("approvals:rounds", inside_project=True)
    assert items["approvals:round_list"].covers("approvals:rounds", inside_project=False)


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html", "400.html", "500.html"])
def test_error_pages_stand_without_a_person(client, name):

    page = render_to_string(name)
    assert "回到首页" in page
    assert "<html" in page


def test_an_unknown_address_says_what_to_do(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_a_person_without_a_place_gets_no_bureau(place):
    values = frame.build(_request(UserFactory()))
    assert (values["bureau"], values["areas"]) == ("", [])
