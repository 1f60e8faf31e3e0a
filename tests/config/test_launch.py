"""Steps of the launcher: repeated only when needed, clear when they cannot go on."""

import socket

import pytest

from config.launch import serve, stamps, system
from config.launch.paths import ROOT


def test_a_step_is_repeated_when_a_file_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    source, stamp = tmp_path / "lock.txt", tmp_path / "stamps" / "step"
    source.write_text("a==1")
    stamps.put(stamp, stamps.of_files([source]))

    unchanged = stamps.holds(stamp, stamps.of_files([source]))
    source.write_text("a==2")

    assert unchanged
    assert not stamps.holds(stamp, stamps.of_files([source]))


def test_a_taken_port_is_named_with_a_way_out(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(SystemExit):
            serve.check_port(port)

    assert f"make run PORT={port + 1}" in capsys.readouterr().err


def test_missing_print_libraries_are_named_with_their_packages(capsys, monkeypatch):
    monkeypatch.setattr(system, "_LIBRARIES", ("libnowhere.so.0",))

    system.advise_on_printing()

    said = capsys.readouterr().out
    assert "libnowhere.so.0" in said
    for package in ("libpango-1.0-0", "dnf install pango", "麒麟", "UOS"):
        assert package in said


def test_locked_files_name_no_registry():
    locks = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]

    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "find-links" not in text
        assert '"resolved"' not in text
        assert "file:" not in text


def test_every_locked_package_carries_its_hash():
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = lock.read_text(encoding="utf-8").split("\n")
        named = [row for row in entries if row and row[0].isalnum()]

        assert named
        assert [row for row in named if not row.endswith("\\")] == []
