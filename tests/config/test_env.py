"""Environment variables are read with their type, and refused by name."""

import base64
import os
import subprocess
import sys

import pytest

from config import env
from tests.architecture.house import ROOT

KEY = base64.b64encode(b"0123456789abcdef").decode()


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_understands_the_usual_words(monkeypatch, word, meant):
    monkeypatch.setenv("A_FLAG", word)

    assert env.flag("A_FLAG") is meant


def test_a_flag_refuses_another_word_by_name(monkeypatch):
    monkeypatch.setenv("A_FLAG", "maybe")

    with pytest.raises(env.BadEnvironment, match="A_FLAG 应为 1 或 0"):
        env.flag("A_FLAG")


def test_a_number_that_is_none_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("A_NUMBER", "eight")

    with pytest.raises(env.BadEnvironment, match="A_NUMBER 应为整数"):
        env.number("A_NUMBER", 8)


def test_words_fall_back_to_the_default(monkeypatch):
    monkeypatch.setenv("SOME_WORDS", " , ")

    assert env.words("SOME_WORDS", ("a",)) == ["a"]


def test_field_keys_keep_their_order():
    keys = env.field_keys(f"new:{KEY}, old:{KEY}")

    assert [key_id for key_id, _ in keys] == ["new", "old"]
    assert keys[0][1] == b"0123456789abcdef"


def test_every_bad_field_key_is_named_and_none_is_shown():
    with pytest.raises(env.BadEnvironment) as refusal:
        env.field_keys(f"good:{KEY},short:AAAA,secretword")

    assert len(refusal.value.problems) == 2
    assert "secretword" not in str(refusal.value)


def test_a_database_address_becomes_settings():
    found = env.database("postgres://anna:p%40ss@db.local:6543/renovation?sslmode=require")

    assert found["NAME"] == "renovation"
    assert found["USER"] == "anna"
    assert found["PASSWORD"] == "p@ss"
    assert (found["HOST"], found["PORT"]) == ("db.local", "6543")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_folder_may_stand_as_host():
    assert env.database("postgres://anna@/renovation?host=/run/pg")["HOST"] == "/run/pg"


def test_another_kind_of_database_is_refused():
    with pytest.raises(env.BadEnvironment, match="DATABASE_URL"):
        env.database("mysql://localhost/renovation")


def test_production_names_everything_that_is_missing_at_once():
    names = ["SECRET_KEY", "FIELD_KEYS", "DIGEST_KEY", "DATABASE_URL", "ALLOWED_HOSTS"]
    bare = {name: value for name, value in os.environ.items() if name not in names}

    done = subprocess.run(
        [sys.executable, "-c", "import config.settings.prod"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert [name for name in names if f"{name} 未设置" not in done.stderr] == []


def test_production_starts_with_everything_set():
    complete = os.environ | {
        "SECRET_KEY": "s" * 40,
        "FIELD_KEYS": f"one:{KEY}",
        "DIGEST_KEY": base64.b64encode(b"d" * 32).decode(),
        "DATABASE_URL": "postgres://anna@db.local/renovation",
        "ALLOWED_HOSTS": "renovation.example",
    }

    done = subprocess.run(
        [sys.executable, "-c", "import config.settings.prod as p; print(p.SESSION_COOKIE_SECURE)"],
        cwd=ROOT,
        env=complete,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr
