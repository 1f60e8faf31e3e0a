"""The policy pages: who sees what, and what the buttons do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from policies.models import PolicyVersion
from policies.selectors.governing import policy_of
from tests.factories.accounts import UserFactory
from tests.factories.policies import draft, in_force, local_units, officer, reviewer, texts

pytestmark = pytest.mark.django_db


def url(name, version, **more):
    return reverse(f"policies:{name}", kwargs={"version_id": version.pk, **more})


def test_the_list_shows_policies_in_and_around_ones_place(client):
    in_force("national")
    in_force("linqu-2024")
    in_force("yueqing-2023")
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))
    body = client.get(reverse("policies:policy_list")).content.decode()
    assert "2024 年临朐县老旧小区改造实施方案" in body
    assert "老旧小区改造全国性规定" in body
    assert "乐清" not in body


def test_a_version_reads_as_a_document_with_cases_and_both_readings(client):
    version = in_force("yueqing-2023")
    client.force_login(reviewer("330382"))
    body = client.get(url("version", version)).content.decode()
    for words in (
        "参与 ≥ 2/3（人数、面积）",
        "乐清 三(一)",
        f"算例 {len(version.cases)}/{len(version.cases)} 通过",
        "正文与流程图",
        "不采用",
        "财政补助 ≤ 300 元/㎡；超出归居民自筹",
        "屋面防漏维修",
    ):
        assert words in body


def test_a_version_of_another_place_does_not_exist(client):
    version = in_force("yueqing-2023")
    client.force_login(reviewer("370724"))
    assert client.get(url("version", version)).status_code == 404


def test_anonymous_people_go_to_the_login_page(client):
    version = draft("national")
    assert client.get(url("version", version)).status_code == 302


def test_the_page_takes_few_queries(client, django_assert_max_num_queries):
    version = in_force("linqu-2024")
    client.force_login(reviewer())
    client.get(url("version", version))
    with django_assert_max_num_queries(16):
        client.get(url("version", version))
    with django_assert_max_num_queries(10):
        client.get(reverse("policies:policy_list"))


def test_two_persons_bring_a_policy_from_file_to_force_in_the_browser(client):
    local_units("linqu-2024")
    client.force_login(officer())
    files = texts("linqu-2024")
    answer = client.post(
        reverse("policies:load"),
        {
            "policy_file": SimpleUploadedFile("policy.yaml", files["policy_text"].encode()),
            "cases_file": SimpleUploadedFile("cases.yaml", files["cases_text"].encode()),
        },
    )
    version = PolicyVersion.objects.get()
    assert answer.url == url("version", version)
    page = client.get(url("units", version))
    assert page.context["form"]["finance"].initial == "370724-finance"
    bound = {field.name: field.initial for field in page.context["form"]}
    assert client.post(url("units", version), bound).status_code == 302
    client.force_login(reviewer())
    client.post(url("version_check", version))
    refused = client.post(url("version_publish", version), follow=True).content.decode()
    assert "尚未裁定" in refused
    for conflict in policy_of(version).conflicts:
        client.post(
            url("conflict_decide", version, conflict_id=conflict.id), {"reading": conflict.proposed}
        )
    client.post(url("version_publish", version))
    version.refresh_from_db()
    assert version.status == "published"


def test_a_bad_file_comes_back_with_every_problem_and_its_path(client):
    client.force_login(officer())
    files = texts("linqu-2024")
    text = files["policy_text"].replace('share: "2/3"', "share: 0.66")
    answer = client.post(
        reverse("policies:load"),
        {
            "policy_file": SimpleUploadedFile("policy.yaml", text.encode()),
            "cases_file": SimpleUploadedFile("cases.yaml", files["cases_text"].encode()),
        },
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "rounds[0].matters[0].tests[0].share" in body
    assert "不许用小数" in body
    assert not PolicyVersion.objects.exists()


def test_retiring_asks_for_a_day_and_a_reason(client):
    version = in_force("linqu-2024")
    client.force_login(reviewer())
    page = client.post(url("version_retire", version), {"last_day": "2020-01-01", "reason": "旧"})
    assert page.status_code == 422
    client.post(url("version_retire", version), {"last_day": "2024-12-31", "reason": "新方案施行"})
    version.refresh_from_db()
    assert version.status == "retired"
    assert client.get(url("version", version)).status_code == 200


def test_clerks_read_but_have_no_buttons(client):
    version = draft("linqu-2024")
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))
    body = client.get(url("version", version)).content.decode()
    assert url("version_check", version) not in body
    assert "按所选裁定" not in body
    assert client.post(url("version_check", version)).status_code == 403
    assert client.get(url("units", version)).status_code == 403
