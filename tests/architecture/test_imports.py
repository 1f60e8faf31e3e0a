"""The floors and staircases hold; the contracts stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT


def test_imports_point_down_the_floors_and_the_staircase():
    tool = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
