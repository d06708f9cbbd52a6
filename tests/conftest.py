"""The order of tests, and how properties are tried."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples on every run, so that a change is judged by itself, and no deadline: a busy
# machine breaks no promise. `--hypothesis-profile=explore` looks further.
settings.register_profile("judge", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("judge")


ELSEWHERE = {"browser", "deploy"}
"""Folders of tests that need a browser, a proxy or a server of their own."""

LONG = {"test_fuzz", "test_reading_mutated", "test_workbook", "test_database", "test_folder",
        "test_stopping", "test_logs", "test_page", "test_readme", "test_main",
        "test_sample"}  # fmt: skip
"""Modules that try much: they are for the whole run."""


SLOWEST = {"test_looks", "test_replicas", "test_accessibility", "test_inert"}
"""Browser tests that begin before the others, so that no worker is left alone with them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop running in this thread: tests with their own go before it
    (they are handed to several workers in this order, too, one by one).

    What is neither elsewhere nor long is `quick`: the checks after each change.
    """
    items.sort(key=lambda item: ("browser" in item.path.parts, item.path.stem not in SLOWEST))
    for item in items:
        if not ELSEWHERE & set(item.path.parts) and item.path.stem not in LONG:
            item.add_marker(pytest.mark.quick)
