"""What the guards look at: the rooms, their modules, models and templates."""

import ast
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "common",
    "accounts",
    "records",
    "districts",
    "policies",
    "renovation",
    "approvals",
    "funding",
    "intake",
    "reports",
]
SOURCES = [*ROOMS, "config"]


@cache
def modules(*packages: str) -> tuple[Path, ...]:
    """Python files of the packages (all of the product's by default), migrations left out."""
    found = [file for name in packages or SOURCES for file in (ROOT / name).rglob("*.py")]
    return tuple(sorted(file for file in found if "migrations" not in file.parts))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "templates").rglob("*.html")))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def dotted(file: Path) -> str:
    """`accounts/services/audit.py` as `accounts.services.audit`."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(file: Path) -> str:
    return str(file.relative_to(ROOT))


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def models():
    """Our own concrete models."""
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]
