"""Every act in the audit trail has words that an auditor reads."""

import ast

from accounts.action_words import WORDS
from tests.architecture.house import modules, tree

RECORDING = {"record", "record_in_all"}


def literal_actions():
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDING:
                for given in node.keywords:
                    if given.arg == "action" and isinstance(given.value, ast.Constant):
                        yield given.value.value


def test_every_recorded_act_has_words():
    found = {action for action in literal_actions() if action.isascii()}

    assert len(found) > 40
    assert found - WORDS.keys() == set()
