"""How large a file may be, and how a file is refused."""

from __future__ import annotations

from common.errors import Problem, Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_ROWS = 250_000
WIDEST = 256
SAVE_AS = "请在 Excel 或 WPS 中另存为 .xlsx 后再上传"


def refused(message: str, remedy: str) -> Refused:
    """A refusal of the whole file, with what to do about it."""
    return Refused(Problem(message, code="file", field="file", remedy=remedy))


def torn() -> Refused:
    return refused("文件已损坏，打不开", "请重新下载或向来文单位重要一份")


def locked() -> Refused:
    return refused("文件加了密码，读不出", "请取消密码后另存，再上传")


def with_macros() -> Refused:
    return refused("文件带有宏", "请另存为不带宏的 .xlsx 后再上传")


def too_wide(sheet: str, width: int) -> Refused:
    return refused(
        f"工作表“{sheet}”用到了第 {width} 列，超过 {WIDEST} 列",
        "请删去右边多余的内容后再上传",
    )


def too_long() -> Refused:
    return refused(
        f"工作表太大（超过 {MOST_ROWS // 10_000} 万行）",
        "请只把有内容的行复制到新工作簿后再上传",
    )
