"""How large a scanned file may be; a page beyond is not opened, it is told."""

MOST_PAGES = 500
MOST_PIXELS = 72_000_000
"""A picture as it came: A3 at 600 dpi."""
READ_PIXELS = 8_000_000
"""A page as it is looked at: A4 at 250 dpi and a little more."""
LONG_SIDE = 1800
"""Pixels of the picture that is kept to look at; 150 dpi on A4."""
JPEG_QUALITY = 72
MEMORY = 2 * 1024**3
"""Bytes of address space for the process that opens a file."""
SECONDS = 600
"""Seconds of computing for one file."""
