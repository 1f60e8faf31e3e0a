"""A cluster in two streets: nothing of the homes of the other street is found or listed."""

import pytest
from django.urls import reverse

from approvals.models import (
    Batch,
    Copy,
    HeadUnit,
    Mandate,
    Paper,
    Scan,
    SecondEntry,
    Visit,
)
from approvals.models import Head as RollHead
from approvals.services.scans import match_scan
from common.errors import OutOfScope
from records.models import Attachment
from reports.exports.consent import roll
from tests.approvals.streets import filled, mixed, rest_of, two_streets
from tests.factories.approvals import (
    DURING,
)
from tests.factories.renovation import clerk


@pytest.fixture
def two(db, settings, tmp_path):
    """Two streets on the evening of 2024-06-20."""
    settings.DEMO_NOW, settings.MEDIA_ROOT = "2024-06-20T21:14:00", tmp_path
    return two_streets()


def things_of(homes):
    """What is kept of these homes: name of the thing → its row."""
    units = [unit.pk for unit in homes]
    first = homes[0]
    paper = Paper.objects.get(unit__in=units, live=True)
    return {
        "unit": first,
        "paper": paper,
        "mandate": Mandate.objects.get(head=first.head_id),
        "batch": Batch.objects.get(building=first.building),
        "second": SecondEntry.objects.get(paper=paper),
        "scan": Scan.objects.get(unit=first),
    }


PAGES = [
    ("get", "paper", "unit"),
    ("post", "visit", "unit"),
    ("post", "give_mandate", "unit"),
    ("post", "keep_evidence", "unit"),
    ("post", "undelivered", "unit"),
    ("get", "correct", "paper"),
    ("post", "correct", "paper"),
    ("post", "undo", "paper"),
    ("post", "end_mandate", "mandate"),
    ("post", "submit_batch", "batch"),
    ("post", "settle_difference", "second"),
    ("post", "match_scan", "scan"),
    ("post", "set_scan_aside", "scan"),
]
RESOURCES = [
    ("get", "papers/{paper}/"),
    ("post", "papers/{paper}/correct/"),
    ("post", "papers/{paper}/withdraw/"),
    ("get", "mandates/{mandate}/"),
    ("post", "mandates/{mandate}/end/"),
    ("get", "batches/{batch}/"),
    ("post", "batches/{batch}/submit/"),
    ("get", "second-entries/{second}/"),
    ("post", "second-entries/{second}/settle/"),
    ("get", "scans/{scan}/"),
    ("post", "scans/{scan}/match/"),
    ("post", "scans/{scan}/aside/"),
]
BODY = {"answers": {"renovate": "agree"}, "reason": "录错", "serial": "ZQ2-T-1"}
LISTS = ("papers", "mandates", "batches", "second-entries", "scans")


def test_a_page_of_the_other_street_in_the_pile_belongs_elsewhere(two):
    filled(two)
    for by, homes in zip(two.clerks, two.homes, strict=True):
        pages = Scan.objects.visible_to(by).order_by("page")
        assert [(one.finding, one.unit) for one in pages] == [
            ("matched", homes[0]),
            ("elsewhere", None),
        ]
        with pytest.raises(OutOfScope):
            match_scan(by=by, at=DURING, scan=pages[1], unit=mixed(two, by)[0])


def test_nothing_of_the_other_streets_homes_is_reached_by_its_number(two, client):
    filled(two)
    for mine, by in enumerate(two.clerks):
        client.force_login(by)
        rest = rest_of(by)
        for street, homes in enumerate(two.homes):
            things = things_of(homes)
            own_street = street == mine
            for method, name, thing in PAGES:
                address = reverse(f"approvals:{name}", args=[things[thing].pk])
                if own_street and method == "post":
                    continue  # what it does is shown elsewhere
                status = getattr(client, method)(address).status_code
                assert (status == 404) != own_street, (name, street, mine, status)
            keys = {name: row.pk for name, row in things.items()}
            for method, path in RESOURCES:
                if own_street and method == "post":
                    continue
                address = f"/api/v1/{path.format(**keys)}"
                sent = {"data": BODY, "format": "json"} if method == "post" else {}
                status = getattr(rest, method)(address, **sent).status_code
                assert (status == 404) != own_street, (path, street, mine, status)
            for row in Attachment.objects.filter(area_code__startswith=by.access.home_code()):
                assert client.get(reverse("records:attachment", args=[row.pk])).status_code == 200
            others = Attachment.objects.exclude(area_code__startswith=by.access.home_code())
            assert others.count() == 4, "a mandate, a pile, its two pages: all that the other kept"
            for row in others:
                address = reverse("records:attachment", args=[row.pk])
                assert client.get(address).status_code == 404


def test_lists_show_the_homes_of_ones_own_street(two, client):
    filled(two)
    round_ = two.round
    readers = [*zip(two.clerks, ([0], [1]), strict=True), (clerk("370724"), [0, 1])]
    for by, streets in readers:
        client.force_login(by)
        rest = rest_of(by)
        serials = [[unit.serial for unit in homes] for homes in two.homes]
        pages = {
            name: client.get(reverse(f"approvals:{name}", args=[round_.pk])).content.decode()
            for name in ("sheet", "second", "missing", "custody", "tonight", "scans")
        }
        pages["rounds"] = client.get(
            reverse("approvals:rounds", args=[two.projects[streets[0]].pk])
        ).content.decode()
        table = roll(round_, by)[0]
        pages["roll"] = str(table.rows)
        for path in ("roll", "visits", "custody", "tonight", "tally"):
            pages[f"rest {path}"] = rest.get(f"/api/v1/rounds/{round_.pk}/{path}/").content.decode()
        for path in LISTS:
            pages[f"rest {path}"] = rest.get(f"/api/v1/{path}/?round={round_.pk}").content.decode()
        for where, page in pages.items():
            for street, homes in enumerate(two.homes):
                marks = [*serials[street], *(unit.building for unit in homes)]
                if street not in streets:
                    assert not [mark for mark in marks if mark in page], (where, street)
                    assert f"{homes[0].community} 8 号楼" not in page, (where, street)
        assert {row[8] for row in table.rows} == {s for one in streets for s in serials[one]}
        for model in (RollHead, HeadUnit, Paper, Copy, Visit, Mandate, Batch, SecondEntry, Scan):
            kept = model.objects.visible_to(by).count()
            halves = [model.objects.visible_to(one).count() for one in two.clerks]
            assert kept in {halves[0], sum(halves), sum(halves) - 1}, model


def test_the_other_streets_building_or_serial_is_nowhere(two, client):
    by, other = two.clerks[0], two.homes[1][0]
    client.force_login(by)
    rest = rest_of(by)
    for name, asked in (
        ("sheet", {"building": other.building}),
        ("locate_paper", {"q": other.serial}),
    ):
        address = reverse(f"approvals:{name}", args=[two.round.pk])
        assert client.get(address, asked).status_code == 404, name
    found = client.get(reverse("approvals:locate", args=[two.round.pk]), {"q": other.token})
    assert "unknown=" in found.headers["Location"]
    for path, body in (
        ("papers/", {**BODY, "round": two.round.pk, "serial": other.serial}),
        (f"rounds/{two.round.pk}/visits/", {"serials": [other.serial], "outcome": "nobody"}),
        (f"rounds/{two.round.pk}/undelivered/", {"serial": other.serial, "reason": "无人"}),
        (f"rounds/{two.round.pk}/issue/", {"serial": other.serial, "collector": "李楼长"}),
    ):
        key = {"HTTP_IDEMPOTENCY_KEY": path}
        told = rest.post(f"/api/v1/{path}", body, format="json", **key)
        assert (told.status_code, other.serial in told.content.decode()) == (400, True), path
    delivered = rest.post(
        f"/api/v1/rounds/{two.round.pk}/deliver/", {"building": other.building}, format="json"
    )
    assert delivered.status_code == 404
