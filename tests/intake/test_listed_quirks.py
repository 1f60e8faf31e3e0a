"""Every quirk that docs/intake-quirks.md lists names a test that there is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = (ROOT / "docs" / "intake-quirks.md").read_text(encoding="utf-8")
ROWS = [line for line in LISTED.splitlines() if line.startswith("| ") and "shown by" not in line]
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", LISTED)))


def test_every_quirk_names_its_test():
    assert [row for row in ROWS if ".py::test_" not in row] == []


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_test_is_there(path, name):
    assert f"def {name}(" in (ROOT / "tests" / path).read_text(encoding="utf-8")
