"""Scanned files as pages: pictures of bounded size and the codes on them, read in a child."""
