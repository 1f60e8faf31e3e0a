"""Custody reconciles per building; the seal draws its own sample and nobody can change either."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from approvals.models import Answer, Copy, Paper, Recheck, Seal, Tally
from approvals.rules.custody import CopyOut, Place, balance
from approvals.rules.sampling import digest, papers_digest, sample, size
from approvals.selectors.custody import custody
from approvals.selectors.verifying import differences
from approvals.services import counting, papers
from approvals.services.custody import issue_copies, void_copy
from approvals.services.sealing import recheck
from common.errors import Conflict, NotAllowed, Refused
from records.models import Attachment
from records.storage import opened
from reports.printing.rendering import document_of, html_of
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
from tests.factories.renovation import clerk

CHANNELS = st.sampled_from(["paper", "visit", "telephone", "online", "meeting"])


@st.composite
def drawers(draw):
    """Units in three buildings, some with a copy out, some with void ones, some answered."""
    places = [
        Place(n, draw(st.sampled_from(["1", "2", "3"])), f"ZQ-{n:03d}")
        for n in range(draw(st.integers(1, 20)))
    ]
    copies = [CopyOut(p.unit, void=True) for p in places for _ in range(draw(st.integers(0, 2)))]
    copies += [CopyOut(p.unit, void=False) for p in places if draw(st.booleans())]
    returned = {p.unit: draw(CHANNELS) for p in places if draw(st.booleans())}
    return places, copies, returned


@given(drawers())
def test_every_copy_is_returned_outstanding_or_void_and_buildings_add_up(drawer):
    places, copies, returned = drawer
    *rows, whole = balance(places, copies, returned)
    for name in ("units", "issued", "returned", "outstanding", "void", "otherwise"):
        assert sum(getattr(row, name) for row in rows) == getattr(whole, name)
    assert whole.issued == len(copies) == whole.returned + whole.outstanding + whole.void
    out = {copy.unit for copy in copies if not copy.void}
    on_paper = {u for u, channel in returned.items() if channel not in {"telephone", "online"}}
    assert {p.serial for p in places if p.unit in on_paper - out} == set(whole.strange)
    assert whole.otherwise == len(returned) - len(on_paper)


@given(st.sets(st.text("ABC0123456789-", min_size=3, max_size=9), max_size=60), st.text(max_size=8))
def test_the_sample_is_the_same_for_everybody_and_of_the_papers_only(serials, seed):
    number = size(len(serials))
    drawn = sample(serials, seed, number)
    assert drawn == sample(sorted(serials, reverse=True), seed, number)
    assert len(drawn) == len(set(drawn)) == number <= len(serials)
    assert set(drawn) <= serials
    assert number == len(serials) or number >= 5


def test_one_changed_answer_changes_the_digest():
    said = {"ZQ-1": {"plan": "agree"}, "ZQ-2": {"plan": "against"}}
    assert papers_digest(said, "") == papers_digest(dict(reversed(said.items())), "")
    assert papers_digest(said, "") != papers_digest(said | {"ZQ-2": {"plan": "agree"}}, "")
    assert papers_digest(said, "") != papers_digest(said, "a1"), "cannot be tried out"
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


@pytest.fixture
def round_(db):
    return open_round_for(project_with_homes(homes=6, buildings=2))


def test_copies_go_out_by_building_and_the_account_shows_them(round_):
    by = clerk()
    assert issue_copies(by=by, at=DURING, round_=round_, collector="李楼长", building="1") == 6
    assert issue_copies(by=by, at=DURING, round_=round_, collector="王楼长") == 6
    with pytest.raises(Conflict):
        issue_copies(by=by, at=DURING, round_=round_, collector="王楼长")
    fill(round_, agree=4)
    now = custody(round_)
    assert [(r.building, r.issued, r.returned, r.outstanding) for r in now.rows] == [
        ("1", 6, 4, 2),
        ("2", 6, 0, 6),
        ("", 12, 4, 8),
    ]
    assert now.ties


def test_a_lost_copy_is_void_and_another_goes_out(round_):
    by = clerk()
    issue_copies(by=by, at=DURING, round_=round_, collector="李楼长")
    serial = units_of(round_)[0].serial
    with pytest.raises(Refused):
        void_copy(by=by, at=DURING, round_=round_, serial=serial, reason="")
    void_copy(by=by, at=DURING, round_=round_, serial=serial, reason="住户遗失")
    assert issue_copies(by=by, at=DURING, round_=round_, collector="李楼长", serial=serial) == 1
    whole = custody(round_).whole
    assert (whole.issued, whole.void, whole.outstanding) == (13, 1, 12)
    assert list(Copy.objects.filter(unit__serial=serial).values_list("number", flat=True)) == [1, 2]


def test_a_copy_that_came_in_is_not_void(round_):
    by = clerk()
    issue_copies(by=by, at=DURING, round_=round_, collector="李楼长")
    unit = units_of(round_)[0]
    papers.record_paper(by=by, at=DURING, round_=round_, unit=unit, entry=entry())
    with pytest.raises(Refused, match="已经收回"):
        void_copy(by=by, at=DURING, round_=round_, serial=unit.serial, reason="污损")


def test_a_paper_that_never_went_out_stops_the_closing(round_):
    by = clerk()
    issue_copies(by=by, at=DURING, round_=round_, collector="李楼长", building="1")
    fill(round_, agree=8)
    with pytest.raises(Refused) as refusal:
        counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    problem = next(p for p in refusal.value.problems if p.code == "custody")
    assert "2 号楼有 2 份" in problem.message
    assert units_of(round_)[6].serial in problem.message
    issue_copies(by=by, at=AFTER, round_=round_, collector="王楼长", building="2")
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))


def test_the_register_of_copies_keeps_what_happened(round_):
    issue_copies(by=clerk(), at=DURING, round_=round_, collector="李楼长")
    copy = Copy.objects.first()
    with pytest.raises(IntegrityError, match="只能作废"), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).update(collector="别人")
    with pytest.raises(IntegrityError, match="只能作废"), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).delete()


def test_a_confirmed_count_is_sealed_with_counters_and_sample(db):
    round_ = settled_round(project_with_homes(homes=12), agree=9, against=2)
    seal = round_.seal
    assert digest(seal.body) == seal.sha256
    assert seal.body["papers"] == 11
    assert len(seal.counters) == 2
    serials = Paper.objects.filter(round=round_).values_list("unit__serial", flat=True)
    assert seal.sample == list(sample(serials, seal.sha256, 5))
    with pytest.raises(IntegrityError, match="已经封存"), transaction.atomic():
        Seal.objects.filter(pk=seal.pk).update(sample=[])


def test_the_re_check_is_of_drawn_papers_by_somebody_who_did_not_type_them(db):
    round_ = settled_round(project_with_homes(homes=12), agree=9)
    seal, by = round_.seal, reviewer()
    typist = Paper.objects.filter(round=round_).first().entered_by
    other = next(u.serial for u in units_of(round_) if u.serial not in seal.sample)
    with pytest.raises(NotAllowed):
        recheck(by=typist, at=AFTER, seal=seal, serial=seal.sample[0], agrees=True)
    with pytest.raises(Refused, match="没有抽到"):
        recheck(by=by, at=AFTER, seal=seal, serial=other, agrees=True)
    with pytest.raises(Refused, match="不符之处"):
        recheck(by=by, at=AFTER, seal=seal, serial=seal.sample[0], agrees=False)
    recheck(by=by, at=AFTER, seal=seal, serial=seal.sample[0].lower(), agrees=True)
    with pytest.raises(Conflict):
        recheck(by=by, at=AFTER, seal=seal, serial=seal.sample[0], agrees=True)
    assert Recheck.objects.get().agrees


def quietly(change):
    """As somebody with the database's own password might."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL renovation.maintenance = 'on'")
        change()
        cursor.execute("SET LOCAL renovation.maintenance = 'off'")


def test_verifying_repeats_the_closing_count_as_it_stood_and_finds_what_was_changed(db):
    round_ = open_round_for(project_with_homes(homes=12))
    by = clerk()
    fill(round_, by, agree=9)
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    late = units_of(round_)[9]
    papers.record_paper(
        by=by, at=AFTER, round_=round_, unit=late, entry=entry("against", received_at=DURING)
    )
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    closings = [t.counts["returned_units"] for t in Tally.objects.filter(occasion="closing")]
    assert closings == ["9", "10"]
    assert differences(round_) == []
    last = Answer.objects.filter(paper__round=round_).latest("paper_id")
    quietly(lambda: Answer.objects.filter(pk=last.pk).update(choice="agree"))
    found = {(one.where, one.field) for one in differences(round_)}
    assert ("封存", "sha256") in found
    assert ("renovate/复核确认", "agree_units") in found
    assert ("renovate/截止计票", "agree_units") in found
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_tallies", "--json", stdout=out)
    assert stopped.value.code == 1
    assert {row["where"] for row in json.loads(out.getvalue())["differences"]} >= {"封存"}


def test_a_round_that_does_not_exist_is_a_wrong_call(db):
    with pytest.raises(CommandError) as wrong:
        call_command("verify_tallies", "--round", "999999")
    assert wrong.value.returncode == 2


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def test_the_page_issues_voids_photographs_and_re_checks(client, round_, settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    client.force_login(clerk())
    page = reverse("approvals:custody", args=[round_.pk])
    assert "本轮没有登记发放" in client.get(page).content.decode()
    client.post(reverse("approvals:issue_copies", args=[round_.pk]), {"collector": "李楼长"})
    assert "12 = 0 + 12 + 0" in client.get(page).content.decode()
    serial = units_of(round_)[0].serial
    void = reverse("approvals:void_copy", args=[round_.pk])
    client.post(void, {"serial": serial, "reason": "住户遗失"})
    assert "住户遗失" in client.get(page).content.decode()
    fill(round_, agree=6)
    text = client.get(page).content.decode()
    assert "1 份没有发放登记" in text
    client.post(
        reverse("approvals:issue_copies", args=[round_.pk]),
        {"collector": "李楼长", "serial": serial},
    )
    counting.close_round(by=clerk(), at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    seal = Seal.objects.get()
    photo = SimpleUploadedFile("签字计票表.png", PNG, "image/png")
    client.post(reverse("approvals:signed_sheet", args=[seal.pk]), {"upload": photo})
    text = client.get(page).content.decode()
    kept = Attachment.objects.get(subject_kind="approvals.seal")
    assert kept.name in text
    with opened(kept.path) as file:
        assert not file.read().startswith(PNG[:8]), "signatures lie encrypted"
    assert client.get(reverse("records:attachment", args=[kept.pk])).status_code == 200
    assert AuditEntry.objects.filter(action="查看密存附件").count() == 1
    assert seal.sha256 in text
    client.force_login(reviewer())
    client.post(
        reverse("approvals:recheck", args=[seal.pk]), {"serial": seal.sample[0], "agrees": "yes"}
    )
    assert Recheck.objects.get().unit.serial == seal.sample[0]


def test_the_account_and_the_seal_over_rest(client, round_, settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    client.force_login(clerk())
    base = f"/api/v1/rounds/{round_.pk}"
    json_body = {"content_type": "application/json"}
    made = client.post(f"{base}/issue/", {"collector": "李楼长"}, **json_body)
    assert (made.status_code, made.json()) == (201, {"copies": 12})
    gone = {"serial": units_of(round_)[0].serial, "reason": "住户遗失"}
    after = client.post(f"{base}/void_copy/", gone, **json_body).json()
    assert after["rows"][-1] | {"strange": []} == {
        "building": "",
        "units": 12,
        "issued": 12,
        "returned": 0,
        "outstanding": 11,
        "void": 1,
        "otherwise": 0,
        "strange": [],
        "ties": True,
    }
    assert client.get(f"{base}/seal/").status_code == 404


def test_the_certificate_carries_hash_counters_and_sample(db):
    round_ = settled_round(project_with_homes(homes=12), agree=9, against=2)
    document = document_of("tally_certificate", str(round_.pk))
    (html,) = html_of(document, serial="JP-1", token="")
    assert round_.seal.sha256[:32] in html
    assert round_.seal.sample[0] in html
    assert all(name in html for name in round_.seal.counters)
    with pytest.raises(Refused):
        document_of("tally_certificate", str(open_round_for(project_with_homes()).pk))
