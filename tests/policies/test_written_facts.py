"""Every fact that a policy may ask for is written by somebody."""

import ast

import pytest

from policies.rules.vocabulary import FACTS
from renovation.rules.declaring import DECLARABLE
from renovation.selectors.scores import POINTS
from tests.architecture.house import modules, tree
from tests.factories.policies import FOLDERS, parsed

SHIPPED = sorted(one.parent.name for one in FOLDERS.glob("*/policy.yaml"))
WRITERS = {
    "districts": ("renovation/selectors/eligibility.py",),
    "renovation": ("renovation/",),
    "approvals": ("approvals/services/",),
    "funding": ("funding/services/",),
}
"""Where the facts of each writer come from; what the register says is read as it stands."""


def literals(*places):
    """Every text constant and every name of `fact_words` in modules under these places."""
    found = set()
    for file in modules("renovation", "approvals", "funding"):
        if not any(f"/{place}" in str(file) for place in places):
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.Name):
                found.add(node.id)
    return found


NAMED = {"place.code": "PLACE_CODE", "place.kind": "PLACE_KIND", "built.year": "BUILT_YEAR"}
NAMED |= {"checklist.open_items": "OPEN_ITEMS"}


@pytest.mark.parametrize("key", sorted(FACTS))
def test_a_fact_of_the_product_is_written_where_it_says(key):
    if key in DECLARABLE:
        return
    there = literals(*WRITERS[FACTS[key].writer])
    assert key in there or NAMED.get(key) in there


def asked_by(policy):
    """Every fact key of the product that a policy reads anywhere."""
    found = set()

    def walk(value):
        if isinstance(value, str) and value in FACTS:
            found.add(value)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                walk(getattr(value, name))
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, (tuple, list, frozenset)):
            for one in value:
                walk(one)

    walk(policy)
    return found | ({POINTS} if policy.priority and policy.priority.scores else set())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_policy_asks_only_for_facts_of_the_product_or_its_own(name):
    policy = parsed(name).policy
    own = {fact.key for fact in policy.facts}
    steps = policy.procedure.steps if policy.procedure else ()

    assert {gate.fact for step in steps for gate in step.gates} <= set(FACTS) | own
    assert asked_by(policy) <= set(FACTS)
