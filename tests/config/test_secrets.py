"""Keys of the demo are made once, kept, and readable by their owner only."""

import base64

import pytest

from config import env
from config.launch import secrets


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in secrets.MAKERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(secrets, "FOLDER", tmp_path / "secrets")
    return tmp_path / "secrets"


def test_a_key_is_made_once(folder):
    assert secrets.kept("SECRET_KEY") == secrets.kept("SECRET_KEY")
    assert [file.name for file in folder.iterdir()] == ["SECRET_KEY"]


def test_a_key_is_readable_by_its_owner_only(folder):
    secrets.kept("DIGEST_KEY")

    assert (folder / "DIGEST_KEY").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_made_keys_have_the_form_that_production_asks_for(folder):
    ((_, key),) = env.field_keys(secrets.kept("FIELD_KEYS"))

    assert len(key) == 16
    assert len(base64.b64decode(secrets.kept("DIGEST_KEY"))) == 32


def test_the_environment_goes_first(folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from outside")

    assert secrets.kept("SECRET_KEY") == "from outside"
    assert not folder.exists()
