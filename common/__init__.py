"""The foundation: plain values and small tools without tables, importable from every room."""
