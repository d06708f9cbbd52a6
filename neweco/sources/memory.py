"""Memory that reading a large register needs for a moment."""

from __future__ import annotations

import contextlib
import ctypes

import pyarrow as pa


def give_back() -> None:
    """Return to the system what was needed for a moment: hundreds of MB for a large register.

    Only the GNU C library keeps such memory and can be asked for it; Windows names no library so.
    """
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
