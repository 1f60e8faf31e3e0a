"""Who must have signed at a joint acceptance, and how the owners' side may come."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policies.rules.acceptances import amount_to, may_be_called, standing
from policies.rules.model import AcceptanceRule, Party

PARTIES = tuple(Party(key, key, key, key != "lab") for key in ("client", "builder", "lab"))
RULE = AcceptanceRule("joint", "联合验收", "验收单", PARTIES, 2, 3, owners_body="committee")
ALONE = replace(RULE, owners_body="")

counts = st.integers(0, 6)
signatures = st.sets(st.sampled_from(["client", "builder", "lab", "stranger"]))


def test_between_two_and_three_come_or_the_committee():
    assert [n for n in range(6) if may_be_called(RULE, n)] == [2, 3]
    assert [n for n in range(6) if may_be_called(RULE, n, body=True)] == [0, 1, 2, 3]
    assert not any(may_be_called(ALONE, n, body=True) for n in range(6))


def test_the_committees_signature_stands_for_as_many_as_are_asked():
    signed = {"client", "builder"}
    assert not standing(RULE, signed, 1).complete
    assert standing(RULE, signed, 0, body=True).complete
    assert standing(RULE, signed, 2).complete
    assert not standing(ALONE, signed, 0, body=True).complete


def test_who_is_missing_is_named_and_who_need_not_come_is_not():
    found = standing(RULE, {"client"}, 2)
    assert found.missing == ("builder",)
    assert found.explanation.result == "未签：builder"
    assert standing(RULE, {"client", "builder"}, 1).explanation.result == "未签：业主代表差 1 人"


@given(signatures, counts, st.booleans())
def test_it_agrees_with_asking_each_by_name(signed, owners, body):
    slow = "client" in signed and "builder" in signed and (body or owners in {2, 3, 4, 5, 6})
    assert standing(RULE, signed, owners, body=body).complete == slow


@given(signatures, counts, st.booleans(), st.sampled_from(["client", "builder", "lab"]))
def test_one_more_signature_never_undoes_an_acceptance(signed, owners, body, more):
    if standing(RULE, signed, owners, body=body).complete:
        assert standing(RULE, signed | {more}, owners + 1, body=True).complete


@given(counts, st.booleans())
def test_a_body_never_counts_for_fewer_than_come(owners, body):
    assert amount_to(RULE, owners, body=body) >= owners
    assert amount_to(ALONE, owners, body=body) == owners
