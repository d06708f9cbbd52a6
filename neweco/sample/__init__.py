"""The sample register: units that do not exist, whose totals are the published ones.

`python -m neweco sample --out DIR` writes it; the same seed gives the same bytes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neweco import words


@dataclass(frozen=True)
class Assumption:
    """Something the sample takes for granted that was never published, and where it matters."""

    id: str
    zh: str
    en: str
    views: tuple[str, ...]

    def text(self, language: str) -> str:
        """The assumption in words."""
        return words.of(self, language)


@cache
def settings() -> dict[str, Any]:
    """assumptions.toml as it stands."""
    path = Path(__file__).with_name("assumptions.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def assumptions(view: str = "") -> tuple[Assumption, ...]:
    """All assumptions, or those that bear on one view."""
    found = [
        Assumption(id, part["zh"], part["en"], tuple(part["views"]))
        for id, part in settings().items()
        if isinstance(part, dict)
    ]
    return tuple(item for item in found if not view or view in item.views)
