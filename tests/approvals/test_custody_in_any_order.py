"""Custody under every order of giving out, voiding, typing, withdrawing; the seal by a stranger."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.models import Answer, Copy, Paper, Seal
from approvals.rules.sampling import digest, papers_digest, sample
from approvals.selectors.custody import custody
from approvals.selectors.sealed import body_of
from approvals.selectors.verifying import differences
from approvals.services import counting, papers
from approvals.services.custody import issue_copies, void_copy
from approvals.services.paper_corrections import correct_paper, withdraw_paper
from approvals.services.sealing import recheck
from common.errors import Conflict, NotAllowed, Refused
from tests.approvals.test_custody import quietly
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    DURING,
    entry,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
    settled_round,
    units_of,
)
from tests.factories.renovation import clerk, published_policy

HOMES, BUILDINGS = 2, 2
PLACES = st.integers(0, HOMES * BUILDINGS - 1)
DEEDS = st.one_of(
    st.tuples(st.just("issue one"), PLACES),
    st.tuples(st.just("issue building"), st.integers(0, BUILDINGS - 1)),
    st.tuples(st.just("void"), PLACES),
    st.tuples(st.just("paper"), PLACES),
    st.tuples(st.just("telephone"), PLACES),
    st.tuples(st.just("correct"), PLACES),
    st.tuples(st.just("withdraw"), PLACES),
)


@dataclass
class Drawer:
    """What a careful person with a sheet of paper would note: each copy by where it is now."""

    out: set = field(default_factory=set)  # homes with a copy that is not void
    void: list = field(default_factory=list)  # the home of each void copy
    said: dict = field(default_factory=dict)  # home → how its answer came

    def allowed(self, deed, place):
        on_paper = self.said.get(place) == "paper"
        return {
            "issue one": place not in self.out,
            "issue building": bool(self.of(place) - self.out),
            "void": place in self.out and not on_paper,
            "paper": place not in self.said,
            "telephone": place not in self.said,
            "correct": place in self.said,
            "withdraw": place in self.said,
        }[deed]

    def of(self, building):
        return set(range(building * HOMES, building * HOMES + HOMES))

    def note(self, deed, place):
        if deed.startswith("issue"):
            self.out |= {place} if deed == "issue one" else self.of(place)
        elif deed == "void":
            self.out.remove(place)
            self.void.append(place)
        elif deed == "withdraw":
            del self.said[place]
        elif deed in {"paper", "telephone"}:
            self.said[place] = deed

    def account(self, building):
        mine = self.of(building)
        back = {home for home in mine if self.said.get(home) == "paper"}
        void = sum(home in mine for home in self.void)
        return {
            "issued": len(mine & self.out) + void,
            "returned": len(back & self.out),
            "outstanding": len((mine & self.out) - back),
            "void": void,
            "otherwise": sum(self.said.get(home) == "telephone" for home in mine),
            "strange": len(back - self.out),
        }


def do(deed, place, round_, units, by):
    at = {"by": by, "at": DURING}
    if deed == "issue building":
        return issue_copies(**at, round_=round_, collector="李楼长", building=str(place + 1))
    unit = units[place]
    if deed == "issue one":
        return issue_copies(**at, round_=round_, collector="李楼长", serial=unit.serial)
    if deed == "void":
        return void_copy(**at, round_=round_, serial=unit.serial, reason="住户遗失")
    if deed in {"paper", "telephone"}:
        more = {"channel": deed, "witness": "王网格" if deed == "telephone" else ""}
        return papers.record_paper(**at, round_=round_, unit=unit, entry=entry(**more))
    live = Paper.objects.filter(unit=unit, live=True).first() or Paper.objects.filter(unit=unit)[0]
    if deed == "withdraw":
        return withdraw_paper(**at, paper=live, reason="录错了")
    return correct_paper(**at, paper=live, answers={"renovate": "against"}, reason="看错了")


def carry_out(deeds, round_, units, by):
    """Every deed on the product and on the sheet of paper; then the accounts are held together."""
    drawer = Drawer()
    for deed, place in deeds:
        if deed in {"correct", "withdraw"} and place not in drawer.said:
            continue  # there is nothing that one could point at
        if drawer.allowed(deed, place):
            do(deed, place, round_, units, by)
            drawer.note(deed, place)
        else:
            with pytest.raises((Refused, Conflict)), transaction.atomic():
                do(deed, place, round_, units, by)
    rows = custody(round_).buildings
    for building, row in enumerate(rows):
        told = {name: getattr(row, name) for name in drawer.account(building)}
        assert told | {"strange": len(row.strange)} == drawer.account(building)
        assert row.issued == row.returned + row.outstanding + row.void
        assert row.ties == (not row.strange)
    assert Copy.objects.filter(round=round_).count() == sum(row.issued for row in rows)


@pytest.fixture
def round_(db):
    published_policy(lambda text: text.replace("channels: [paper]", "channels: [paper, telephone]"))
    return open_round_for(project_with_homes(homes=HOMES, buildings=BUILDINGS))


def test_in_every_order_each_copy_is_returned_outstanding_or_void(round_):
    units, by = units_of(round_), clerk()

    @settings(
        max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.lists(DEEDS, min_size=4, max_size=14))
    def go_on(deeds):
        with transaction.atomic():
            carry_out(deeds, round_, units, by)
            transaction.set_rollback(True)

    go_on()


def test_once_the_count_is_confirmed_no_copy_moves(db):
    round_ = open_round_for(project_with_homes(homes=6))
    by = clerk()
    issue_copies(by=by, at=DURING, round_=round_, collector="李楼长")
    fill(round_, by, agree=5)
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    lost = units_of(round_)[5].serial
    with pytest.raises(Refused, match="票据不再变动"):
        void_copy(by=by, at=AFTER, round_=round_, serial=lost, reason="住户遗失")
    with pytest.raises(Refused, match="票据不再变动"):
        issue_copies(by=by, at=AFTER, round_=round_, collector="李楼长")


CODE = re.search(
    r"## The seal of a count, recomputed by a stranger.*?```python\n(.*?)```",
    Path(__file__).parents[2].joinpath("docs/contracts.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def rows(client, address):
    found = []
    while address:
        body = client.get(address).json()
        found += body["results"]
        address = body["next"]
    return found


def asked(client, round_):
    base = f"/api/v1/rounds/{round_.pk}"
    listed = rows(client, f"/api/v1/papers/?round={round_.pk}&live=true")
    return client.get(f"{base}/seal/").json(), rows(client, f"{base}/roll/"), listed


def test_a_stranger_makes_hash_and_sample_again_with_the_few_lines_of_the_contract(client, db):
    round_ = settled_round(project_with_homes(homes=24), agree=14, against=4, abstain=4)
    stranger = {}
    exec(CODE[1], stranger)  # noqa: S102  the documented lines themselves are tested
    client.force_login(clerk())
    seal, roll, listed = asked(client, round_)
    made = stranger["recompute"](seal, roll, listed)
    body = seal["body"]
    assert made == {
        "roll": body["roll"],
        "papers": 22,
        "papers_sha256": body["papers_sha256"],
        "sha256": seal["sha256"],
        "sample": seal["sample"],
    }
    assert len(made["sample"]) == 5
    listed[0]["answers"][0]["choice"] = "invalid"
    assert stranger["recompute"](seal, roll, listed)["papers_sha256"] != body["papers_sha256"]
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="370724"))
    seen, *others = asked(client, round_)
    blind = stranger["recompute"](seen, *others)
    assert (blind["roll"], blind["sample"]) == (body["roll"], seal["sample"])
    assert seen["salt"] is None
    said = said_in(round_)
    assert papers_digest(said, seal["salt"]) == body["papers_sha256"]
    assert papers_digest(said, "") != body["papers_sha256"], "who said no cannot be tried out"


def said_in(round_):
    """What the live papers say, by serial and matter."""
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    said = {}
    for serial, matter, choice in rows.values_list("paper__unit__serial", "matter", "choice"):
        said.setdefault(serial, {})[matter] = choice
    return said


def test_the_sample_hangs_on_the_moment_of_confirmation_which_the_trail_keeps(db):
    first, second = (
        settled_round(project_with_homes(homes=30), agree=25, against=1) for _ in range(2)
    )
    one, other = first.seal, second.seal
    assert one.body["confirmed"] != other.body["confirmed"]
    kept = AuditEntry.objects.get(hash=one.body["confirmed"])
    assert (kept.action, kept.object_id) == ("round.confirm", str(first.pk))
    sealed = AuditEntry.objects.get(action="round.seal", object_id=str(one.pk))
    assert sealed.previous_hash == one.body["confirmed"]
    assert differences(first) == []


def test_a_seal_from_before_the_moment_was_kept_still_verifies(db):
    round_ = settled_round(project_with_homes(homes=8), agree=6)
    body = body_of(round_, "", "")
    serials = Paper.objects.filter(round=round_, live=True).values_list("unit__serial", flat=True)
    old = {
        "body": body,
        "salt": "",
        "sha256": digest(body),
        "sample": list(sample(serials, digest(body), 5)),
    }
    quietly(lambda: Seal.objects.filter(round=round_).update(**old))
    assert differences(round_) == []
    answer = Answer.objects.filter(paper__round=round_).first()
    quietly(lambda: Answer.objects.filter(pk=answer.pk).update(choice="against"))
    assert ("封存", "sha256") in {(one.where, one.field) for one in differences(round_)}


def test_a_leader_holds_no_paper_against_what_was_typed(db):
    round_ = settled_round(project_with_homes(homes=8), agree=6)
    with pytest.raises(NotAllowed):
        recheck(
            by=UserFactory(role=Role.LEADER, role__area="370724"),
            at=AFTER,
            seal=round_.seal,
            serial=round_.seal.sample[0],
            agrees=True,
        )
