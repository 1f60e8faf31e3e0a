"""A policy file with an unknown key and a float: refused with both paths, nothing loaded."""

import json
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

LINQU = settings.BASE_DIR / "fixtures" / "policies" / "linqu-2024"


def test_the_command_names_the_path_of_every_unknown_key_and_float(tmp_path, capsys):
    folder = tmp_path / "linqu-2024"
    shutil.copytree(LINQU, folder)
    file = folder / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    assert "share: " in text
    first = text.index("share: ")
    end = text.index("\n", first)
    cut = min(i for i in (text.find(",", first), text.find("}", first), end) if i > 0)
    file.write_text(
        text[:first] + "share: 0.6667" + text[cut:] + "\ncolour: red\n", encoding="utf-8"
    )

    with pytest.raises(SystemExit) as end_of_it:
        call_command("check_policies", str(tmp_path), "--json")

    report = json.loads(capsys.readouterr().out)["policies"][0]
    words = json.dumps(report, ensure_ascii=False)
    assert end_of_it.value.code == 1
    assert not report["passed"]
    assert "colour" in words
    assert "不认识的键" in words
    assert ".share" in words
    assert "0.6667" in words
    assert "不许用小数" in words
