"""Explanations are drawn in one place for pages and in one place for paper."""

import re

from tests.architecture.house import modules, shown, templates

DRAWN_BY = {
    "templates/components/why_body.html",
    "templates/components/why_panel.html",
    "templates/components/why_sum.html",
    "templates/papers/why.html",
}
SIGNS = re.compile(
    r"<table class=\"sum\b|reason-(?:result|sentence|inputs|clause|child|proof|foot)"
    r"|\.(?:inputs|children|paraphrase)\b|why\.lines|explanation\.(?!title|sentence|result)"
)
"""Marks of the panel, or parts read one by one; what an explanation comes to may be quoted."""
PANELS = re.compile(r"components/why_(?:panel|body|sum)\.html|why_page\.html|papers/why\.html")


def test_only_the_components_draw_an_explanation():
    drawn = {
        shown(file): sorted(set(SIGNS.findall(file.read_text(encoding="utf-8"))))
        for file in templates()
        if shown(file) not in DRAWN_BY
    }

    assert {file: signs for file, signs in drawn.items() if signs} == {}


def test_only_one_view_and_one_tag_give_the_components_their_values():
    users = {shown(file) for file in modules() if PANELS.search(file.read_text(encoding="utf-8"))}

    assert users == {"accounts/reasons.py", "common/templatetags/reasons.py"}


def test_the_guard_sees():
    for text in ('<ul class="reason-inputs">', "{% for one in told.children %}", "why.lines"):
        assert SIGNS.search(text)
