"""The order of tests, and how properties are tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run, so that a change is judged by itself, and no deadline: a busy
# machine breaks no promise. `--hypothesis-profile=explore` looks further.
settings.register_profile("judge", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("judge")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop running in this thread: tests with their own go before it."""
    items.sort(key=lambda item: "browser" in Path(item.fspath).parts)
