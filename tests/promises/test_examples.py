"""The examples in docstrings are what happens."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITH = [p for p in sorted((ROOT / "neweco").rglob("*.py")) if ">>> " in p.read_text("utf-8")]


@pytest.mark.parametrize("path", WITH, ids=lambda path: path.stem)
def test_an_example_runs_as_written(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    tried = doctest.testmod(import_module(name), raise_on_error=False)
    assert tried.attempted and not tried.failed


def test_each_layer_has_one() -> None:
    assert {"model", "query", "html", "words", "published"} <= {p.parent.name for p in WITH}
