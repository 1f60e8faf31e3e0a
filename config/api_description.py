"""The REST interface's description of itself, made once in each process."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


class OneDescription(SchemaGenerator):
    """The same for everybody, and a second's work that nobody should be able to ask for twice."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  the library's own signature
        """OpenAPI 3 of all addresses, whoever asks."""
        return _described()


@cache
def _described() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return made
