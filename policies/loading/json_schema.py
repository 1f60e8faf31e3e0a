"""JSON Schema of `policy.yaml` and `cases.yaml` for editors, generated from the shapes."""

from __future__ import annotations

import json
from pathlib import Path

from policies.loading.cases import ADAPTER
from policies.loading.schema import PolicyShape

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


def schemas() -> dict[str, str]:
    """File name → text of the schema, ending with a newline."""
    whole = {
        "policy.schema.json": PolicyShape.model_json_schema(),
        "cases.schema.json": ADAPTER.json_schema(),
    }
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for name, schema in whole.items()
    }
