"""What the machine itself must bring: the text layout libraries that printed papers need."""

from __future__ import annotations

import ctypes

from config.launch.say import say

_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def missing_libraries() -> list[str]:
    """Names of the libraries that cannot be loaded."""
    return [name for name in _LIBRARIES if not _loads(name)]


def advise_on_printing() -> None:
    """Name the system package when papers cannot be printed; everything else works without."""
    missing = missing_libraries()
    if not missing:
        return
    say(f"! 缺少系统库 {'、'.join(missing)}，不能生成 PDF，其余照常。安装后重新启动：")
    say("    Debian / Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    say("    RHEL / Rocky / openEuler：dnf install pango harfbuzz")
    say("    麒麟服务器版：dnf install pango harfbuzz；麒麟桌面版、统信 UOS 桌面版同 Debian")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
