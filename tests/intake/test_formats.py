"""The same table in every format that offices send reads as the same rows."""

import csv
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from intake.rules.rows import read_rows
from intake.services.formats import bulk, package, read_workbook, xlsx
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, LINQU, ROWS, workbook

FILES = Path(__file__).parent / "files"


def delimited(rows, delimiter=",", encoding="utf-8"):
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def rows_of(content, name):
    table = read_workbook(content, name).tables[0]
    return [row.values for row in read_rows(table, COMMUNITY_PLAN).rows]


def refusal(content, name):
    with pytest.raises(Refused) as refused:
        read_workbook(content, name)
    return refused.value.problems[0].message


def test_the_plan_of_linqu_reads_the_same_from_the_old_format():
    old = (FILES / "linqu-2024.xls").read_bytes()

    assert rows_of(old, "linqu-2024.xls") == rows_of(LINQU.read_bytes(), LINQU.name)


def test_the_old_format_tells_what_is_hidden_merged_dated_and_true():
    result = read_workbook((FILES / "untidy.xls").read_bytes(), "untidy.xls")
    table = result.tables[0]

    assert [row.number for row in table.rows if row.hidden] == [3]
    assert table.hidden_columns == {4}
    assert [merge.address for merge in table.merges] == ["A6:B7"]
    assert (table.rows[1].cells[7].kind, table.rows[1].cells[7].text) == ("date", "1998-05-01")
    assert table.rows[2].cells[7].text == "是"
    assert table.rows[1].cells[6].text == "3200.5"


def test_a_hidden_sheet_of_the_old_format_is_told():
    result = read_workbook((FILES / "linqu-2024.xls").read_bytes(), "linqu-2024.xls")

    assert result.ignored == (("隐藏", "隐藏的工作表"),)


def test_one_cell_in_the_far_corner_costs_one_cell():
    table = read_workbook((FILES / "far-corner.xls").read_bytes(), "far-corner.xls").tables[0]

    assert [(row.number, list(row.cells)) for row in table.rows] == [(1, [1]), (65536, [256])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text_reads_like_the_workbook(encoding, delimiter):
    content = delimited([["2024年计划"], HEAD, *ROWS], delimiter, encoding)

    assert rows_of(content, "计划.csv") == rows_of(workbook([["2024年计划"], HEAD, *ROWS]), "a")


def test_the_encoding_that_was_understood_is_told():
    assert read_workbook(delimited([HEAD, *ROWS], encoding="gb18030"), "计划.csv").notes == (
        "按 GB18030 编码、以逗号分列读入",
    )


def test_a_cell_of_delimited_text_keeps_its_place_when_lines_are_blank():
    content = '序号,小区名称\n\n\n1,"甲\n小区"\n'.encode()

    assert [row.number for row in read_workbook(content, "a.csv").tables[0].rows] == [1, 4]


def test_quotes_that_do_not_close_are_refused_with_their_line():
    assert "第" in refusal('序号,小区名称\n1,"甲"乙\n'.encode(), "a.csv")


def test_delimited_text_of_five_hundred_columns_is_refused():
    assert "列" in refusal(delimited([list(range(500))]), "a.csv")


def test_a_renamed_word_file_is_told_from_a_workbook():
    torn = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

    assert "损坏" in refusal(torn, "计划.xls")


@given(cut=st.integers(9, 5000), flip=st.integers(0, 255))
def test_a_damaged_old_workbook_is_read_or_refused_but_never_breaks(cut, flip):
    content = bytearray((FILES / "linqu-2024.xls").read_bytes())
    content[cut % len(content)] = flip

    with suppress(Refused):
        assert read_workbook(bytes(content[: len(content) - cut % 700]), "a.xls").tables


cells = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6),
    st.integers(-(10**9), 10**9),
    st.decimals(-100000, 100000, places=2).map(float),
    st.booleans(),
    # Excel itself counts days only from 1900 on, and wrongly until March of that year.
    st.dates(date(1900, 3, 1), date(2100, 12, 31)),
)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=8))
def test_the_fast_reader_sees_what_the_careful_one_sees(rows):
    content = workbook([["标题"], *rows], merges=["A20:C21"])

    assert bulk.read(content) == xlsx.read_carefully(content, formulas=False)


def test_long_plain_sheets_take_the_fast_reader_and_give_the_same_rows(monkeypatch):
    many = [[i, f"第{i}小区", "城关街道", 1, 20, 1500.5] for i in range(1, 2_500)]
    content = workbook([HEAD, *many])
    careful = xlsx.read_carefully(content, formulas=False)
    monkeypatch.setattr(xlsx, "read_carefully", None)

    assert read_workbook(content, "a.xlsx") == careful


@pytest.mark.parametrize("special", ["formula", "hidden", "error"])
def test_long_sheets_with_something_special_are_read_carefully(special):
    def edit(book):
        sheet = book.active
        if special == "formula":
            sheet["F3"] = "=1+1"
        elif special == "hidden":
            sheet.row_dimensions[3].hidden = True
        else:
            sheet["F3"] = "#N/A"

    many = [[i, f"第{i}小区", "城关街道", 1, 20, 1500.5] for i in range(1, 2_500)]
    row = read_workbook(workbook([HEAD, *many], edit=edit), "a.xlsx").tables[0].rows[2]

    assert row.hidden or row.cells[6].kind in {"formula", "error"}


def test_the_longest_plain_roll_is_read_where_a_sheet_with_formulas_is_refused(monkeypatch):
    rows = [[n, "某小区", "城关街道", 2, 40, 3200] for n in range(50)]
    plain, reckoned = workbook([HEAD, *rows]), workbook([HEAD, *rows, [51, "=1+1"]])
    for module in (package, xlsx):
        monkeypatch.setattr(module, "MOST_TAGS", 700)
    monkeypatch.setattr(package, "MOST_PLAIN_TAGS", 100_000)
    monkeypatch.setattr(xlsx, "LONG", 5)

    assert len(read_workbook(plain, "名册.xlsx").tables[0].rows) == 51
    assert "太大" in refusal(reckoned, "名册.xlsx")
    monkeypatch.setattr(xlsx, "MOST_GRID", 10)
    assert "太大" in refusal(plain, "名册.xlsx")


def test_two_hundred_thousand_homes_in_ten_columns_of_words_are_not_too_many():
    tags = 200_000 * (10 * "<c><is><t></t></is></c>".count("<") + 2)
    assert tags < package.MOST_PLAIN_TAGS
