"""What a street or town brings with it."""

from __future__ import annotations

from districts.models import Area


def street_unit(area: Area) -> dict[str, str]:
    """The responsible unit of a street or town: its office."""
    office = "人民政府" if area.name.endswith(("镇", "乡")) else "办事处"
    return {
        "name": f"{area.name}{office}",
        "short_name": area.name,
        "kind": "street",
        "area_code": area.code,
    }
