"""Cells mended, warnings accepted, columns mapped: by the services, on small tables."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.permissions import Role
from common.errors import NotAllowed, Refused
from intake.models import Heading, Mend, Upload
from intake.rules.layout import IGNORED
from intake.services.accepting import accept, accept_all, withdraw
from intake.services.arranging import UNSAID, choose_sheets, forget, map_columns
from intake.services.committing import commit
from intake.services.examining import Request
from intake.services.mending import Typed, mend, take_back
from intake.services.uploads import upload_plan
from renovation.models import Plan, PlanLine
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 21, 1, 2, tzinfo=UTC)
WRONG = [[1, "甲小区", "城关街道", "两", 40, 3200.5], *ROWS[1:]]
TWINS = [[1, "甲小区", "城关街道", 2, 40, 3200], [2, "乙小区", "城关街道", 2, 40, 3200]]


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")


@pytest.fixture
def zhang():
    return UserFactory(username="zhang", role=Role.BUREAU_HANDLER)


@pytest.fixture
def take_in(zhang):
    """`take_in(rows)`: a table uploaded by zhang."""

    def take(rows, head=HEAD, edit=None, **said):
        return upload_plan(
            by=zhang,
            at=AT,
            request=Request("370724", 2024, **said),
            document_no="",
            title="",
            name="计划.xlsx",
            content=workbook([head, *rows], edit=edit),
        )

    return take


def typed(cell, text, sheet="计划"):
    return [Typed(sheet, cell, text)]


def refused(upload):
    return [(f["cell"], f["code"]) for f in upload.findings if f["severity"] == "refuse"]


def warned(upload):
    return [f for f in upload.findings if f["severity"] == "warn"]


def write(by, upload):
    return commit(by=by, at=AT, on=AT.date(), upload=upload)


def test_a_mended_cell_is_checked_at_once_and_stands_beside_what_the_file_says(take_in, zhang):
    upload = take_in(WRONG)
    assert refused(upload) == [("D2", "cell")]

    upload = mend(by=zhang, at=AT, upload=upload, typed=typed("D2", "2"))
    one = Mend.objects.get()

    assert refused(upload) == []
    assert (one.was, one.text, one.mended_by, one.mended_at) == ("两", "2", zhang, AT)
    assert upload.rows.get(number=2).values["buildings"] == "2"
    assert upload.sha256 == Upload.objects.get().sha256
    write(zhang, upload)
    assert PlanLine.objects.get(project__name="甲小区").buildings == 2


def test_what_is_typed_wrong_again_is_kept_and_told(take_in, zhang):
    upload = mend(by=zhang, at=AT, upload=take_in(WRONG), typed=typed("D2", "三栋半"))

    assert refused(upload) == [("D2", "cell")]
    assert Mend.objects.get().text == "三栋半"
    assert upload.rows.get(number=2).attention == 0


def test_taking_back_or_typing_what_the_file_says_leaves_no_mend(take_in, zhang):
    upload = mend(by=zhang, at=AT, upload=take_in(WRONG), typed=typed("D2", "2"))

    upload = take_back(by=zhang, at=AT, upload=upload, sheet="计划", cell="D2")
    assert refused(upload) == [("D2", "cell")]
    mend(by=zhang, at=AT, upload=upload, typed=typed("E3", "20"))

    assert not Mend.objects.exists()
    with pytest.raises(Refused, match="没有改过"):
        take_back(by=zhang, at=AT, upload=upload, sheet="计划", cell="D2")


def test_a_row_may_be_emptied_in_the_browser(take_in, zhang):
    twice = take_in([*ROWS, [4, "甲小区", "城关街道", 1, 5, 500]])
    cells = [Typed("计划", f"{letter}5", "") for letter in "ABCDEF"]

    upload = mend(by=zhang, at=AT, upload=twice, typed=cells)

    assert refused(upload) == []
    assert upload.rows.count() == 3


def test_cells_that_there_are_not_are_refused_all_at_once(take_in, zhang):
    upload = take_in(ROWS)

    with pytest.raises(Refused) as refusal:
        mend(by=zhang, at=AT, upload=upload, typed=[*typed("E0", "1"), *typed("E2", "1", "别的")])

    assert [problem.field for problem in refusal.value.problems] == ["计划!E0", "别的!E2"]
    assert not Mend.objects.exists()


def test_nothing_is_written_while_a_warning_is_neither_accepted_nor_gone(take_in, zhang):
    upload = take_in(TWINS)
    assert [f["code"] for f in warned(upload)] == ["repeated"]

    with pytest.raises(Refused, match="写明理由接受"):
        write(zhang, upload)
    assert not Plan.objects.exists()
    accept_all(by=zhang, at=AT, upload=upload, reason="两处都是同一图纸")
    write(zhang, upload)

    one = upload.acceptances.get()
    assert (one.reason, one.accepted_by, one.code) == ("两处都是同一图纸", zhang, "repeated")
    assert PlanLine.objects.count() == 2


def test_a_warning_is_gone_once_its_cell_is_mended(take_in, zhang):
    upload = mend(by=zhang, at=AT, upload=take_in(TWINS), typed=typed("F3", "3100"))

    assert warned(upload) == []
    assert set(upload.rows.values_list("attention", flat=True)) == {9}


def test_an_acceptance_holds_for_that_warning_only(take_in, zhang):
    upload = take_in([[1, "甲小区", "城关街道", 2, 40, 32000]])
    mark = warned(upload)[0]["mark"]

    accept(by=zhang, at=AT, upload=upload, reason="公寓楼", marks=[mark])
    assert upload.rows.get().attention == 9
    upload = mend(by=zhang, at=AT, upload=upload, typed=typed("F2", "33000"))

    assert upload.rows.get().attention == 2
    with pytest.raises(Refused, match="写明理由接受"):
        write(zhang, upload)


def test_an_acceptance_can_be_taken_back_and_wants_a_reason(take_in, zhang):
    upload = take_in(TWINS)
    mark = warned(upload)[0]["mark"]

    with pytest.raises(Refused, match="须写理由"):
        accept(by=zhang, at=AT, upload=upload, reason=" ", marks=[mark])
    accept(by=zhang, at=AT, upload=upload, reason="已核", marks=[mark])
    withdraw(by=zhang, at=AT, upload=upload, mark=mark)

    assert not upload.acceptances.exists()


def test_a_refusal_cannot_be_accepted(take_in, zhang):
    upload = take_in(WRONG)
    mark = next(f["mark"] for f in upload.findings if f["severity"] == "refuse")

    with pytest.raises(Refused, match="错误不能接受"):
        accept(by=zhang, at=AT, upload=upload, reason="就这样", marks=[mark])


def test_once_written_neither_mends_nor_acceptances_move(take_in, zhang):
    upload = mend(by=zhang, at=AT, upload=take_in(WRONG), typed=typed("D2", "2"))
    write(zhang, upload)

    with pytest.raises(Refused, match="已写入"):
        mend(by=zhang, at=AT, upload=upload, typed=typed("D2", "3"))
    with pytest.raises(IntegrityError, match="改正的格不能再动"), transaction.atomic():
        upload.mends.update(row=3)


def test_whoever_may_not_import_mends_nothing(take_in):
    leader = UserFactory(role=Role.LEADER)
    upload = take_in(WRONG)

    with pytest.raises(NotAllowed):
        mend(by=leader, at=AT, upload=upload, typed=typed("D2", "2"))


ODD = ["序号", "小区名称", "街道", "多少幢", "户数(户)", "建筑面积(㎡)", "经办"]
ODD_ROWS = [[*row, "王"] for row in ROWS]


def test_a_column_is_mapped_once_and_the_next_table_reads_it_and_says_so(take_in, zhang):
    first = take_in(ODD_ROWS, head=ODD)
    said = {"计划": {4: "buildings", 7: IGNORED, 5: UNSAID}}
    first = map_columns(by=zhang, at=AT, upload=first, columns=said)
    assert refused(first) == warned(first) == []

    second = take_in(ODD_ROWS, head=ODD)

    told = [f["message"] for f in second.findings if f["code"] == "remembered"]
    assert told == [
        "“多少幢”列按上次的对应读作“改造楼栋数”",
        "“经办”列按上次的对应不读入",
    ]
    assert second.rows.get(number=2).values["buildings"] == "2"
    second = forget(by=zhang, at=AT, upload=second, words="多少幢")
    assert refused(second) == [("A1:G1", "missing_column")]
    assert list(Heading.objects.values_list("words", "key")) == [("经办", "")]


def test_two_columns_for_one_meaning_are_refused_by_name(take_in, zhang):
    upload = take_in(ODD_ROWS, head=ODD)

    with pytest.raises(Refused, match=r"D、E 列都指为“户数”"):
        map_columns(by=zhang, at=AT, upload=upload, columns={"计划": {4: "households"}})
    assert not Heading.objects.exists()


def two_sheets(book):
    other = book.create_sheet("省级计划")
    for values in [["2024 年省级计划"], HEAD, [1, "丁小区", "东城街道", 1, "十", 900.5]]:
        other.append(values)


def test_several_sheets_are_read_as_one_table_with_the_sheet_in_each_address(take_in, zhang):
    upload = take_in(ROWS, edit=two_sheets)
    assert upload.ignored_sheets == [["省级计划", "也像年度改造计划表，没有读入"]]

    upload = choose_sheets(by=zhang, at=AT, upload=upload, sheets=["计划", "省级计划"], heads={})
    assert [(f["sheet"], f["cell"]) for f in upload.findings if f["severity"] == "refuse"] == [
        ("省级计划", "E3")
    ]
    upload = mend(by=zhang, at=AT, upload=upload, typed=typed("E3", "10", "省级计划"))
    write(zhang, upload)

    places = PlanLine.objects.order_by("position").values_list("sheet", "row")
    assert list(places) == [("计划", 2), ("计划", 3), ("计划", 4), ("省级计划", 3)]


def test_all_sheets_are_read_on_request_and_the_same_community_twice_is_refused(take_in):
    def twice(book):
        two_sheets(book)
        book["省级计划"].append([2, "甲小区", "城关街道", 1, 12, 950])

    upload = take_in(ROWS, edit=twice, sheet="*")

    assert upload.layout["sheets"] == ["计划", "省级计划"]
    message = next(f["message"] for f in upload.findings if f["code"] == "duplicate")
    assert message == "与工作表“计划”第 2 行是同一街道的同名小区"


def test_the_rows_of_the_head_can_be_pointed_out(take_in, zhang):
    def odd(book):
        book.active.insert_rows(1)
        book.active["A1"] = "小区名称"
        book.active["B1"] = "街道"

    upload = take_in(ROWS, edit=odd)
    upload = choose_sheets(by=zhang, at=AT, upload=upload, sheets=["计划"], heads={"计划": (2, 2)})

    assert upload.head["计划"]["last_row"] == 2
    assert upload.rows.count() == 3
    with pytest.raises(Refused, match="表头行不对"):
        choose_sheets(by=zhang, at=AT, upload=upload, sheets=["计划"], heads={"计划": (3, 2)})
