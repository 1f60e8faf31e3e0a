"""Chromium as the system ships it, driven by Playwright against a live server.

`open_page(width)` gives a fresh person at 1440 or 375 px. Whatever the page complains about
(content policy, script errors, missing files) fails the test that opened it. `demo` and
`office` are the product itself, served as `make run` serves it.
"""

import os
import shutil
import tempfile
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from config.launch.paths import VAR
from tests.browser import pictures
from tests.browser.product import installed

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SCREENS = VAR / "test" / "screens"
# Each window would load Chromium's own tabs and boxes as pages. Those before WebUI are
# what Playwright switches off, whose list this one replaces.
UNUSED = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,OptimizationHints,"
    "ThirdPartyStoragePartitioning,WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup,"
    "OmniboxPopup,WebUIReloadButton,InitialWebUI,WebUIToolbar,WebUITabStrip,PreloadTopChromeWebUI,"
    "TabSearch,SidePanel,WebUIBubble"
)
QUIET = [
    f"--disable-features={UNUSED}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]
HEIGHTS = {1440: 900, 375: 812}
PHONE = 768
_OBSERVE = """
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all browser tests."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "浏览器测试需要系统的 Chromium：apt install chromium"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch(
            executable_path=program, args=QUIET, env=os.environ | {"HOME": profile}
        )
        yield browser
        browser.close()


@contextmanager
def windows(chromium, url):
    """`open_one(width=1440)`: a new person's page at `url`; `open_one.complaints`: what it said."""
    contexts, complaints = [], []

    def open_one(width=1440, **options):
        context = chromium.new_context(
            base_url=url,
            viewport={"width": width, "height": HEIGHTS[width]},
            device_scale_factor=2 if pictures.wanted() else 1,
            has_touch=width < 768,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.add_init_script(_OBSERVE)
        # Generous: a slow machine is no fault of the product; waiting ends when the thing is there.
        context.set_default_timeout(60_000)
        context.set_default_navigation_timeout(60_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
        page.on(
            "console",
            lambda said: said.type == "error" and complaints.append(f"{page.url} {said.text}"),
        )
        contexts.append(context)
        return page

    open_one.complaints = complaints
    try:
        yield open_one
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page(width=1440)`: a new person's page; paths are relative to the live server."""
    with windows(chromium, live_server.url) as open_one:
        yield open_one
    assert open_one.complaints == []


@pytest.fixture
def page(open_page):
    """One page at 1440 px."""
    return open_page()


@pytest.fixture(scope="session")
def demo(chromium, run_id, django_db_modify_db_settings, django_db_blocker):
    """The whole demonstration, served."""
    with installed(run_id, "demo", django_db_blocker, "demo") as product:
        product.serve()
        yield product


@pytest.fixture(scope="module")
def office(chromium, run_id, django_db_modify_db_settings, django_db_blocker):
    """An office on its first day: people and published policies, no plan yet. Not served yet."""
    with installed(run_id, "office", django_db_blocker, "place") as product:
        yield product


@pytest.fixture
def shoot():
    """`shoot(page, name)`: the whole page as a picture under var/test/screens."""
    return photograph


def photograph(page, name):
    """The whole page as a picture under var/test/screens."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    width = page.viewport_size["width"]
    file = SCREENS / f"{name}-{width}.png"
    # What lies over the page covers the window only.
    whole = page.locator("#drawer:not([hidden])").count() == 0
    window = page.viewport_size
    if whole and width < PHONE:  # a bar fixed to the window's foot stands at the picture's foot
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, window["height"])})
    page.screenshot(path=file, full_page=whole)
    page.set_viewport_size(window)
    pictures.keep(file)
    return file
