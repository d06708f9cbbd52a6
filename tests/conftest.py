"""The order of tests: those in a browser last."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop running in this thread: tests with their own go before it."""
    items.sort(key=lambda item: "browser" in Path(item.fspath).parts)
