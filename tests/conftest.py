"""The order of tests, how workers share them, and how properties are tried."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# The same examples on every run, so that a change is judged by itself, and no deadline: a busy
# machine breaks no promise. `--hypothesis-profile=explore` looks further.
settings.register_profile("judge", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("judge")


ELSEWHERE = {"browser", "deploy"}
"""Folders of tests that need a browser, a proxy or a server of their own."""

LONG = {"test_fuzz", "test_reading_mutated", "test_reading_sheets", "test_workbook",
        "test_database", "test_folder", "test_current", "test_stopping", "test_logs", "test_page",
        "test_readme", "test_main", "test_sample", "test_exchange", "test_protection", "test_cost",
        "test_facets", "test_measures", "test_points", "test_plot", "test_picture", "test_pictures",
        "test_cards", "test_routes", "test_answers", "test_rows", "test_columns", "test_corners",
        "test_rules", "test_mapping", "test_truth", "test_views", "test_language",
        "test_explore"}  # fmt: skip
"""Modules that try much: they are for the whole run."""


SLOWEST = {"test_looks", "test_replicas", "test_accessibility", "test_inert"}
"""Browser tests that begin before the others, so that no worker is left alone with them."""

SHARING = {"test_replicas", "test_stage_charts"}
"""Browser tests of one file that share what takes long to make."""

APART = {"test_fuzz", "test_reading_mutated"}
"""Other tests of one file that share nothing and take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop running in this thread: tests with their own go before it.

    What is neither elsewhere nor long is `quick`: the checks after each change.
    """
    items.sort(key=lambda item: ("browser" in item.path.parts, item.path.stem not in SLOWEST))
    for item in items:
        if not ELSEWHERE & set(item.path.parts) and item.path.stem not in LONG:
            item.add_marker(pytest.mark.quick)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Files go to a worker as a whole, so that what their tests share, a server or sheets, is made
    once; browser tests one by one, so that no worker waits long for another at the end."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        path = PurePath(file)
        apart = path.stem not in SHARING if "browser" in path.parts else path.stem in APART
        return nodeid if apart else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)
