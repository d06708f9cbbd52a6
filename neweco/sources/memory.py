"""Memory that reading a large register needs for a moment."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

PART = 100_000
"""So many rows are hashed at a time: as objects a million texts take 100 MB."""


def parts(column: pd.Series) -> Iterator[pd.Series]:
    """A column in parts, in order."""
    return (column.iloc[start : start + PART] for start in range(0, len(column), PART))


def give_back() -> None:
    """Return to the system what was needed for a moment: hundreds of MB for a large register.

    Only the GNU C library keeps such memory and can be asked for it; Windows names no library so.
    """
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
