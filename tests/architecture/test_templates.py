"""Templates compile, obey the content policy, and give components only what they ask for."""

import re

import pytest
from django.template.loader import get_template

from tests.architecture.house import ROOT, shown, templates

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE
    ),
    "script address": re.compile(r"href\s*=\s*[\"']javascript:", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%\s*include\s+['\"]components/(\w+)\.html[^%]*%}", re.DOTALL)
PAPERS = ("documents", "papers", "print")
"""Folders of templates for the PDF engine, which knows no content policy."""

READS_THE_PAGE = {
    "frame_header": "part of the frame: reads `frame`, `request` and the token of its forms",
    "frame_side": "part of the frame, like frame_header",
    "frame_switch": "a form of the frame: needs the page's token",
    "messages": "shows the request's own messages",
    "styles": "a list of links, takes nothing",
    "print_foot": "part of the frame: reads the clock and the person",
    "confirm": "the second half of action.html, with its values and the page's token",
    "why_panel": "the same panel as drawer and as page: the view gives its values to either",
}
"""Components included without `only`, each with its reason."""

PAGES = [file for file in templates() if not set(file.parts) & set(PAPERS)]


def source(file):
    return COMMENT.sub("", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", templates(), ids=shown)
def test_a_template_compiles(file):
    get_template(str(file.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("file", PAGES, ids=shown)
def test_a_page_has_no_inline_style_or_script(file):
    text = re.sub(r"{%.*?%}|{{.*?}}", "x", source(file), flags=re.DOTALL)

    assert [kind for kind, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("file", templates(), ids=shown)
def test_a_component_gets_only_what_it_is_given(file):
    loose = [
        match.group(0)
        for match in TAG.finditer(source(file))
        if not re.search(r"\bonly\s*%}$", match.group(0)) and match.group(1) not in READS_THE_PAGE
    ]

    assert loose == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("style attribute", '<p class="a" style="color: red">'),
        ("style element", "<style>"),
        ("event attribute", '<a onclick="go()">'),
        ("inline script", '<script nonce="x">'),
        ("script address", '<a href="javascript:go()">'),
    ],
)
def test_the_guard_sees(kind, text):
    assert INLINE[kind].search(text)
