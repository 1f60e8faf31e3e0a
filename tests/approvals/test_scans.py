"""Scans of papers come in as a pile, find their homes by their codes, and stay with the home."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import Role
from approvals.models import Paper, Scan
from approvals.rules.scans import code_of, judge, upload_problems
from approvals.selectors.scans import scan_of, scans_of, unit_named
from approvals.services.paper_corrections import correct_paper
from approvals.services.rounds import void_round
from approvals.services.scans import BLANK, REPLACED, match_scan, set_scan_aside, take_in_scans
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from records.models import Attachment
from records.services.files import open_sealed
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, fill, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk
from tests.factories.scans import blank, jpeg, of_units, page, pdf

TOKENS = st.text("abcdef", min_size=1, max_size=3)


@given(st.dictionaries(TOKENS, st.integers(1, 5)), st.lists(TOKENS), st.sets(st.integers(1, 5)))
def test_a_page_is_matched_only_by_exactly_one_home_without_a_scan(roll, codes, taken):
    verdict = judge([f"https://x/v/{code}/" for code in codes], roll, set(), taken)

    named = {roll[code] for code in codes if code in roll}
    if verdict.finding == "matched":
        assert named == {verdict.unit}
        assert verdict.unit not in taken
    else:
        assert len(named) != 1 or named <= taken


def test_an_upload_is_refused_with_every_reason():
    files = [("a.pdf", 10), ("virus.exe", 20)] + [(f"{n}.jpg", 4 * 1024 * 1024) for n in range(99)]

    codes = [problem.code for problem in upload_problems(files)]

    assert codes == ["too_many", "too_large", "type"]
    assert [problem.code for problem in upload_problems([])] == ["empty"]


@pytest.fixture(autouse=True)
def evening(settings, tmp_path):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by(db):
    return clerk()


@pytest.fixture
def round_(by):
    made = open_round_for(project_with_homes(homes=6), by=by)
    fill(made, by, agree=4)
    return made


def take_in(by, round_, *uploads):
    job = take_in_scans(by=by, at=DURING, round_=round_, uploads=uploads)
    job.refresh_from_db()
    return job


def test_a_pile_finds_its_homes_and_lists_what_a_person_must_look_at(by, round_):
    other = open_round_for(project_with_homes(homes=1), by=clerk())
    one, two, *_ = units_of(round_)
    pages = [
        *of_units(one, two),
        *of_units(one),
        *of_units(*units_of(other)),
        page("https://shop.example/12345"),
        page(one.token, two.token),
        page(),
    ]

    job = take_in(by, round_, pdf(pages), jpeg(page()))

    assert (job.state, job.done, job.total) == ("done", 8, 8)
    assert job.result["matched"] == 2
    found = Scan.objects.order_by("source_id", "page").values_list("finding", flat=True)
    assert list(found) == [
        *("matched", "matched", "double", "elsewhere", "foreign", "several", "no_code", "no_code")
    ]
    state = scans_of(round_)
    assert (state.pages, state.matched, state.left) == (8, 2, 6)
    assert state.waiting[0].other == scan_of(one)
    assert (state.papers, state.scanned) == (4, 2)


def test_empty_backs_of_sheets_wait_for_nobody(by, round_):
    one, two, *_ = units_of(round_)
    fronts = of_units(one, two)

    job = take_in(by, round_, pdf([fronts[0], blank(), fronts[1], blank()]))

    assert job.result["matched"] == 2
    state = scans_of(round_)
    assert (state.pages, state.matched, state.aside, state.left) == (4, 2, 2, 0)
    assert set(Scan.objects.filter(unit=None).values_list("aside", flat=True)) == {BLANK}


def test_what_cannot_be_opened_waits_with_its_reason(by, round_):
    whole = jpeg(page()).read()
    broken = jpeg(page())
    broken.file.truncate(len(whole) // 2)
    broken.size = len(whole) // 2

    take_in(by, round_, broken)

    (one,) = scans_of(round_).waiting
    assert one.scan.finding == "broken"
    assert one.scan.trouble.startswith("打不开")


def test_a_person_matches_replaces_and_sets_aside(by, round_):
    one, two, three, *_ = units_of(round_)
    take_in(by, round_, pdf([*of_units(one), *of_units(one), page(), page()]))
    first, double, empty, other = Scan.objects.order_by("page")

    with pytest.raises(Refused) as refusal:
        match_scan(by=by, at=DURING, scan=double, unit=one)
    assert [problem.code for problem in refusal.value.problems] == ["double"]
    match_scan(by=by, at=DURING, scan=double, unit=one, replace=True)
    match_scan(by=by, at=DURING, scan=empty, unit=unit_named(round_, three.serial))
    set_scan_aside(by=by, at=DURING, scan=other, reason="空白页")

    first.refresh_from_db()
    assert (first.unit, first.aside) == (None, REPLACED)
    assert scan_of(one) == double
    assert scan_of(three).settled_by == by
    assert scan_of(two) is None
    assert scans_of(round_).left == 0
    with pytest.raises(Conflict):
        set_scan_aside(by=by, at=DURING, scan=other, reason="再说一遍")


def test_a_room_or_a_serial_names_a_home(by, round_):
    unit = next(u for u in units_of(round_) if u.entrance == "2" and u.room == "101")

    assert unit_named(round_, "1-2-101") == unit
    assert unit_named(round_, unit.serial.lower()) == unit
    assert unit_named(round_, f"https://gov.example/v/{unit.token}/") == unit
    assert unit_named(round_, "9-9-999") is None


def test_a_corrected_paper_keeps_its_scan(by, round_, client):
    unit = units_of(round_)[0]
    take_in(by, round_, pdf(of_units(unit)))
    paper = Paper.objects.get(unit=unit, live=True)

    correct_paper(by=by, at=DURING, paper=paper, answers={"renovate": "against"}, reason="看错一行")

    client.force_login(by)
    body = client.get(reverse("approvals:paper", args=[unit.pk])).content.decode()
    assert reverse("records:attachment", args=[scan_of(unit).picture_id]) in body
    assert "看错一行" in body


def test_a_scan_lies_encrypted_and_opens_only_for_who_counts(by, round_, client, settings):
    unit = units_of(round_)[0]
    upload = pdf(of_units(unit))
    content = upload.read()
    upload.seek(0)
    take_in(by, round_, upload)
    scan = scan_of(unit)

    kept = [file.read_bytes() for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    assert len(kept) == 2
    assert not any(b"%PDF" in bytes_ or b"JFIF" in bytes_ for bytes_ in kept)
    assert open_sealed(by=by, row=scan.source) == content
    leader = UserFactory(role=Role.LEADER, role__area="370724")
    client.force_login(leader)
    assert client.get(reverse("records:attachment", args=[scan.picture_id])).status_code == 403
    page_ = client.get(reverse("approvals:paper", args=[unit.pk]))
    assert page_.context["page"].scan is None
    assert "同意" not in page_.content.decode()
    assert client.get(reverse("approvals:scans", args=[round_.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        take_in(leader, round_, jpeg(page()))
    with pytest.raises(OutOfScope):
        take_in(clerk("370724002"), round_, jpeg(page()))


def test_a_refused_pile_keeps_nothing_and_a_void_round_takes_none(by, round_):
    with pytest.raises(Refused):
        take_in(by, round_, jpeg(page()), jpeg(page(), name="表.exe"))
    void_round(by=by, at=DURING, round_=round_, reason="改期")
    round_.refresh_from_db()
    with pytest.raises(Refused):
        take_in(by, round_, jpeg(page()))

    assert not Attachment.objects.exists()


def test_the_database_keeps_scans_and_one_for_a_home(by, round_):
    unit = units_of(round_)[0]
    take_in(by, round_, pdf([*of_units(unit), page()]))
    first, second = Scan.objects.order_by("page")

    for change in ({"finding": "foreign"}, {"page": 9}, {"unit": unit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scan.objects.filter(pk=second.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.delete()


def test_the_page_takes_a_pile_and_settles_it(by, round_, client):
    unit = units_of(round_)[1]
    client.force_login(by)
    address = reverse("approvals:scans", args=[round_.pk])

    answer = client.post(address, {"files": [pdf([page()])]}, follow=True)

    assert "看结果" in answer.content.decode()
    scan = Scan.objects.get()
    assert "看不出二维码" in client.get(address).content.decode()
    unknown = client.post(reverse("approvals:match_scan", args=[scan.pk]), {"unit": "1-9-999"})
    assert (unknown.status_code, scans_of(round_).left) == (422, 1)
    assert 'value="1-9-999"' in unknown.content.decode(), "what was typed stays in its field"
    client.post(reverse("approvals:match_scan", args=[scan.pk]), {"unit": unit.serial})
    assert scan_of(unit) == scan
    refused = client.post(address, {"files": []})
    assert (refused.status_code, "请选择扫描件" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "said", ["https://gov.example/v/abc/", "/v/abc/", "v/abc/", "abc", " abc "]
)
def test_a_code_is_known_however_much_of_its_address_a_scanner_gives(said):
    assert code_of(said) == "abc"
