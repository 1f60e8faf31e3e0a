"""One file that carries a version from one installation to another.

JSON: rules, worked cases, effective period, what was decided about conflicts and where it comes
from. `hash` identifies rules and cases, as on the pages; `seal` covers the whole file, so that
nothing in it changes unseen on the way. Both show a slip or a careless hand, not a forger: whoever
imports reads it again, and it never lands as more than a draft.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from common.errors import Problem, Refused
from policies.loading.parse import content_hash

FORMAT = "laojiu-policy/1"
SUFFIX = ".policy.json"
LARGEST = 2 * 1024 * 1024
_KEYS = frozenset(
    {"format", "policy", "cases", "effective", "decisions", "provenance", "hash", "seal"}
)
_PROVENANCE = ("title", "document", "area_code", "sequence", "status", "exported_at")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What such a file holds, checked for its seal; the rules are still to be checked."""

    policy: dict[str, Any]
    cases: list[dict[str, Any]]
    effective: dict[str, Any]
    decisions: list[dict[str, str]]
    provenance: dict[str, Any]

    @property
    def hash(self) -> str:
        """The hash of rules and cases."""
        return content_hash(self.policy, self.cases)

    def document(self) -> dict[str, Any]:
        """Rules and effective period as the loader takes them."""
        return {**self.policy, "effective": self.effective}


def pack(transfer: Transfer) -> str:
    """The file's text; the same content gives the same text."""
    body = {
        "format": FORMAT,
        "policy": transfer.policy,
        "cases": transfer.cases,
        "effective": transfer.effective,
        "decisions": transfer.decisions,
        "provenance": transfer.provenance,
        "hash": transfer.hash,
    }
    return json.dumps({**body, "seal": _seal(body)}, ensure_ascii=False, indent=1) + "\n"


def unpack(raw: bytes | str, name: str = "政策文件") -> Transfer:
    """Read such a file; raises Refused in words on anything that is not one, or was altered."""
    text = _text(raw, name)
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_float=_no_float)
    except (ValueError, RecursionError) as error:
        raise _refused(name, "不是本系统导出的政策文件", code="format") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _refused(name, "不是本系统导出的政策文件", code="format")
    if set(data) != _KEYS or not _shaped(data):
        raise _refused(name, "文件不完整或多出内容", code="shape")
    seal = data.pop("seal")
    if seal != _seal(data) or data["hash"] != content_hash(data["policy"], data["cases"]):
        raise _refused(name, "内容与校验码不符，导出后被改动过", code="seal")
    return Transfer(
        data["policy"], data["cases"], data["effective"], data["decisions"], data["provenance"]
    )


def _text(raw: bytes | str, name: str) -> str:
    if len(raw) > LARGEST:
        raise _refused(name, "文件超过 2 MB，政策文件不会这么大", code="size")
    try:
        return raw if isinstance(raw, str) else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, "不是文本文件", code="binary") from error


def _shaped(data: dict[str, Any]) -> bool:
    wanted = {"policy": dict, "cases": list, "effective": dict, "decisions": list,
              "provenance": dict, "hash": str, "seal": str}  # fmt: skip
    return (
        all(isinstance(data[key], kind) for key, kind in wanted.items())
        and all(isinstance(one, dict) for key in ("cases", "decisions") for one in data[key])
        and all(key in data["provenance"] for key in _PROVENANCE)
    )


def _seal(body: dict[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a float: {text}")


def _refused(name: str, message: str, code: str) -> Refused:
    return Refused(
        Problem(
            message,
            code=code,
            field=name,
            expected=f"“导出”得到的 {SUFFIX} 文件",
            remedy="请对方重新导出，原样传来",
        )
    )
