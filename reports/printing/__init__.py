"""The one door to the PDF engine: a document value in, bytes out."""

from reports.printing.rendering import render

__all__ = ["render"]
