"""The workbook given back with its cells marked, and brought in again."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from common.errors import Refused
from intake.models import Mend, Upload
from intake.services.accepting import accept_all
from intake.services.examining import Request
from intake.services.formats.marking import EXPLANATIONS
from intake.services.mending import Typed, mend
from intake.services.returning import marked, take_return
from intake.services.uploads import upload_plan
from tests.factories.accounts import UserFactory
from tests.intake.builders import HEAD, ROWS
from tests.intake.test_mending import AT, TWINS, WRONG, linqu, refused, take_in, zhang

__all__ = ["linqu", "take_in", "zhang"]
pytestmark = pytest.mark.django_db


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def styled(book):
    sheet = book.active
    sheet["H1"] = "=1+1"
    sheet["A1"].font = openpyxl.styles.Font(bold=True, color="FF112233")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].hidden = True


def bring_back(by, upload, book):
    return take_return(by=by, at=AT, upload=upload, name="改好.xlsx", content=saved(book))


def test_faulty_cells_are_coloured_and_say_in_words_what_is_wrong(take_in, zhang):
    book = opened(marked(by=zhang, upload=take_in(WRONG, edit=styled)))
    cell = book["计划"]["D2"]

    assert cell.fill.start_color.rgb == "FFF4CCCC"
    assert cell.comment.text.startswith("【错误】")
    assert "应为不小于零的整数（栋），如 68" in cell.comment.text
    assert book["计划"]["D3"].comment is None
    assert next(row[1].value for row in book[EXPLANATIONS].iter_rows(min_row=3)) == "D2"


def test_the_sheet_stays_as_its_sender_made_it(take_in, zhang):
    sheet = opened(marked(by=zhang, upload=take_in(WRONG, edit=styled)))["计划"]

    assert sheet["H1"].value == "=1+1"
    assert sheet["A1"].font.color.rgb == "FF112233"
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.row_dimensions[3].hidden
    assert [cell.value for cell in sheet[2]][:6] == WRONG[0]


def test_a_returned_workbook_goes_on_with_its_import_and_lists_what_was_mended(take_in, zhang):
    upload = take_in(WRONG, edit=styled)
    book = opened(marked(by=zhang, upload=upload))
    book["计划"]["D2"] = 2
    book["计划"]["F4"] = "5,100.00"

    upload, count = bring_back(zhang, upload, book)

    assert count == 2
    assert refused(upload) == []
    listed = [(one.row, one.column, one.was, one.text, one.origin) for one in Mend.objects.all()]
    assert listed == [(2, 4, "两", "2", "returned"), (4, 6, "5000.25", "5,100.00", "returned")]
    assert Upload.objects.count() == 1


def test_an_untouched_workbook_changes_nothing_and_keeps_what_was_mended_before(take_in, zhang):
    upload = mend(by=zhang, at=AT, upload=take_in(WRONG), typed=[Typed("计划", "D2", "2")])
    book = opened(marked(by=zhang, upload=upload))

    assert book["计划"]["D2"].value == 2
    assert "【已改正】" in book["计划"]["D2"].comment.text
    assert bring_back(zhang, upload, book)[1] == 0
    assert Mend.objects.get().text == "2"


def test_accepted_doubts_are_not_marked_any_more(take_in, zhang):
    upload = take_in(TWINS)
    assert opened(marked(by=zhang, upload=upload))["计划"]["F3"].comment

    accept_all(by=zhang, at=AT, upload=upload, reason="同一图纸")

    assert opened(marked(by=zhang, upload=upload))["计划"]["F3"].comment is None


def test_another_file_is_not_taken_for_the_returned_one(take_in, zhang):
    upload, other = take_in(WRONG), take_in(TWINS)

    with pytest.raises(Refused, match="不是本次导入给出的"):
        bring_back(zhang, upload, opened(marked(by=zhang, upload=other)))


def test_a_table_of_another_format_comes_back_as_a_workbook_that_reads_the_same(zhang):
    rows = [HEAD, ["001", *WRONG[0][1:]], *ROWS[1:]]
    content = "\n".join(",".join(map(str, row)) for row in rows)
    csv = SimpleUploadedFile("计划.csv", content.encode("gb18030"))
    upload = upload_csv(zhang, csv)
    book = opened(marked(by=zhang, upload=upload))
    assert bring_back(zhang, upload, book)[1] == 0

    book["计划"]["D2"] = 2

    assert refused(bring_back(zhang, upload, book)[0]) == []


def upload_csv(by, file):
    return upload_plan(
        by=by,
        at=AT,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name=file.name,
        content=file.read(),
    )


def test_the_pages_give_it_out_and_recognise_it_wherever_it_is_uploaded(client, take_in, zhang):
    client.force_login(zhang)
    upload = take_in(WRONG)
    answer = client.get(reverse("intake:marked", args=[upload.pk]))
    book = opened(b"".join(answer.streaming_content))
    book["计划"]["D2"] = 2

    def file():
        return SimpleUploadedFile("改好.xlsx", saved(book))

    form = {"kind": "community_plan", "area_code": "370724", "year": "2024", "file": file()}
    back = client.post(reverse("intake:upload"), form)
    there = client.post(reverse("intake:returned", args=[upload.pk]), {"file": file()}, follow=True)

    assert back.url == reverse("intake:preview", args=[upload.pk])
    assert "没有一格改动" in there.content.decode()
    assert Upload.objects.count() == 1
    assert Mend.objects.get().text == "2"


def test_whoever_may_not_import_gets_no_marked_workbook(client, take_in):
    upload = take_in(WRONG)
    client.force_login(UserFactory(role=Role.LEADER))

    assert client.get(reverse("intake:marked", args=[upload.pk])).status_code == 403
