"""What fills an empty database, in order. Edit this list to add a step to `make run`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections

from config.launch import stamps
from config.launch.paths import ROOT, STAMPS, Place
from config.launch.say import step, stop


@dataclass(frozen=True, slots=True)
class Command:
    """A management command and the files that make it worth running again; none: once."""

    name: str
    words: str
    inputs: tuple[str, ...] = ()
    demo_only: bool = False


COMMANDS = [
    Command("load_areas", "装入行政区划", ("fixtures/areas.yaml",)),
    Command("load_units", "装入责任单位", ("fixtures/responsible_units.yaml",)),
    Command("load_calendars", "装入工作日历", ("fixtures/calendars/*", "requirements/base.txt")),
    Command("load_policies", "装入政策草案", ("fixtures/policies/**/*.yaml",)),
    Command("load_demo", "生成演示数据", demo_only=True),
]


def fill() -> None:
    """Migrate, then run what has not yet been run on this database; the first failure ends it."""
    _run("migrate", "--no-input", words="更新数据库结构")
    for command in COMMANDS:
        if command.demo_only and not settings.DEMO_NOW:
            continue
        stamp, value = _stamps() / command.name, _value(command)
        if not stamps.holds(stamp, value):
            _run(command.name, words=command.words)
            stamps.put(stamp, value)
    connections.close_all()


def speak(name: str) -> None:
    """Run a command only for what it prints."""
    call_command(name)
    connections.close_all()


def _run(name: str, *arguments: str, words: str) -> None:
    try:
        with step(words):
            call_command(name, *arguments, verbosity=0)
    except CommandError as error:
        stop(f"{words}：{error}")
    except SystemExit:
        stop(f"{words}没有完成，原因见上。改正后重新运行 make run。")


def _value(command: Command) -> str:
    files = {file for pattern in command.inputs for file in ROOT.glob(pattern) if file.is_file()}
    return stamps.of_files(files, command.name)


def _stamps() -> Path:
    """Beside the data they speak of, so that a deleted database is filled anew."""
    default = settings.DATABASES["default"]
    if "EMBEDDED" in default:
        return Place(default["EMBEDDED"]).home / "stamps"
    named = f"{default['HOST']}:{default['PORT']}/{default['NAME']}"
    return STAMPS / hashlib.sha256(named.encode()).hexdigest()[:12]
