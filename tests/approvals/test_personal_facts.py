"""Nobody's name, phone or ID number lies in the open: not in a table, a page or a workbook."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.forms.bodies import OpenAcceptanceForm
from approvals.forms.notices import ObjectionForm
from approvals.services import paper_corrections, papers
from approvals.services.custody import issue_copies, void_copy
from approvals.services.mandates import give_mandate
from common.names import veil_numbers
from intake.rules.request import Request
from intake.services.uploads import upload_plan
from records.views.limits import MOST
from renovation.forms.registers import RowForm
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, entry, fill, open_round_for, units_of
from tests.factories.approvals import project_with_homes as with_homes
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk
from tests.factories.scans import jpeg, page
from tests.intake.builders import workbook

pytestmark = pytest.mark.django_db

NAME, PHONE, NUMBER, PROXY = "欧阳震华", "13912345678", "370724197001011234", "司徒美堂"
PLAIN = (NAME, PHONE, NUMBER, PROXY)
COUNTING = {Role.STREET_CLERK, Role.BUREAU_HANDLER, Role.BUREAU_REVIEWER}
PAGES = (
    "sheet",
    "second",
    "missing",
    "tonight",
    "custody",
    "close",
    "confirm",
    "extend",
    "reopen",
)
CHOICE_SIGNS = ("ballot-", "已录：")  # how sheets and lists mark what was answered
ANSWERS = ("", "tally/", "roll/", "tonight/", "custody/")


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    cache.clear()


@pytest.fixture
def round_():
    project = with_homes(homes=4)
    (home,) = build_homes(project.community, count=1, building="2", owned=False)
    own(home, OwnerFactory(name=NAME, phone=PHONE, number=NUMBER))
    made = open_round_for(project)
    unit = units_of(made)[-1]
    given = {"agent": PROXY, "signed_on": date(2024, 6, 18)}
    give_mandate(
        by=clerk(), at=DURING, unit=unit, upload=jpeg(page(), f"{PROXY}委托书.jpg"), **given
    )
    papers.record_paper(
        by=clerk(),
        at=DURING,
        round_=made,
        unit=unit,
        entry=entry("against", channel="paper", proxy=PROXY),
    )
    fill(made, agree=2)
    return made


def addresses(round_):
    """Every page and answer of the room about this round."""
    project = round_.project_id
    pages = [reverse(f"approvals:{name}", args=[round_.pk]) for name in PAGES]
    pages += [reverse(f"approvals:{name}", args=[project]) for name in ("rounds", "roll")]
    pages += [reverse("approvals:open_round", args=[project, "second"])]
    pages += [
        reverse("approvals:round_list"),
        reverse("approvals:why", args=[round_.pk, "renovate", 0]),
    ]
    api = [f"/api/v1/rounds/{round_.pk}/{name}" for name in ANSWERS]
    api += ["/api/v1/rounds/", f"/api/v1/papers/?round={round_.pk}", f"/api/v1/rolls/{project}/"]
    tables = [
        reverse("reports:export_round", args=[kind, round_.pk])
        for kind in ("roll", "result", "doors")
    ]
    return pages + api + tables


def text_of(answer):
    """What a person reads of it; of a workbook its cells."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not answer["Content-Type"].startswith("application/vnd.openxml"):
        return body.decode()
    sheets = load_workbook(BytesIO(body), read_only=True).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)


def json_of(answer):
    """The body of a JSON answer, None for anything else."""
    return answer.json() if answer["Content-Type"].startswith("application/json") else None


def answers_in(value):
    """Every single answer of a household in a JSON body."""
    if isinstance(value, dict):
        if value.get("choice") and "matter" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from answers_in(one)


def test_no_role_finds_a_plain_personal_fact_and_only_those_who_count_a_choice(client, round_):
    seen = 0
    for role in Role:
        client.force_login(UserFactory(role=role, role__area="370724"))
        for address in addresses(round_):
            answer = client.get(address)
            assert answer.status_code in {200, 302, 403, 404, 409}, (role, address)
            text = text_of(answer)
            assert [fact for fact in PLAIN if fact in text] == [], (role, address)
            if role not in COUNTING:
                assert [sign for sign in CHOICE_SIGNS if sign in text] == [], (role, address)
                assert not list(answers_in(json_of(answer))), (role, address)
            seen += answer.status_code == 200
    assert seen > 100  # the walk did see pages


def columns_that_hold_plain_facts():
    """`table.column` of everything in the database that says one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND (data_type IN ('text', 'character varying',"
            " 'jsonb', 'ARRAY'))"
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE ANY(%s)',  # noqa: S608
                [[f"%{fact}%" for fact in PLAIN]],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_no_table_of_the_database_holds_a_plain_personal_fact(client, round_):
    client.force_login(clerk())
    view = {"page": "homes", "name": "找人", "query": f"q={NAME}"}
    client.post(reverse("records:save_view"), view)
    assert columns_that_hold_plain_facts() == []


def test_names_in_clear_are_for_some_and_each_look_stands_in_the_trail(client, round_):
    tonight = reverse("approvals:tonight", args=[round_.pk])
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="370724"))
    assert client.post(tonight).status_code == 403
    by = clerk()
    client.force_login(by)
    before = AuditEntry.objects.filter(action="查看业主明文").count()
    assert client.post(tonight).status_code == 200
    looked = AuditEntry.objects.filter(action="查看业主明文")
    assert looked.count() == before + 1
    assert not any(fact in str(looked.latest("pk").payload) for fact in PLAIN)


def test_the_qr_of_a_household_opens_a_page_for_anybody_without_personal_facts(client, round_):
    unit = units_of(round_)[-1]
    answer = client.get(reverse("records:verify", args=[unit.token]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert unit.serial in text
    assert "06-24" in text or "2024-06-24" in text
    for hidden in (*PLAIN, unit.head.label, f"{unit.room}室", "反对", f"unit={unit.pk}"):
        assert hidden not in text
    assert {client.get(reverse("records:verify", args=["x"])).status_code for _ in range(MOST)} == {
        404,
        429,
    }


def test_papers_that_an_import_brings_are_read_by_those_who_type_only(
    client, round_, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    serials = [unit.serial for unit in units_of(round_)[2:4]]
    rows = [
        ["票号", "户主", "电话", "是否同意", "见证人"],
        [serials[0], NAME, PHONE, "不同意", PROXY],
        [serials[1], NAME, PHONE, "也许", PROXY],
    ]
    upload = upload_plan(
        by=clerk(),
        at=DURING,
        request=Request(kind="vote_results", subject=str(round_.pk)),
        document_no="",
        title="",
        name="表.xlsx",
        content=workbook(rows),
    )
    pages = [
        reverse(f"intake:{name}", args=[upload.pk])
        for name in ("preview", "result", "columns", "file", "marked", "undo")
    ]
    pages += [reverse("intake:row", args=[upload.pk, 2])]
    api = [f"/api/v1/imports/{upload.pk}/{name}" for name in ("", "rows/", "problems/", "undo/")]
    for role in (Role.STREET_CLERK, Role.BUREAU_HANDLER, Role.FINANCE, Role.LEADER):
        client.force_login(UserFactory(role=role, role__area="370724"))
        texts = {address: client.get(address, follow=True) for address in pages + api}
        shown = [a for a, answer in texts.items() if "不同意" in text_of(answer)]
        assert bool(shown) == (role == Role.STREET_CLERK), (role, shown)
        own = [reverse(f"intake:{name}", args=[upload.pk]) for name in ("file", "marked")]
        told = {a: [fact for fact in PLAIN if fact in text_of(texts[a])] for a in {*texts} - {*own}}
        assert not any(told.values()), told
    assert columns_that_hold_plain_facts() == []


def test_the_browser_keeps_no_draft_of_what_persons_are():
    columns = ("姓名", "联系电话", "反映事项")
    register = SimpleNamespace(columns=columns, within=None)
    rows = RowForm(rule=register, person=UserFactory())
    kept = {
        str(field.label): "data-no-keep" not in field.widget.attrs
        for form in (rows, ObjectionForm(), OpenAcceptanceForm())
        for field in form.fields.values()
    }
    hidden = {"姓名", "联系电话", "提出人", "业主代表（一行一人）"}
    assert {label for label, stays in kept.items() if not stays} == hidden
    assert kept["反映事项"]
    assert "data-no-keep" in Path("static/js/keep.js").read_text(encoding="utf-8")


def test_numbers_that_somebody_writes_into_a_reason_do_not_reach_the_trail(round_):
    by, serial = clerk(), units_of(round_)[3].serial
    issue_copies(by=by, at=DURING, round_=round_, collector="李楼长", serial=serial)
    reason = f"{PHONE} 说遗失，证件 {NUMBER}"
    void_copy(by=by, at=DURING, round_=round_, serial=serial, reason=reason)
    told = AuditEntry.objects.get(action="copies.void").summary
    assert "139****5678" in told
    assert not [fact for fact in (PHONE, NUMBER) if fact in told]


def test_who_heard_an_answer_or_took_copies_out_is_kept_encrypted_and_shown_masked(client, round_):
    by, (first, *_) = clerk(), [unit for unit in units_of(round_) if not unit.papers.exists()]
    issue_copies(by=by, at=DURING, round_=round_, collector=NAME, serial=first.serial)
    heard = entry(witness=NAME)
    made = papers.record_paper(by=by, at=DURING, round_=round_, unit=first, entry=heard)

    with connection.cursor() as cursor:
        cursor.execute("SELECT witness FROM approvals_paper WHERE id = %s", [made.pk])
        (kept,) = cursor.fetchone()
        cursor.execute("SELECT collector FROM approvals_copy WHERE unit_id = %s", [first.pk])
        (taken,) = cursor.fetchone()
    assert NAME not in kept + taken
    made.refresh_from_db()
    assert (made.witness, first.copies.get().collector) == (NAME, NAME)
    client.force_login(by)
    page = client.get(reverse("approvals:paper", args=[first.pk])).content.decode()
    assert NAME not in page
    assert "见证人 欧*华" in page
    assert "欧*华 领走" in page
    again = paper_corrections.correct_paper(
        by=by, at=DURING, paper=made, answers={"renovate": "against"}, reason="听错"
    )
    assert (again.witness, again.witness_masked) == (NAME, made.witness_masked)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("打13912345678没人接", "打139****5678没人接"),
        ("37072419700101123X、座机0536-3212345", "370*************3X、座机0536-3212345"),
        ("13912345678.00元", "13912345678.00元"),
        (
            "a" * 20 + "13912345678901234567" + "f" * 24,
            "a" * 20 + "13912345678901234567" + "f" * 24,
        ),
    ],
)
def test_only_whole_mobile_and_id_numbers_are_veiled(written, told):
    assert veil_numbers(written) == told
