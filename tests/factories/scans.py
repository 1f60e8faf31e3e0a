"""Scanned papers as an office has them: pages with a code, turned, grey, as PDF or JPEG."""

from io import BytesIO

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

A4_AT_100_DPI = (827, 1170)


def page(*codes, turned=0):
    """One sheet of paper with these codes at its foot."""
    sheet = Image.new("L", A4_AT_100_DPI, 250)
    for place, code in enumerate(codes):
        drawn = BytesIO()
        segno.make(code, error="m").save(drawn, kind="png", scale=4, border=2)
        with Image.open(drawn) as qr:
            sheet.paste(qr.convert("L"), (90 + place * 300, 990))
    return sheet.rotate(turned, expand=True, fillcolor=250)


def of_units(*units):
    """The papers of these homes, scanned one after the other."""
    return [page(f"https://gov.example/v/{unit.token}/") for unit in units]


def pdf(pages, name="扫描.pdf"):
    """Several pages as one file."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def jpeg(sheet, name="扫描.jpg"):
    """One page as a photograph."""
    out = BytesIO()
    sheet.save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
