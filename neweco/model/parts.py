"""A long column a part at a time, for what takes room for each row."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

PART = 100_000
"""So many rows are hashed at a time: as objects a million texts take 100 MB."""


def parts(column: pd.Series) -> Iterator[pd.Series]:
    """A column in parts, in order."""
    return (column.iloc[start : start + PART] for start in range(0, len(column), PART))
