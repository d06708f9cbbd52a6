"""The server's register: read once, and again when its files have changed.

What is changed while the server runs is read beside it and takes the old one's place when it is
whole. What cannot be read changes nothing but a line in the log and a note on every page.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from neweco.model import register
from neweco.model.register import Register, RegisterError
from neweco.sources import reading, report

VARIABLE = "NEWECO_REGISTER"
"""Names the source: a folder of CSV files, a workbook or the URL of a database; unset means the
sample. A database is read at the start alone."""

NAMED = 20
"""Errors named in the log; `python -m neweco check` names all."""

LOOK = 5.0
"""Seconds between two looks at the files."""

_LOG = logging.getLogger("neweco")
State = tuple[tuple[str, int, int], ...]


class Served:
    """A register that follows its source. `read` raises RegisterError where it cannot."""

    def __init__(
        self,
        source: str,
        read: Callable[[str], Register],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._state = state(source)
        self._current = read(source)
        self._looked = clock()

    def current(self) -> Register:
        """The register in use. From time to time a thread looks whether its files have changed:
        who asks waits for no disk."""
        if self._clock() - self._looked >= LOOK and self._lock.acquire(blocking=False):
            self._looked = self._clock()
            Thread(target=self._look, daemon=True).start()
        return self._current

    def _look(self) -> None:
        """Replace the register where its source has changed; the lock is held until it is done."""
        try:
            found = state(self.source)
            if found != self._state:
                self._replace(found)
        finally:
            self._lock.release()

    def _replace(self, found: State) -> None:
        """Read the source in the state found. One that changed meanwhile, as a file that is still
        being copied, is neither used nor called faulty, but read at the next look."""
        try:
            fresh, fault = self._read(self.source), ""
        except RegisterError as error:
            fresh, fault = self._outdated(), str(error)
        except Exception as error:  # not its words, which may hold anything
            fresh, fault = self._outdated(), type(error).__name__
        if state(self.source) != found:
            return
        self._state, self._current = found, fresh
        if fault:
            _LOG.error("register: changed but not readable, the old one is kept: %s", fault)
        else:
            _LOG.info("register: replaced", extra={"fingerprint": fresh.fingerprint})

    def _outdated(self) -> Register:
        """The register in use, with since when it is not that of its files."""
        since = datetime.now().isoformat(sep=" ", timespec="minutes")
        kept = self._current.fingerprint.partition("-outdated")[0]
        return replace(self._current, outdated=since, fingerprint=f"{kept}-outdated-{since}")


def state(source: str) -> State:
    """Name, time and size of a source's files; nothing of a source that has none, or shows none."""
    if "://" in source:
        return ()
    place = Path(source)
    try:
        files = sorted(place.glob("*.csv")) if place.is_dir() else [place]
    except OSError:
        return ()
    seen = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        seen.append((file.name, found.st_mtime_ns, found.st_size))
    return tuple(seen)


def _read(source: str) -> Register:
    """A register of one's own. RegisterError, with what is wrong, where it has errors."""
    found = reading.read(source)
    if found.register is None:
        said = [report.line(problem, "en") for problem in found.errors[:NAMED]]
        raise RegisterError("; ".join(said))
    return found.register


_SERVED: dict[str, Served] = {}
_STARTING = Lock()


def load() -> Register:
    """The server's register: the source named in NEWECO_REGISTER, or the sample that ships.

    RegisterError when it cannot be read at the start.
    """
    source = os.environ.get(VARIABLE, "")
    if not source:
        return register.shipped()
    with _STARTING:
        if source not in _SERVED:
            _SERVED[source] = Served(source, _read)
    return _SERVED[source].current()
