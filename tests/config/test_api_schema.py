"""The REST interface describes itself completely, without a warning, in Chinese."""

import re
from dataclasses import fields
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.urls import get_resolver

from common.explanations import Explanation
from config.api_description import OneDescription

CHINESE = re.compile(r"[\u4e00-\u9fff]")
METHODS = {"get", "post", "put", "patch", "delete"}
NOT_DESCRIBED = {"api-schema", "api-docs", "api-redoc"}
"""The description does not describe itself."""
READS_BY_POST = ("/auth/token/", "/owners/search/")
"""Words that no log may hold go in a body; nothing is written that a key could guard."""


@pytest.fixture(scope="module")
def generated():
    """The schema and what the generator complained of."""
    complaints, out = StringIO(), StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out, stderr=complaints)
    return yaml.safe_load(out.getvalue())


def _operations(schema):
    for path, operations in schema["paths"].items():
        for method in METHODS & set(operations):
            yield method, path, operations[method]


def _routes(resolver, prefix="/"):
    for pattern in resolver.url_patterns:
        text = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern, text)
        elif text.startswith("/api/v1/") and pattern.name not in NOT_DESCRIBED:
            yield re.sub(r"\(\?P<\w+>[^)]*\)+|<(\w+:)?\w+>", "{}", text).replace("^", "").strip("$")


def test_every_route_is_described(generated):
    described = {re.sub(r"\{\w+\}", "{}", path) for path in generated["paths"]}

    assert set(_routes(get_resolver())) == described


def test_every_operation_has_a_summary_in_chinese(generated):
    silent = [
        f"{method} {path}"
        for method, path, operation in _operations(generated)
        if not CHINESE.search(operation.get("summary", ""))
    ]

    assert not silent


def test_every_write_takes_a_key_and_shows_how_it_is_refused(generated):
    for method, path, operation in _operations(generated):
        if method == "get" or path.endswith(READS_BY_POST):
            continue
        named = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert "Idempotency-Key" in named, f"{method} {path}"
        body = operation["responses"]["400"]["content"]["application/json"]["schema"]
        assert body["$ref"].endswith("/ErrorsOut"), f"{method} {path}"


@pytest.mark.django_db
def test_the_description_and_its_pages_are_served(client, generated):
    answer = client.get("/api/v1/schema/")

    assert answer.status_code == 200
    described = yaml.safe_load(answer.content)
    assert described["openapi"].startswith("3.")
    assert described["paths"].keys() == generated["paths"].keys()
    once, twice = (OneDescription().get_schema() for _ in range(2))
    assert once is twice
    for page in ("docs", "redoc"):
        assert client.get(f"/api/v1/{page}/").status_code == 200


def test_every_explanation_has_the_one_shape(generated):
    one = "#/components/schemas/AccountsExplanationOut"
    shapes = generated["components"]["schemas"]
    found = {
        f"{name}.{key}": value
        for name, shape in shapes.items()
        for key, value in shape.get("properties", {}).items()
        if "explanation" in key or key.startswith("why")
    }

    assert len(found) > 10
    assert [where for where, value in found.items() if value.get("allOf") != [{"$ref": one}]] == []
    assert set(shapes["AccountsExplanationOut"]["properties"]) == {
        each.name for each in fields(Explanation)
    }
