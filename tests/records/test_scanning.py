"""Strange files are opened by a process of their own, within limits, and told page by page."""

from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from records.scanning import child, reader
from records.scanning.limits import LONG_SIDE
from tests.factories.scans import blank, jpeg, page, pdf, photographed


def read(content):
    return list(reader.pages_of(content))


def test_every_page_of_a_pile_is_read_in_order_and_in_any_direction():
    sheets = [page("one"), page("two", turned=90), page(), page("three", "four", turned=183)]

    found = read(pdf(sheets).read())

    assert [(one.number, one.total) for one in found] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [sorted(one.codes) for one in found] == [["one"], ["two"], [], ["four", "three"]]
    for one in found:
        with Image.open(BytesIO(one.picture)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= LONG_SIDE


def test_a_photograph_is_one_page():
    (one,) = read(jpeg(page("alone")).read())

    assert (one.codes, one.total, one.trouble) == (("alone",), 1, "")


@pytest.mark.parametrize("blurred", [0, 1])
def test_a_dim_grainy_photograph_taken_askew_is_read_too(blurred):
    taken = photographed(page("https://gov.example/v/abcdefghij1234567890/"))

    (one,) = read(jpeg(taken.filter(ImageFilter.GaussianBlur(blurred))).read())

    assert one.codes == ("https://gov.example/v/abcdefghij1234567890/",)


def test_only_a_page_with_nothing_on_it_is_blank():
    signed = blank()
    signed.paste(120, (400, 500, 460, 501))  # a stroke of a pencil, fifteen millimetres

    found = read(pdf([blank(), signed, page(), Image.new("L", (827, 1170), 5)]).read())

    assert [one.blank for one in found] == [True, False, False, False]


def bomb():
    """Nine hundred million pixels in a file of a hundred kilobytes."""
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = {
    "nothing": (b"", "打不开"),
    "words": (b"hello", "打不开"),
    "only the beginning of a PDF": (b"%PDF-1.7 and no more", "打不开"),
    "half a picture": (lambda: jpeg(page("one")).read()[:3000], "打不开"),
    "a bomb": (bomb, "幅面太大"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_opened_is_told_in_words(name):
    content, words = HOSTILE[name]

    (one,) = read(content() if callable(content) else content)

    assert one.trouble.startswith(words)
    assert (one.codes, one.picture) == ((), b"")


def test_too_many_pages_are_not_opened(monkeypatch):
    monkeypatch.setattr(child, "MOST_PAGES", 1)
    out = BytesIO()

    child.main(BytesIO(pdf([page(), page()]).read()), out)

    assert b'"trouble": "too_many"' in out.getvalue()


def test_a_reader_that_is_killed_leaves_a_word_and_no_exception(monkeypatch):
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")

    (one,) = read(b"x" * 1_000_000)

    assert one.trouble.startswith("打不开")
