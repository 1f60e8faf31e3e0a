"""What a hostile or careless file may hold is refused at its place, before it is stored."""

import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.errors import Refused
from policies.loading.cases import checked_cases
from policies.loading.editing import put_at
from policies.loading.parse import parse_document
from policies.loading.transfer import Transfer, pack
from policies.models import PolicyVersion
from tests.factories.policies import officer, parsed

WHOLE = {**parsed("linqu-2024").content, "effective": {"from": "2024-01-01", "to": None}}


def changed(path, value):
    document = copy.deepcopy(WHOLE)
    put_at(document, path, value)
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("title", "临朐\x00方案", "看不见的控制字符"),
        ("rounds[0].says", "同意\u202e不", "看不见的控制字符"),
        ("effective.to", "9999-12-31", "日期超出范围"),
        ("effective.from", "0001-01-01", "日期超出范围"),
        ("procedure.steps[7].deadline.fixed", "9999-12-31", "日期超出范围"),
        ("notices[0].length", 999_999_999, "数值超出范围"),
        ("rounds[1].matters[0].tests[0].share", "1/0", "比例"),
        ("conflicts[0].id", "../../admin", "写法不合"),
    ],
)
def test_a_value_that_no_scheme_means_is_refused_at_its_place(path, value, said):
    with pytest.raises(Refused) as refusal:
        parse_document(changed(path, value))
    (problem,) = [one for one in refusal.value.problems if path in one.field]
    assert said in problem.message


def test_so_is_one_in_a_worked_case():
    case = {
        "id": "a/b",
        "kind": "census",
        "title": "一\x07",
        "section": "units",
        "expect": {"n": 1},
    }
    policy = parsed("linqu-2024").policy
    with pytest.raises(Refused, match="写法不合"):
        checked_cases([case], policy)
    with pytest.raises(Refused, match="看不见的控制字符"):
        checked_cases([case | {"id": "a"}], policy)


@pytest.mark.django_db
def test_a_hostile_file_with_a_sound_seal_comes_to_nothing(client):
    client.force_login(officer())
    for policy in (changed("title", "<b>\x00"), changed("conflicts[0].id", "a/b"), {"a": "\x00"}):
        assert bring(client, policy).status_code == 422
    decided = [{"conflict": "\x00", "reading": "\u202e"}]
    assert bring(client, dict(WHOLE), decided).status_code == 302
    version = PolicyVersion.objects.get()
    assert (version.status, version.origin["title"]) == ("draft", "甲")
    assert client.get(reverse("policies:version", args=[version.pk])).status_code == 200


def bring(client, policy, decisions=()):
    policy.pop("effective", None)
    case = {
        "id": "甲",
        "kind": "census",
        "title": "数",
        "section": "units",
        "expect": {"count": "1"},
    }
    effective = {"from": "2024-01-01", "to": None}
    words = ("title", "document", "area_code", "sequence", "status", "exported_at")
    provenance = dict.fromkeys(words, "甲\x00")
    text = pack(Transfer(policy, [case], effective, list(decisions), provenance))
    file = SimpleUploadedFile("a.policy.json", text.encode())
    return client.post(reverse("policies:import"), {"file": file})
