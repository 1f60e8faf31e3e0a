"""WeasyPrint behind one function, with the fonts of the printed papers.

The engine loads system libraries, so it is imported where it is used; without them the product runs
and says which package is missing.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from pypdf import PdfWriter

from common.errors import Refused
from reports.printing.codes import margin_codes

FAMILIES = (
    ("Song", 400, "NotoSerifSC_400Regular.ttf"),
    ("Song", 700, "NotoSerifSC_700Bold.ttf"),
    ("Hei", 400, "NotoSansSC_500Medium.ttf"),
    ("Hei", 700, "NotoSansSC_700Bold.ttf"),
)
# The bureau's licensed faces, used when its own folder (SITE_FONTS) holds them.
LICENSED = (
    ("Site Fangsong", ("仿宋_GB2312.ttf", "FangSong_GB2312.ttf", "simfang.ttf")),
    ("Site Title", ("方正小标宋简体.ttf", "FZXBSJW.TTF")),
    ("Site Kai", ("楷体_GB2312.ttf", "simkai.ttf")),
)


class PrintingUnavailable(Refused):
    """The system library behind the PDF engine is missing."""

    def __init__(self) -> None:
        super().__init__(
            "本机缺少排版组件 Pango，暂不能生成 PDF；其余功能照常。"
            "请系统管理员安装：Debian/统信 UOS 执行 apt install libpango-1.0-0 libpangoft2-1.0-0；"
            "RHEL/银河麒麟执行 yum install pango。",
            code="printing_unavailable",
        )


@cache
def _engine() -> tuple[Any, Any, Any]:
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PrintingUnavailable from error
    fonts = FontConfiguration()
    faces = weasyprint.CSS(string=_faces(), font_config=fonts)
    paper = settings.BASE_DIR / "static/css/paper.css"
    return weasyprint, fonts, [faces, weasyprint.CSS(filename=str(paper), font_config=fonts)]


def _find(*names: str) -> Path | None:
    for folder in settings.FONT_FOLDERS:
        for name in names:
            if (path := Path(folder) / name).is_file():
                return path
    return None


def _faces() -> str:
    rules = []
    for family, weight, name in FAMILIES:
        if path := _find(name):
            rules.append(_face(family, weight, path))
    for family, names in LICENSED:
        if path := _find(*names):
            rules.append(_face(family, 400, path))
    return "\n".join(rules)


def _face(family: str, weight: int, path: Path) -> str:
    return (
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
        f"src: url('{path.resolve().as_uri()}'); }}"
    )


def to_pdf(html: str) -> bytes:
    """One document (at most some 50 pages) as PDF bytes.

    It loads nothing from outside: pictures come as data, fonts from our own sheet. Raises
    PrintingUnavailable without Pango.
    """
    return _laid_out(html).write_pdf()


def papers_to_pdf(papers: Sequence[tuple[str, str]]) -> bytes:
    """Papers (document, token) one after the other as one PDF, each with page numbers of its own.

    Every page of a paper carries its code, which says the page where there are several: only
    laying it out tells how many, and a paper that is not as long as the one before is laid out
    twice.
    """
    documents, pages = [], 1
    for html, token in papers:
        made = _laid_out(html, margin_codes(token, pages))
        if len(made.pages) != pages:
            pages = len(made.pages)
            made = _laid_out(html, margin_codes(token, pages))
        documents.append(made)
    written: bytes = documents[0].copy([p for made in documents for p in made.pages]).write_pdf()
    # Laid out boxes refer to each other: uncollected they would lie beside the next fifty papers.
    del documents, made
    gc.collect()
    return written


def _laid_out(html: str, style: str = "") -> Any:
    weasyprint, fonts, sheets = _engine()
    only_data = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    own = [weasyprint.CSS(string=style, url_fetcher=only_data)] if style else []
    document = weasyprint.HTML(string=html, url_fetcher=only_data)
    return document.render(stylesheets=[*sheets, *own], font_config=fonts)


def join(parts: list[bytes]) -> bytes:
    """Several PDFs as one, identical objects (fonts) folded."""
    if len(parts) == 1:
        return parts[0]
    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part))
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
