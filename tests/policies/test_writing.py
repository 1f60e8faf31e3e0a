"""A draft goes out as the two files it is written in, and comes back as it was."""

import pytest
from django.urls import reverse

from policies.loading.cases import parse_cases
from policies.loading.parse import parse_text
from policies.loading.writing import cases_text, policy_text
from tests.factories.policies import FOLDERS, draft, officer, texts

NAMES = sorted(folder.name for folder in FOLDERS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_reads_as_the_same_rules_and_cases(name):
    was = parse_text(texts(name)["policy_text"])
    rules = was.policy
    last = rules.effective_to.isoformat() if rules.effective_to else None
    period = {"from": rules.effective_from.isoformat(), "to": last}
    again = parse_text(policy_text({**was.content, "effective": period}))
    assert (again.content, again.policy) == (was.content, was.policy)
    cases = parse_cases(texts(name)["cases_text"], rules)
    assert parse_cases(cases_text(cases), rules) == cases


@pytest.mark.django_db
def test_an_officer_takes_a_draft_to_an_editor(client):
    version = draft("linqu-2024", by=(by := officer()))
    client.force_login(by)
    address = reverse("policies:export", args=[version.pk])
    answer = client.get(address, {"as": "policy"})
    assert "linqu-2024-1.policy.yaml" in answer["Content-Disposition"]
    assert parse_text(answer.content.decode()).content == version.content
    page = client.get(reverse("policies:version", args=[version.pk])).content.decode()
    assert "取回算例文件" in page
