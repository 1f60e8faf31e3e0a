"""The gallery shows every component, and only where a demonstration runs."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as project

COMPONENTS = project.BASE_DIR / "templates" / "components"


@pytest.fixture
def demo(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


def test_the_gallery_renders_every_state(client, demo):
    page = client.get("/gallery/").content.decode()
    for words in (
        "逾期 7 天",
        "今天到期",
        "剩 3 天",
        "06-06 完成",
        "还差 892.33 ㎡",
        "与计划文件一致",
    ):
        assert words in page
    assert "68.5%，833/1216户" in page


def test_the_gallery_holds_no_inline_style_or_handler(client, demo):
    page = client.get("/gallery/").content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)


def test_every_id_of_the_gallery_is_used_once(client, demo):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/gallery/").content.decode())
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice


def test_a_reason_comes_as_a_page_and_as_a_drawer(client, demo):
    whole = client.get("/gallery/why/").content.decode()
    part = client.get("/gallery/why/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    for words in ("7,560,216.00", "补助 = 两者取小", "用到的数", "乐政办发〔2023〕47号", "预计数"):
        assert words in whole
        assert words in part


def test_production_has_no_gallery(client, settings):
    settings.DEMO_NOW = None
    assert client.get("/gallery/").status_code == 404
    assert client.get("/gallery/why/").status_code == 404


def test_every_component_stands_in_the_gallery():
    folder = project.BASE_DIR / "templates"
    words = "".join(
        path.read_text(encoding="utf-8")
        for path in [*folder.rglob("*.html"), *(project.BASE_DIR / "common").rglob("*.py")]
    )
    unused = [path.name for path in COMPONENTS.glob("*.html") if path.name not in words]
    assert not unused
