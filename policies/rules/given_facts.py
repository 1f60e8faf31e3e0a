"""Facts as a person or a worked case gives them, checked for their keys and shapes."""

from __future__ import annotations

from common.errors import Problem, Refused
from policies.rules.evaluation import Facts, text
from policies.rules.fact_values import FactValue, parse_value
from policies.rules.model import Policy
from policies.rules.premises import Known


def known_of(policy: Policy, given: Facts) -> Known:
    """`facts` as {key or key@scope: value} and `items` as keys of the catalogue.

    Refused with every key that is neither the product's nor the policy's, and every value that
    does not fit its kind.
    """
    values, problems, terms = {}, [], policy.terms
    for name, value in given.get("facts", {}).items():
        key, _, scope = name.partition("@")
        try:
            values[key, scope] = FactValue(key, scope, parse_value(terms.kind(key), text(value)))
        except KeyError:
            expected = "docs/policies.md 所列事实键，或方案 facts 中的键"
            message = "不认识的事实键"
            problems.append(
                Problem(message, code="unknown_fact", field=f"facts.{name}", expected=expected)
            )
        except ValueError as error:
            problems.append(
                Problem(str(error), code="fact", field=f"facts.{name}", value=text(value))
            )
    if problems:
        raise Refused(problems)
    items = given.get("items")
    return Known(values, None if items is None else frozenset(items))
