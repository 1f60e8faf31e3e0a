"""What is written down about where a draft came from; words and digests, nothing that decides."""

from __future__ import annotations

from typing import Any

from policies.models import PolicyVersion


def of_version(version: PolicyVersion) -> dict[str, Any]:
    """A copy of a version of this installation."""
    return {
        "kind": "clone",
        "policy": version.policy.key,
        "title": version.title,
        "document": version.document_no,
        "area_code": version.policy.area_code,
        "sequence": str(version.sequence),
        "status": version.status,
        "hash": version.content_hash,
    }


def words(origin: dict[str, Any]) -> str:
    """A draft's origin in one line; empty where it was loaded or made here."""
    if not origin:
        return ""
    what = f"{origin['title']} 第 {origin['sequence']} 版"
    if origin["kind"] == "clone":
        return f"复制自{what}（{origin['hash'][:8]}）"
    return f"由外部文件导入：{what}（{origin['hash'][:8]}），{origin['exported_at'][:10]} 导出"
