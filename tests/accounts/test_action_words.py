"""Every code that the rooms write into the trail has words."""

import re
from pathlib import Path

from django.conf import settings

from accounts.action_words import WORDS

ROOMS = ("policies", "renovation", "approvals", "funding", "intake", "reports", "config")
CODE = re.compile(r"audit\.record\((?:[^()]|\([^()]*\))*?action=\"([a-z]+\.[a-z_]+)\"")


def test_every_code_written_in_a_room_has_words():
    found = {
        code
        for room in ROOMS
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }

    assert found - WORDS.keys() == set()
