"""Whose workbook is read: two at a time, and one that takes long gives its turn to who waits."""

from __future__ import annotations

import time
from threading import BoundedSemaphore, Lock

LONG = 8
"""Seconds after which a reading takes long. What an office has is read in less; a workbook made to
take its time is not to keep others from theirs."""


class Turn:
    """One turn, from when it was taken until it has `ended`."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._begun = time.monotonic()
        self._lock = Lock()
        self._held: BoundedSemaphore | None = turns.short

    def give_way(self) -> None:
        """Where it takes long, let another begin, unless one did so already; asked over and over,
        by any thread."""
        with self._lock:
            if self._held is not self._turns.short or time.monotonic() - self._begun < LONG:
                return
            if self._turns.long.acquire(blocking=False):
                self._turns.short.release()
                self._held = self._turns.long

    def end(self) -> None:
        """Give it back; again without effect."""
        with self._lock:
            if self._held is not None:
                self._held.release()
            self._held = None


class Turns:
    """Turns of readings, and more beside them for those that take long: so many at most in all."""

    def __init__(self, short: int, long: int) -> None:
        self.most = short + long
        self.short = BoundedSemaphore(short)
        self.long = BoundedSemaphore(long)

    def take(self, timeout: float) -> Turn | None:
        """A turn; None where there was none for so many seconds."""
        return Turn(self) if self.short.acquire(timeout=timeout) else None
