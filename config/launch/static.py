"""Collected static files with hashed names, renewed when one of them changes."""

from __future__ import annotations

from django.core.management import call_command

from config.launch import stamps
from config.launch.paths import ROOT, STAMPS, VAR
from config.launch.say import step


def collect() -> None:
    """Fill `var/static` from `static/` and the copied assets, unless nothing changed."""
    files = [file for file in (ROOT / "static").rglob("*") if file.is_file()]
    value = stamps.of_files([*files, STAMPS / "assets"])
    if stamps.holds(STAMPS / "static", value) and (VAR / "static").exists():
        return
    with step("整理静态文件"):
        call_command("collectstatic", "--no-input", "--clear", verbosity=0)
    stamps.put(STAMPS / "static", value)
