"""A plan imported in the browser: upload, preview, decide, confirm, result."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from intake.models import Upload
from renovation.models import Plan, PlanLine, Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.intake.builders import HEAD, LINQU, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")
    AreaFactory(code="330382", name="乐清市", level="district")


@pytest.fixture
def handler(client):
    user = UserFactory(username="zhang", role=Role.BUREAU_HANDLER)
    client.force_login(user)
    return user


def send(client, content, name="计划.xlsx", **fields):
    values = {"kind": "community_plan", "area_code": "370724", "year": "2024"}
    values |= {"claim": "", "title": "", "document_no": ""}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("intake:upload"), values | fields | {"file": file})


def staged(client, rows=ROWS, **fields):
    answer = send(client, workbook([HEAD, *rows]), **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def confirm(client, upload, **fields):
    return client.post(reverse("intake:commit", args=[upload.pk]), fields)


def preview(client, upload):
    return client.get(reverse("intake:preview", args=[upload.pk]))


def test_the_plan_of_linqu_goes_from_upload_to_result(client, handler):
    answer = send(
        client,
        LINQU.read_bytes(),
        LINQU.name,
        claim="16个、1216户、13.85万㎡",
        document_no="临政办字〔2024〕17号",
    )
    upload = Upload.objects.get()
    page = client.get(answer.url)
    html = page.content.decode()
    done = confirm(client, upload)
    result = client.get(done.url).content.decode()

    assert "确认写入 16 行" in html
    assert "138,479.32" in html
    assert "13.847932 万㎡，2 位小数为 13.85" in html
    assert Project.objects.count() == 16
    assert "城关街道" in result
    assert "125,446.32" in result
    assert client.get(answer.url).url == reverse("intake:result", args=[upload.pk])


def test_a_double_click_writes_once(client, handler):
    upload = staged(client)

    first, second = confirm(client, upload), confirm(client, upload)

    assert first.url == second.url
    assert PlanLine.objects.count() == 3


def test_the_same_file_again_shows_everything_as_it_is(client, handler):
    confirm(client, staged(client))

    html = preview(client, staged(client)).content.decode()

    assert "与现有计划完全相同" in html
    assert html.count('chip-plain">相同') == 3


def test_a_file_that_is_none_gives_the_form_back_as_typed(client, handler):
    answer = send(client, b"%PDF-1.7", claim="长度=3", document_no="临政办字〔2024〕17号")
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "是 PDF，不是工作簿" in html
    assert "正文数据看不懂" in html
    assert 'value="长度=3"' in html
    assert "临政办字〔2024〕17号" in html
    assert not Upload.objects.exists()


def test_wrong_cells_are_listed_and_keep_the_button_closed(client, handler):
    upload = staged(client, [[1, "甲", "城关街道", "两", 40, 3200], *ROWS])

    html = preview(client, upload).content.decode()
    answer = confirm(client, upload)

    assert "确认写入（有 1 处错误，请先改正）" in html
    assert "D2" in html
    assert answer.status_code == 422
    assert "没有写入" in answer.content.decode()
    assert not Plan.objects.exists()


def conflicting(client, handler):
    """An import whose E2 is 41 in the file, 44 by a person, 40 before."""
    confirm(client, staged(client))
    PlanLine.objects.filter(project__name="甲小区").update(
        households=44,
        change_reason="凭入户核实单",
        changed_by=handler,
        changed_at=Upload.objects.get().uploaded_at,
    )
    rows = [list(row) for row in ROWS]
    rows[0][4] = 41
    return staged(client, rows, claim="户=121")


def decide(client, upload, choice, row=2, key="households"):
    address = reverse("intake:decide", args=[upload.pk])
    return client.post(address, {"row": row, "key": key, "choice": choice})


def test_an_undecided_conflict_keeps_the_button_closed_and_names_its_cell(client, handler):
    upload = conflicting(client, handler)

    html = preview(client, upload).content.decode()
    answer = confirm(client, upload)

    assert "确认写入（还有 1 处未定：E2）" in html
    assert "凭入户核实单" in html
    assert "41 / 44" in html
    assert answer.status_code == 422
    assert PlanLine.objects.get(project__name="甲小区").households == 44


def test_taking_the_file_writes_its_figure(client, handler):
    upload = conflicting(client, handler)

    answer = decide(client, upload, "file")
    confirm(client, upload)

    assert answer.url.endswith("#c-E2")
    assert PlanLine.objects.get(project__name="甲小区").households == 41


def test_keeping_against_the_covering_text_wants_a_reason(client, handler):
    upload = conflicting(client, handler)
    decide(client, upload, "keep")

    html = preview(client, upload).content.decode()
    without = confirm(client, upload)
    with_reason = confirm(client, upload, note="以入户核实为准")

    assert "请写明原因" in html
    assert without.status_code == 422
    assert with_reason.status_code == 302
    line = PlanLine.objects.get(project__name="甲小区")
    assert (line.households, line.imported["households"]) == (44, "41")
    assert Upload.objects.latest("pk").note == "以入户核实为准"


def test_a_choice_may_be_changed_until_it_is_written(client, handler):
    upload = conflicting(client, handler)

    decide(client, upload, "keep")
    decide(client, upload, "file")
    confirm(client, upload)
    late = decide(client, upload, "keep")

    assert PlanLine.objects.get(project__name="甲小区").households == 41
    assert late.status_code == 302


def test_a_plan_that_moved_since_the_preview_is_compared_again_first(client, handler):
    confirm(client, staged(client))
    rows = [list(row) for row in ROWS]
    rows[0][4] = 41
    upload = staged(client, rows)
    PlanLine.objects.filter(project__name="甲小区").update(households=44)

    answer = confirm(client, upload)
    client.post(reverse("intake:recheck", args=[upload.pk]))

    assert answer.status_code == 409
    assert "重新比对" in answer.content.decode()
    assert "还有 1 处未定：E2" in preview(client, upload).content.decode()


def test_giving_up_leaves_everything_as_it_was(client, handler):
    upload = staged(client)

    client.post(reverse("intake:abandon", args=[upload.pk]))
    html = client.get(reverse("intake:result", args=[upload.pk])).content.decode()

    assert "没有改动任何数据" in html
    assert confirm(client, upload).url == reverse("intake:result", args=[upload.pk])
    assert not Plan.objects.exists()


def test_the_original_file_comes_back_byte_for_byte(client, handler):
    send(client, LINQU.read_bytes(), LINQU.name)

    answer = client.get(reverse("intake:file", args=[Upload.objects.get().pk]))

    assert b"".join(answer.streaming_content) == LINQU.read_bytes()


def test_who_lies_elsewhere_finds_nothing_and_who_may_not_is_refused(client, handler):
    upload = staged(client)
    pages = [reverse(f"intake:{name}", args=[upload.pk]) for name in ("preview", "result", "file")]
    other = UserFactory(role=Role.BUREAU_HANDLER, role__area="330382")
    clerk = UserFactory(role=Role.STREET_CLERK, role__area="370724001")

    client.force_login(other)
    assert {client.get(page).status_code for page in pages} == {404}
    for name in ("commit", "decide", "recheck", "abandon"):
        address = reverse(f"intake:{name}", args=[upload.pk])
        assert client.post(address).status_code == 404
    client.force_login(clerk)
    assert {client.get(page).status_code for page in pages} == {404}
    assert confirm(client, upload).status_code == 404
    client.logout()
    assert client.get(pages[0]).status_code == 302
    assert not Plan.objects.exists()


def test_an_auditor_reads_result_and_file_but_confirms_nothing(client, handler):
    written, waiting = staged(client), staged(client, [[9, "丁", "东城街道", 1, 10, 900]])
    confirm(client, written)
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="37"))

    assert client.get(reverse("intake:result", args=[written.pk])).status_code == 200
    file = client.get(reverse("intake:file", args=[written.pk]))
    assert (file.status_code, bool(b"".join(file.streaming_content))) == (200, True)
    assert preview(client, waiting).status_code == 403
    assert confirm(client, waiting).status_code == 403


def test_another_district_is_no_choice_of_the_form(client, handler):
    answer = send(client, workbook([HEAD, *ROWS]), area_code="330382")

    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_a_street_alone_brings_in_no_plan(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))

    page = client.get(reverse("intake:upload"))

    assert "年度改造计划表" not in page.content.decode()


def test_who_may_bring_in_no_table_at_all_is_refused(client):
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="37"))

    assert client.get(reverse("intake:upload")).status_code == 403


def test_the_preview_asks_the_database_no_more_for_thirty_rows(
    client, handler, django_assert_max_num_queries
):
    few = staged(client)
    many = staged(client, [[i, f"第{i}家属院", "城关街道", 1, 40 + i, 3000 + i] for i in range(30)])

    for upload in (few, many):
        with django_assert_max_num_queries(16):
            assert preview(client, upload).status_code == 200


def test_only_changed_rows_are_shown_on_request(client, handler):
    confirm(client, staged(client))
    rows = [list(row) for row in ROWS]
    rows[0][4] = 41
    upload = staged(client, rows)

    html = client.get(reverse("intake:preview", args=[upload.pk]) + "?show=changed")

    assert "甲小区" in html.content.decode()
    assert "乙小区" not in html.content.decode()


def test_another_file_starts_with_what_was_said_of_the_last(client, handler):
    upload = staged(client, claim="户=120", document_no="临政办字〔2024〕17号")

    html = client.get(reverse("intake:upload") + f"?from={upload.pk}").content.decode()

    assert "户=120" in html
    assert "临政办字〔2024〕17号" in html


def test_projects_are_opened_on_the_business_day(client, handler, settings):
    settings.DEMO_NOW = "2024-06-21T08:30"

    confirm(client, staged(client))

    assert set(Project.objects.values_list("opened_on", flat=True)) == {date(2024, 6, 21)}
