"""The state of the audit chains: whether every link holds, and against the exported heads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from accounts.models import AuditEntry
from accounts.rules.chain import FIELDS, GENESIS, first_break, stamp


@dataclass(frozen=True, slots=True)
class ChainState:
    """One district's chain: its entries, its last hash, and where it breaks (None: nowhere)."""

    chain: str
    entries: int
    head: str
    broken_at: int | None
    message: str = ""

    @property
    def ok(self) -> bool:
        return self.broken_at is None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"ok": self.ok}


def chains() -> list[str]:
    """Every chain that has entries."""
    return list(AuditEntry.objects.order_by("chain").values_list("chain", flat=True).distinct())


def check_chain(chain: str, heads: Iterable[dict[str, Any]] = ()) -> ChainState:
    """Recompute one chain from its rows, then compare it with heads exported earlier."""
    last: dict[str, Any] = {"sequence": 0, "hash": GENESIS}
    exported = {head["entries"]: head["head"] for head in heads}
    differing: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        found = AuditEntry.objects.filter(chain=chain).order_by("sequence")
        for row in found.values(*FIELDS, "hash").iterator():
            row["recorded"] = stamp(row["recorded"])
            last.update(sequence=row["sequence"], hash=row["hash"])
            if exported.get(row["sequence"], row["hash"]) != row["hash"]:
                differing.append(row["sequence"])
            yield row

    broken = first_break(rows())
    message = "" if broken is None else f"第 {broken} 条对不上"
    if broken is None and differing:
        broken, message = differing[0], f"第 {differing[0]} 条与已导出的链头不符"
    missing = [number for number in exported if number > last["sequence"]]
    if broken is None and missing:
        broken, message = last["sequence"] + 1, f"已导出到第 {max(missing)} 条，后面的记录缺失"
    return ChainState(chain, last["sequence"], last["hash"], broken, message)


def check_all(folder: Path | None = None) -> list[ChainState]:
    """Every chain, and every chain that an exported head knows of."""
    heads = exported_heads(folder) if folder else {}
    return [check_chain(chain, heads.get(chain, ())) for chain in sorted({*chains(), *heads})]


def exported_heads(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Heads by chain from the files that `export_audit_heads` has written."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(folder.glob("heads-*.json")):
        for head in json.loads(file.read_text(encoding="utf-8"))["chains"]:
            found.setdefault(head["chain"], []).append(head)
    return found
