"""The untidy table as a real file, read through the whole reader, means the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.rules.rows import read_rows
from intake.services.formats import read_workbook
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.rules.test_untidy import JUNK
from tests.intake.untidy import meant, said, untidy

ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
DELIMITERS = st.sampled_from([",", "\t", ";"])


def read(content, name):
    (table,) = read_workbook(content, name).tables
    return read_rows(table, COMMUNITY_PLAN)


def refused(reading):
    return [f for f in reading.findings if f.severity == "refuse"]


@settings(max_examples=25)
@given(untidy())
def test_however_untidy_the_workbook_its_rows_are_the_same(sheet):
    reading = read(sheet.workbook(), "计划.xlsx")

    assert refused(reading) == []
    assert said(reading) == meant(sheet)
    assert all(total.ties for total in reading.totals)


@settings(max_examples=25)
@given(untidy(), ENCODINGS, DELIMITERS)
def test_however_untidy_the_text_file_its_rows_are_the_same(sheet, encoding, delimiter):
    reading = read(sheet.delimited(encoding, delimiter), "计划.csv")

    assert refused(reading) == []
    assert said(reading) == meant(sheet)


@settings(max_examples=25)
@given(untidy(), JUNK, st.data())
def test_a_wrong_cell_of_a_file_is_always_reported_at_its_own_address(sheet, junk, data):
    place = sheet.break_cell(data.draw, junk)
    content = data.draw(
        st.sampled_from([sheet.workbook, lambda: sheet.delimited("gb18030", ",")])
    )()

    wrong = refused(read(content, "计划"))

    assert [(f.sheet, f.cell, f.value) for f in wrong if f.code == "cell"] == [
        ("计划", place, junk)
    ]
    assert {f.code for f in wrong} <= {"cell", "subtotal"}
