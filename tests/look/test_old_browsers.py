"""Shipped style sheets and scripts hold to what Chromium 86 knows."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"

# Feature and the version that brought it; none of these may be needed.
CSS = {
    r":has\(": "105",
    r":is\(|:where\(": "88",
    r"color-mix\(": "111",
    r"oklch\(|oklab\(|\blch\(|\blab\(": "111",
    r"(^|[;{\s])inset\s*:": "87",
    r"inset-(inline|block)\s*:": "87",
    r"aspect-ratio\s*:": "88",
    r"accent-color\s*:": "93",
    r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh)\b": "108",
    r"@container|@layer|@scope|@property\b|@starting-style": "85-118",
    r"\bsubgrid\b": "117",
    r"text-wrap\s*:": "114",
    r"overflow\s*:\s*clip": "90",
    r"(^|[;{\s])translate\s*:|(^|[;{\s])rotate\s*:|(^|[;{\s])scale\s*:": "104",
    r"light-dark\(": "123",
    r"@media[^{]*[<>]=?": "104",
    r"::marker": "86, and differs",
    r"content-visibility": "85, and hides from find",
    r"scrollbar-gutter": "94",
    r"(^|\n)\s*&": "112",
    r"font-style\s*:\s*italic": "never for Chinese",
    r"letter-spacing\s*:\s*[^0\s]": "never for Chinese",
    r"-gradient\(": "no gradients",
}
JS = {
    r"\.at\(": "92",
    r"\.findLast": "97",
    r"structuredClone": "98",
    r"Object\.hasOwn\b": "93",
    r"\.(toSorted|toReversed|toSpliced|with)\(": "110",
    r"Object\.groupBy|Map\.groupBy": "117",
    r"randomUUID": "92",
    r"Array\.fromAsync|Promise\.withResolvers": "121",
    r"\bstatic\s*\{": "94",
    r"#[a-z]\w*\s+in\b": "91",
    r"\.replaceChildren\(": "86, last day",
    r"AbortSignal\.timeout": "103",
    r"showPopover|popover\b": "114",
    r"\beval\(|new Function\(": "content policy",
    r"\.style\.cssText|setAttribute\(\s*[\"']style": "content policy",
    r"(?<!\w)await\s+import\(|^\s*await\s": "89",
}
SHEETS = [path for path in sorted((STATIC / "css").glob("*.css")) if path.name != "paper.css"]
"""Sheets of the screen; paper.css is read by the printing engine only."""
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def _code(path):
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_need_nothing_newer_than_chromium_86(path):
    text = _code(path)
    found = [
        f"{rule} ({since})" for rule, since in CSS.items() if re.search(rule, text, re.MULTILINE)
    ]
    assert not found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_need_nothing_newer_than_chromium_86(path):
    text = re.sub(r"(?m)//[^\"'\n]*$", "", _code(path))
    found = [
        f"{rule} ({since})" for rule, since in JS.items() if re.search(rule, text, re.MULTILINE)
    ]
    assert not found


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_rules_are_not_nested(path):
    depth, limit = 0, 0
    text = _code(path)
    for position, sign in enumerate(text):
        if sign == "{":
            head = text[:position].rsplit("}", 1)[-1].rsplit("{", 1)[-1].rsplit(";", 1)[-1]
            limit = max(limit, depth + (0 if head.strip().startswith("@") else 1))
            depth += 0 if head.strip().startswith("@") else 1
        elif sign == "}":
            depth = max(depth - 1, 0)
    assert limit <= 1


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_sheets_and_scripts_stay_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_colours_come_from_the_tokens(path):
    if path.name in {"tokens.css", "print.css"}:
        return
    strange = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", _code(path))) - {"#fff", "#e3ebf5", "#f8fafc"}
    assert not strange
