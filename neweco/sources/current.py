"""The server's register: read once, and again when its files have changed.

What is changed while the server runs is read beside it and takes the old one's place when it is
whole. What cannot be read changes nothing but a line in the log and a note on every page.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

import pandas as pd

from neweco.analysis.exchange import exchanged
from neweco.model import register
from neweco.model.parts import parts
from neweco.model.register import Register, RegisterError
from neweco.sources import memory, reading, report

VARIABLE = "NEWECO_REGISTER"
"""Names the source: a folder of CSV files, a workbook or the URL of a database; unset means the
sample. A database is read at the start alone."""

SECRET = "NEWECO_SECRET"
"""Holds what the protection of counts is drawn from, at least `LETTERS` long. All replicas need the
same one; unset, it is made of the rows themselves, which only those can do who hold them all."""

LETTERS = 16

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
            try:
                Thread(target=self._look, daemon=True).start()
            except RuntimeError:  # the system gives no more threads now
                self._lock.release()
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
            if gone := _gone(self._current, fresh):
                fresh, fault = self._outdated(), f"{gone}: a table that was there is gone or empty"
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


def _gone(before: Register, now: Register) -> str:
    """Tables that held rows and hold none, by code: a file that was lost or is being written. What
    is left out on purpose is left out from a new start on."""
    return ", ".join(
        code for code, rows in before.frames.items() if len(rows) and not len(now.frames[code])
    )


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
    """A register of one's own, under protection. RegisterError, with what is wrong, where it has
    errors."""
    found = reading.read(source)
    if found.register is None:
        said = [report.line(problem, "en") for problem in found.errors[:NAMED]]
        raise RegisterError("; ".join(said))
    shown = served(found.register)
    del found
    memory.give_back()
    return shown


def served(own: Register) -> Register:
    """A register as the server shows it: firms that refused to be shown cannot be found in it.

    RegisterError where the secret that was given is too short to be one.
    """
    memory.give_back()  # what reading needed, before the exchange needs as much
    return exchanged(own, secret(own))


def secret(own: Register) -> bytes:
    """The secret given, or one made of the rows of the register by a slow hash, as for passwords.

    RegisterError where the one given is too short.
    """
    given = os.environ.get(SECRET, "")
    if given and len(given) < LETTERS:
        raise RegisterError(f"{SECRET}: at least {LETTERS} letters (openssl rand -hex 32)")
    if given:
        return hashlib.sha256(given.encode()).digest()
    _LOG.info("register: %s is not set: the secret is made of the rows", SECRET)
    digest = hashlib.sha256()
    for code, frame in sorted(own.frames.items()):
        for name, column in frame.items():
            digest.update(f"{code}.{name}:".encode())
            for part in parts(column):
                digest.update(pd.util.hash_pandas_object(part, index=False).to_numpy().tobytes())
    return hashlib.scrypt(digest.digest(), salt=b"neweco register", n=2**14, r=8, p=1)


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
