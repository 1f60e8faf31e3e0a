"""Eligibility, quotas, priority: what the document shows loads, what is wrong is named."""

import copy
import re
from datetime import date
from pathlib import Path

import pytest

from common.errors import Refused
from policies.loading.parse import parse_content, parse_data
from policies.loading.reading import read_yaml
from policies.rules.eligibility_model import Answer
from tests.factories.policies import texts

DOCS = Path(__file__).parents[2] / "docs" / "policies.md"


def example():
    """The example of docs/policies.md, set into a policy that has units and a document."""
    text = re.search(
        r"```yaml\n(eligibility:.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL
    ).group(1)
    data = read_yaml(texts("linqu-2024")["policy_text"], "linqu")
    data["sources"]["示例"] = "示例文件"
    one = copy.deepcopy(data["conflicts"][0])
    data["conflicts"].append(one | {"id": "X1", "theme": "scope"})
    return data | read_yaml(text, "docs/policies.md")


def refused(data):
    with pytest.raises(Refused) as refusal:
        parse_data(data)
    return {one.field.removeprefix("policy.yaml: "): one for one in refusal.value.problems}


def windows(data):
    return data["eligibility"][0]["criteria"][1]["windows"]


def test_the_documents_example_loads_and_reads_back_equal():
    parsed = parse_data(example())
    built = parsed.policy.eligibility[0].criteria[1]
    assert [(one.first, one.last) for one in built.windows] == [
        (None, date(1999, 12, 31)),
        (date(2000, 1, 1), date(2000, 12, 31)),
        (date(2001, 1, 1), date(2005, 12, 31)),
        (date(2006, 1, 1), None),
    ]
    assert built.windows[1].answer is Answer.DECIDE
    effective = {"from": "2024-01-01", "to": None}
    assert parse_content(parsed.content, effective) == parsed.policy
