"""Scans of papers come in as a pile, find their homes by their codes, and stay with the home."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import Role
from approvals.models import Paper, Scan
from approvals.rules.scans import Verdict, code_of, judge, missing, said_by, upload_problems
from approvals.selectors.course import counted
from approvals.selectors.scanned_pages import leaves_of, short_papers
from approvals.selectors.scans import scans_of, unit_named
from approvals.services.paper_corrections import correct_paper
from approvals.services.rounds import void_round
from approvals.services.scans import BLANK, REPLACED, match_scan, set_scan_aside, take_in_scans
from common.errors import Conflict, NotAllowed, OutOfScope, Refused
from records.models import Attachment
from records.services.files import open_sealed
from reports.printing.codes import qr_address
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, fill, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk
from tests.factories.scans import blank, jpeg, of_units, page, pdf

TOKENS = st.text("abcdef", min_size=1, max_size=3)


@given(st.dictionaries(TOKENS, st.integers(1, 5)), st.lists(TOKENS), st.sets(st.integers(1, 5)))
def test_a_page_is_matched_only_by_exactly_one_home_without_a_scan(roll, codes, taken):
    verdict = judge(
        [f"https://x/v/{code}/" for code in codes], roll, set(), {(unit, 1) for unit in taken}
    )

    named = {roll[code] for code in codes if code in roll}
    if verdict.finding == "matched":
        assert named == {verdict.unit}
        assert verdict.unit not in taken
        assert (verdict.leaf, verdict.leaves) == (1, None)
    else:
        assert len(named) != 1 or named <= taken


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(1, 20))
def test_a_page_goes_to_its_place_and_what_lacks_is_named(scanned, total):
    there = {}
    for leaf in scanned:
        code = qr_address("abc", min(leaf, total), total)
        verdict = judge([code], {"abc": 7}, set(), {(7, one) for one in there})
        double = min(leaf, total) in there
        assert verdict.finding == ("double" if double else "matched")
        assert (verdict.unit, verdict.leaf) == (7, min(leaf, total))
        there[verdict.leaf] = verdict.leaves

    assert set(missing(there.items())) == set(range(1, total + 1)) - set(there)


@pytest.mark.parametrize("said", ["?p=0-2", "?p=3-2", "?p=1-99", "?p=x", "?q=1-2", "?p=1-2-3"])
def test_a_code_that_says_no_page_of_a_paper_is_one_without_a_page(said):
    assert said_by(f"https://gov.example/v/abc/{said}") == said_by("abc")
    assert judge([f"/v/abc/{said}"], {"abc": 7}, set(), set()) == Verdict("matched", 7, 1)


def test_two_pages_on_one_picture_are_for_a_person():
    codes = [qr_address("abc", page, 2) for page in (1, 2)]

    assert judge(codes, {"abc": 7}, set(), set()) == Verdict("several")


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


def scan_of(unit):
    """The only page of a home's paper."""
    (one,) = leaves_of(unit).scans or (None,)
    return one


def take_in(by, round_, *uploads):
    job = take_in_scans(by=by, at=DURING, round_=round_, uploads=uploads)
    job.refresh_from_db()
    return job


def leaf(unit, number, total=2):
    """One page of the unit's paper, with the code that is printed on it."""
    return [page("https://gov.example" + qr_address(unit.token, number, total))]


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
    match_scan(by=by, at=DURING, scan=empty, unit=unit_named(round_, by, three.serial))
    set_scan_aside(by=by, at=DURING, scan=other, reason="空白页")

    first.refresh_from_db()
    assert (first.unit, first.aside) == (None, REPLACED)
    assert scan_of(one) == double
    assert scan_of(three).settled_by == by
    assert scan_of(two) is None
    assert scans_of(round_).left == 0
    with pytest.raises(Conflict):
        set_scan_aside(by=by, at=DURING, scan=other, reason="再说一遍")


def test_every_page_of_a_paper_stays_with_its_home_and_a_missing_one_is_named(by, round_, client):
    one, two, three, *_ = units_of(round_)
    take_in(by, round_, pdf([*leaf(one, 2), *leaf(one, 1), *leaf(two, 1), *leaf(three, 1, 1)]))

    assert [scan.leaf for scan in leaves_of(one).scans] == [1, 2]
    assert leaves_of(two).missing == (2,)
    state = scans_of(round_)
    assert (state.left, state.papers, state.scanned, state.short) == (0, 4, 2, 1)
    assert state.buildings[0].short == ((two, "缺第 2 页"),)
    assert short_papers(round_) == [(two, "缺第 2 页")]
    assert counted(round_, now=DURING).scanned == 2
    client.force_login(by)
    for name, key in (("scans", round_.pk), ("custody", round_.pk), ("paper", two.pk)):
        assert "缺第 2 页" in client.get(reverse(f"approvals:{name}", args=[key])).content.decode()
    pages = [reverse("records:attachment", args=[one.picture_id]) for one in leaves_of(one).scans]
    body = client.get(reverse("approvals:paper", args=[one.pk])).content.decode()
    assert 0 < body.index(pages[0]) < body.index(pages[1])
    typing = client.get(reverse("approvals:sheet", args=[round_.pk]), {"unit": one.pk})
    body = typing.content.decode()
    assert 0 < body.index(pages[0]) < body.index(pages[1])
    assert "看这一份的扫描件" in body


def test_a_page_scanned_again_waits_beside_the_same_page_only(by, round_):
    one, *_ = units_of(round_)
    take_in(by, round_, pdf([*leaf(one, 1), *leaf(one, 2), *leaf(one, 2)]))

    first, second = leaves_of(one).scans
    (waits,) = scans_of(round_).waiting
    assert (waits.scan.finding, waits.other, waits.leaf) == ("double", second, 2)
    match_scan(by=by, at=DURING, scan=waits.scan, unit=one, leaf=2, replace=True)

    assert leaves_of(one).scans == (first, waits.scan)
    second.refresh_from_db()
    assert (second.unit, second.leaf, second.aside) == (None, 2, REPLACED)


def test_a_person_says_which_page_it_is_and_pages_change_places(by, round_, client):
    """Papers printed before pages were told apart: the code stood on the last page only."""
    one, *_ = units_of(round_)
    take_in(by, round_, pdf([page(), *of_units(one)]))
    (waits,) = scans_of(round_).waiting
    coded = scan_of(one)
    client.force_login(by)
    address = reverse("approvals:match_scan", args=[waits.scan.pk])

    typed = {"unit": one.serial, "leaf": "3", "leaves": "2"}
    refused = client.post(address, typed)
    assert (refused.status_code, scan_of(one)) == (422, coded)
    assert "页码不大于总页数" in refused.content.decode()
    assert client.post(address, {**typed, "leaf": "2"}).status_code == 302
    assert leaves_of(one).scans == (coded, waits.scan)
    to_paper = reverse("approvals:paper", args=[one.pk])
    answer = client.post(address, {**typed, "leaf": "1", "next": to_paper})

    assert answer.url == to_paper
    assert leaves_of(one).scans == (waits.scan, coded)
    assert leaves_of(one).missing == ()
    assert not Scan.objects.exclude(aside="").exists()


def test_a_room_or_a_serial_names_a_home(by, round_):
    unit = next(u for u in units_of(round_) if u.entrance == "2" and u.room == "101")

    assert unit_named(round_, by, "1-2-101") == unit
    assert unit_named(round_, by, unit.serial.lower()) == unit
    assert unit_named(round_, by, f"https://gov.example/v/{unit.token}/") == unit
    assert unit_named(round_, by, "9-9-999") is None


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
    assert page_.context["page"].scans is None
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
