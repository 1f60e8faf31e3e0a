"""Workbooks of people, and files that are none or mean harm."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from openpyxl.styles import Alignment

from common.errors import Refused
from intake.rules.rows import read_rows
from intake.services.formats import MOST_BYTES, read_workbook
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, LINQU, ROWS, workbook

MOST_MEMORY = 40 * 1024 * 1024


def refusal(content, name="计划.xlsx"):
    with pytest.raises(Refused) as refused:
        read_workbook(content, name)
    problem = refused.value.problems[0]
    assert problem.field == "file"
    assert problem.remedy
    return problem.message


def rezip(content, change):
    """The package with its parts changed by `change(name, bytes) -> bytes`."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def replace_in_sheet(content, old, new):
    return rezip(
        content,
        lambda name, body: body.replace(old, new) if name.endswith("sheet1.xml") else body,
    )


def test_the_plan_of_linqu_is_read_with_exact_figures():
    tables = read_workbook(LINQU.read_bytes(), LINQU.name).tables

    reading = read_rows(tables[0], COMMUNITY_PLAN)

    assert len(reading.rows) == 16
    assert reading.findings == ()
    assert [str(reading.sum(k)) for k in ("buildings", "households", "floor_area")] == [
        "41",
        "1216",
        "138479.32",
    ]


def test_binary_noise_behind_the_fifteenth_digit_is_not_read():
    tables = read_workbook(workbook([HEAD, [1, "甲", "城关街道", 1, 1, 0.1 + 0.2]]), "a").tables

    assert tables[0].rows[1].cells[6].text == "0.3"


def test_merged_hidden_and_empty_parts_are_told():
    def edit(book):
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["F"].hidden = True
        book.create_sheet("空表")
        book.create_sheet("旧表").sheet_state = "hidden"

    result = read_workbook(workbook([HEAD, *ROWS], merges=["C2:C3"], edit=edit), "a.xlsx")

    assert result.ignored == (("旧表", "隐藏的工作表"), ("空表", "空的工作表"))
    assert [merge.address for merge in result.tables[0].merges] == ["C2:C3"]
    assert [row.number for row in result.tables[0].rows if row.hidden] == [3]
    assert result.tables[0].hidden_columns == {6}


def test_a_used_range_full_of_nothing_costs_nothing():
    def edit(book):
        book.active.cell(900_000, 200).alignment = Alignment(horizontal="center")

    table = read_workbook(workbook([HEAD, *ROWS], edit=edit), "a.xlsx").tables[0]

    assert len(table.rows) == 4
    assert table.width == 6


def test_a_formula_without_a_stored_value_is_a_fault_of_its_cell():
    content = workbook([HEAD, [1, "甲", "城关街道", 1, 40, "=1000*3"]])

    reading = read_rows(read_workbook(content, "a.xlsx").tables[0], COMMUNITY_PLAN)

    assert [(f.cell, f.value) for f in reading.findings] == [("F2", "=1000*3")]


def test_a_formula_with_a_stored_value_is_read():
    content = replace_in_sheet(
        workbook([HEAD, [1, "甲", "城关街道", 1, 40, "=1000*3"]]), b"<v></v>", b"<v>3000</v>"
    )
    content = replace_in_sheet(content, b"<v />", b"<v>3000</v>")

    assert read_workbook(content, "a.xlsx").tables[0].rows[1].cells[6].text == "3000"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"hello", "不是 Excel"),
        (b"\x00\x01\x02 junk, more", "编码"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x89PNG\r\n", "图片"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04 torn", "损坏"),
        (b"x" * (MOST_BYTES + 1), "上限"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(content, words):
    assert words in refusal(content)


def test_a_zip_of_something_else_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<a/>")

    assert "不是 Excel" in refusal(stream.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    content = rezip(
        workbook([HEAD, *ROWS]),
        lambda name, body: (
            body + b" " * (300 * 1024 * 1024) if name.endswith("sheet1.xml") else body
        ),
    )

    tracemalloc.start()
    try:
        assert "压缩炸弹" in refusal(content)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_a_million_empty_rows_are_refused():
    rows = b"".join(b'<row r="%d" ht="%d"/>' % (n, n * n % 409) for n in range(10, 300_000))
    content = replace_in_sheet(workbook([HEAD, *ROWS]), b"</sheetData>", rows + b"</sheetData>")

    assert "万行" in refusal(content) or "空行" in refusal(content)


def test_an_entity_bomb_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
    content = rezip(
        workbook([HEAD, *ROWS]),
        lambda name, body: bomb + body if name.endswith("sheet1.xml") else body,
    )

    assert "XML" in refusal(content)


def test_an_entity_bomb_in_another_encoding_is_refused_by_the_parser():
    bomb = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        '<!DOCTYPE a [<!ENTITY b "ha">]><worksheet>&b;</worksheet>'
    )
    content = rezip(
        workbook([HEAD, *ROWS]),
        lambda name, body: bomb.encode("utf-16") if name.endswith("sheet1.xml") else body,
    )

    assert "XML" in refusal(content) or "损坏" in refusal(content)


def test_macros_are_refused():
    stream = BytesIO(workbook([HEAD, *ROWS]))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")

    assert "宏" in refusal(stream.getvalue())


def test_a_torn_sheet_is_refused():
    content = rezip(
        workbook([HEAD, *ROWS]),
        lambda name, body: body[: len(body) // 2] if name.endswith("sheet1.xml") else body,
    )

    assert "损坏" in refusal(content)


def test_five_hundred_columns_are_refused():
    assert "列" in refusal(workbook([list(range(500))]))


def test_a_workbook_without_content_is_refused():
    assert "没有一张" in refusal(workbook([]))


def test_a_merge_over_the_whole_sheet_is_refused():
    content = replace_in_sheet(
        workbook([HEAD, *ROWS], merges=["A6:B6"]), b"A6:B6", b"A6:XFD1048576"
    )

    assert "合并单元格" in refusal(content)
