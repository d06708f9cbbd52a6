"""A stop that lets running scripts finish: first not ready any more, then idle, then down."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from threading import Lock
from types import FrameType
from typing import Any

from neweco.http.logs import LOG

PATIENCE = 10.0
"""Seconds after which a script that still runs is not waited for."""

AFTER = 0.3
"""Seconds without a script: what was asked for at the last moment begins in them, and the last
messages of a finished script leave."""


class Runs:
    """How many scripts run, and whether the server is about to stop."""

    def __init__(self) -> None:
        self.running = 0
        self.ended = 0.0
        self.stopping = False
        self._lock = Lock()

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Around one run of the script."""
        with self._lock:
            self.running += 1
        try:
            yield
        finally:
            with self._lock:
                self.running -= 1
                self.ended = time.monotonic()

    async def idle(self, patience: float = PATIENCE) -> None:
        """Until no script has run for `AFTER` seconds, but no longer than `patience`."""
        asked = time.monotonic()
        while (now := time.monotonic()) < asked + patience:
            if not self.running and now >= max(asked, self.ended) + AFTER:
                return
            await asyncio.sleep(0.02)


RUNS = Runs()
"""Those of this process."""

Handler = Callable[[int, FrameType | None], Any]


def drain_on_terminate(runs: Runs = RUNS) -> None:
    """Before the server's own answer to SIGTERM, let scripts finish; a second one stops at once.

    To be called in the main thread while the server runs; elsewhere it does nothing.
    """
    try:
        before = signal.getsignal(signal.SIGTERM)
        if not callable(before):
            return
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGTERM, _handler(before, loop, runs))
    except ValueError:  # not the main thread
        return


def _handler(before: Handler, loop: asyncio.AbstractEventLoop, runs: Runs) -> Handler:
    async def drained(number: int) -> None:
        LOG.info("stopping", extra={"running": runs.running})
        await runs.idle()
        before(number, None)

    def handle(number: int, frame: FrameType | None) -> None:
        if runs.stopping:
            before(number, frame)
            return
        # Nothing is logged here: a signal may arrive in the middle of another log line, and a
        # stream that is written to again from within its own writing raises; no stop would follow.
        runs.stopping = True
        asyncio.run_coroutine_threadsafe(drained(number), loop)

    return handle
