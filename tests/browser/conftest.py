"""A running app and a real browser. Screenshots go to NEWECO_SHOTS, outside the project."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.deploy.proxy import proxied
from tests.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

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
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    yield context.new_page()
    context.close()


def ready(page: Page) -> None:
    """Wait until the app has finished its run and its charts are drawn."""
    page.wait_for_selector(".ne-title", timeout=30_000)
    page.wait_for_selector(".ne-footer", timeout=30_000)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget], [data-stale=true]')"
    )
    page.wait_for_timeout(600)
