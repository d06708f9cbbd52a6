"""A running app and a real browser. Screenshots go to NEWECO_SHOTS, outside the project."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from neweco.export.files import TYPES
from tests.deploy.proxy import proxied
from tests.serving import served

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
"""The same engine in each; the first draws no window around the page: a third of the time."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 120_000
"""Milliseconds in which a page has to be there."""

expect.set_options(timeout=20_000)  # a run beside others may be slow; what is promised is the end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM or os.environ.get("NEWECO_BROWSER") == "required":
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots are kept."""
    folder = Path(os.environ.get("NEWECO_SHOTS") or Path(tempfile.gettempdir()) / "neweco-shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app: one process, or two behind nginx with NEWECO_REPLICAS=2."""
    if os.environ.get("NEWECO_REPLICAS") == "2":
        with proxied(tmp_path_factory.mktemp("proxy")) as replicated:
            yield replicated.url
        return
    with served() as (host, _):
        yield f"http://{host}"


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium."""
    assert CHROMIUM, "these tests need Chromium"
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh visitor with a desktop window."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const seen = e => { const box = e.getBoundingClientRect(); return box.width && box.height; };
  return app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector(
      '[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(chart =>
      !chart.checkVisibility() || [...chart.querySelectorAll('svg, canvas')].some(seen))
    && [...document.querySelectorAll('.ne-stage img')].every(image => image.complete)
    && document.fonts.status === 'loaded';
}"""


def settled(page: Page) -> None:
    """Wait until the app has finished its run and all it sent is drawn."""
    page.wait_for_timeout(150)  # a click reaches the app a moment later
    page.wait_for_function(SETTLED, timeout=PATIENCE)


def ready(page: Page) -> None:
    """Wait until a page with its title and its end is there, and settled."""
    page.wait_for_selector(".ne-title", timeout=PATIENCE)
    page.wait_for_selector(".ne-footer", timeout=PATIENCE)
    settled(page)


def put_in(page: Page, data: bytes, name: str = "名录.xlsx") -> None:
    """Give a workbook to the page of registers."""
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": TYPES["xlsx"], "buffer": data}
    )


def still(page: Page) -> None:
    """Wait until nothing moves or fades any more, at most a few seconds."""
    before = b""
    for _ in range(20):
        now = page.screenshot(type="jpeg", quality=20)
        if now == before:
            return
        before = now
        page.wait_for_timeout(120)


def done(page: Page, act: Callable[[], None], shown: Locator) -> None:
    """Do this until it shows what it should: a grid that has just been drawn hears nothing yet."""
    for _ in range(4):
        act()
        settled(page)
        with contextlib.suppress(AssertionError):
            expect(shown).to_be_visible(timeout=8_000)
            return
    expect(shown).to_be_visible()


def scanned(code: Locator) -> str:
    """What a code on the screen says, once it can be read."""
    for _ in range(40):
        read = zxingcpp.read_barcode(Image.open(io.BytesIO(code.screenshot())))
        if read is not None:
            return str(read.text)
        code.page.wait_for_timeout(250)
    raise AssertionError("the code cannot be read")


def counted(page: Page, said: str) -> None:
    """Wait until this is said of the rows, once: a page that changes may hold old and new."""
    lines = page.locator(".ne-answer [aria-live]")
    expect(lines.first).to_contain_text(said)
    expect(lines).to_have_count(1)


def value(page: Page, key: str) -> Locator:
    """A value of a facet, by `param=code`."""
    return page.locator(f'.ne-rail a[data-key="{key}"]')
