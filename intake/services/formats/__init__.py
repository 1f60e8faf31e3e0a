"""File in, plain tables out: one module per format, `read_workbook` is the door."""

from intake.services.formats.door import read_workbook, rows_in
from intake.services.formats.limits import MOST_BYTES, MOST_ROWS, WIDEST
from intake.services.formats.result import WorkbookTables

__all__ = ["MOST_BYTES", "MOST_ROWS", "WIDEST", "WorkbookTables", "read_workbook", "rows_in"]
