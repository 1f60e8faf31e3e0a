"""How the number of an issued paper is written."""

from __future__ import annotations


def series_of(prefix: str, district: str, year: int) -> str:
    """One series per kind, district and year: GS-370724-2024."""
    return f"{prefix}-{district}-{year}"


def serial_text(series: str, number: int) -> str:
    """GS-370724-2024-0031; beyond 9999 it simply grows."""
    return f"{series}-{number:04d}"
