"""The manual's pictures: `MANUAL_PICTURES=1` copies the current screens, small, to docs/manual."""

import os

from PIL import Image

from config.launch.paths import ROOT

Image.MAX_IMAGE_PIXELS = None
"""These are pictures of our own pages, some of them very long."""
FOLDER = ROOT / "docs" / "manual" / "pictures"
WANTED = {
    "workbench-1440",
    "workbench-clerk-1440",
    "project-1440",
    "project-consent-1440",
    "project-notices-1440",
    "sheet-mode-1440",
    "sheet-mode-375",
    "tonight-375",
    "import-1440",
    "why-1440",
    "ledger-1440",
    "money-1440",
    "dashboard-1440",
    "policy-1440",
    "journey-confirm-1440",
    "trail-1440",
}
HIGHEST = 1250
PHONE = "-375"
PHONE_HIGHEST, PHONE_WIDTHS = 2000, (480, 420, 375)
EACH = 80
WIDTHS = (1200, 1080, 960, 840, 720)
MOST_BYTES = 150_000


def wanted():
    """Whether this run makes the manual's pictures."""
    return os.environ.get("MANUAL_PICTURES") == "1"


def keep(file):
    """Copy one screen into the manual if it is wanted there."""
    if not wanted() or file.stem not in WANTED:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    target = FOLDER / file.name
    phone = file.stem.endswith(PHONE)
    for width in PHONE_WIDTHS if phone else WIDTHS:
        shrink(file, target, width, PHONE_HIGHEST if phone else HIGHEST)
        if target.stat().st_size <= MOST_BYTES:
            return
    raise AssertionError(f"{target.name}: {target.stat().st_size} bytes")


def shrink(file, target, width, highest=HIGHEST):
    """The upper part, no wider than `width`, in a palette of what is frequent and what is rare."""
    with Image.open(file) as picture:
        whole = picture.convert("RGB")
    width = min(width, whole.width)
    size = (width, round(whole.height * width / whole.width))
    small = whole.resize(size, Image.Resampling.LANCZOS).crop((0, 0, width, min(size[1], highest)))
    small.quantize(palette=palette(small), dither=Image.Dither.NONE).save(target, optimize=True)


def palette(picture):
    """Grounds and text exactly as they are; beside them a red dot counts as much as a grey page."""
    counted = picture.getcolors(picture.width * picture.height)
    frequent = [colour for _, colour in sorted(counted, reverse=True)[:EACH]]
    rare = picture.quantize(EACH, Image.Quantize.MAXCOVERAGE).getpalette()[: EACH * 3]
    made = Image.new("P", (1, 1))
    made.putpalette([part for colour in frequent for part in colour] + rare)
    return made
