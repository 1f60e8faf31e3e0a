"""Documents stay true: links lead somewhere, commands exist, variables are described."""

import ast
import re

import pytest

from tests.architecture.house import ROOT, modules, shown, tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
READERS = {"text", "flag", "number", "words", "kept", "get", "getenv", "setdefault"}
OWNERS = {"env", "os", "environ"}
NOT_OURS = {"PATH", "CI", "DJANGO_ALLOW_ASYNC_UNSAFE"}
"""Variables that the surroundings set, not the operator."""

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "fixtures").rglob("*.md")]
)


def _anchors(text):
    heads = re.findall(r"^#+\s+(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def _leads_somewhere(file, target):
    path, _, anchor = target.partition("#")
    if re.match(r"[a-z]+:", target):
        return True
    goal = (file.parent / path).resolve() if path else file
    if not goal.exists():
        return False
    return not anchor or anchor.lower() in _anchors(goal.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", DOCUMENTS, ids=shown)
def test_relative_links_lead_somewhere(file):
    text = FENCE.sub("", file.read_text(encoding="utf-8"))
    broken = [target for target in LINK.findall(text) if not _leads_somewhere(file, target)]

    assert broken == []


def test_make_commands_named_in_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = {
        word
        for file in DOCUMENTS
        for word in re.findall(r"(?:`|^\s*|\$ )make ([a-z-]+)", file.read_text(), re.MULTILINE)
    }

    assert named - targets == set()


def environment_variables():
    """Names that the code reads from the environment, found in its syntax."""
    for file in modules("config", "reports", "records"):
        for node in ast.walk(tree(file)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=owner), attr=reader),
                    args=[ast.Constant(value=str() as name), *_],
                ) if owner in OWNERS and reader in READERS:
                    yield name
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="environ"), attr=reader),
                    args=[ast.Constant(value=str() as name), *_],
                ) if reader in READERS:
                    yield name
                case ast.Call(func=ast.Name(id="kept"), args=[ast.Constant(value=str() as name)]):
                    yield name


def test_every_environment_variable_is_described_for_operators():
    described = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = set(environment_variables()) - NOT_OURS

    assert "DATABASE_URL" in names
    assert sorted(name for name in names if f"`{name}`" not in described) == []
