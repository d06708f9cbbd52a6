"""Rooms: the step on a hall's screen now, for the phones that follow it.

A room is opened by a speaker's session, which alone holds its key; whoever has its code reads it.
It lives in memory, knows nothing of the audience and ends by itself.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

MOST = 50
"""Rooms open at a time."""

LASTS, ABANDONED, AWAY = 4 * 3600.0, 1800.0, 30.0
"""Seconds after which a room ends, ends without its speaker, and tells that the speaker is away."""

TRIES, TRIES_A_SECOND = 30, 0.2
"""Wrong digits taken at once, and how fast more are taken again."""

_ROUTE = re.compile(r"[0-9a-f]{32}")
"""A visitor's name with the proxy, by which it leads a room to the process of its speaker."""


Bell = Callable[[], object]
"""Rung when something of a room changes; what it returns is not looked at."""


@dataclass(frozen=True)
class Opened:
    """What the speaker's session holds: the code and the digits it shows, and the key to move."""

    code: str
    digits: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """What a phone is told: the step on the screen, whether its speaker is away, and a tag that
    changes with either."""

    step: int
    is_away: bool
    tag: str


class TooManyTries(Exception):
    """So many wrong digits were tried that none are looked at for a while."""


@dataclass
class _Room:
    opened: Opened
    step: int
    opened_at: float
    beat_at: float
    moves: int = 0
    bells: set[Bell] = field(default_factory=set)


class Rooms:
    """All rooms of a process, behind one lock; `now` is a clock that never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._rooms: dict[str, _Room] = {}
        self._tries, self._tried_at = float(TRIES), now()

    def open(self, step: int, route: str = "") -> Opened | None:
        """A new room that shows this step; None where as many are open as may be. `route` is the
        speaker's name with the proxy, if any."""
        with self._lock:
            self._clear()
            if len(self._rooms) >= MOST:
                return None
            token = secrets.token_urlsafe(9)  # 72 bits
            code = f"{route}-{token}" if _ROUTE.fullmatch(route) else token
            opened = Opened(code, self._digits(), secrets.token_urlsafe(16))
            self._rooms[code] = _Room(opened, step, self._now(), self._now())
            return opened

    def move(self, opened: Opened, step: int) -> bool:
        """Show this step; False where the room ended or the key is another's."""
        with self._lock:
            room = self._own(opened)
            if room is None:
                return False
            room.beat_at = self._now()
            bells = set(room.bells) if room.step != step else set()
            room.moves += room.step != step
            room.step = step
        _ring(bells)
        return True

    def beat(self, opened: Opened) -> bool:
        """The speaker is there; False where the room ended or the key is another's."""
        with self._lock:
            room = self._own(opened)
            if room is not None:
                room.beat_at = self._now()
            return room is not None

    def close(self, opened: Opened) -> None:
        """End a room of one's own."""
        with self._lock:
            room = self._own(opened)
            if room is None:
                return
            del self._rooms[opened.code]
            bells = set(room.bells)
        _ring(bells)

    def shown(self, code: str) -> Shown | None:
        """What is on the screen of a room now; None of one that is not, or no more."""
        with self._lock:
            self._clear()
            room = self._rooms.get(code)
            if room is None:
                return None
            is_away = self._now() - room.beat_at > AWAY
            return Shown(room.step, is_away, f"{room.moves}{'a' if is_away else ''}")

    def by_digits(self, digits: str) -> str | None:
        """The code of the room with these digits. TooManyTries where too many were wrong."""
        with self._lock:
            self._clear()
            now = self._now()
            earned = (now - self._tried_at) * TRIES_A_SECOND
            self._tries, self._tried_at = min(float(TRIES), self._tries + earned), now
            if self._tries < 1:
                raise TooManyTries
            for code, room in self._rooms.items():
                if hmac.compare_digest(room.opened.digits.encode(), digits.encode()):
                    return code
            self._tries -= 1
            return None

    @contextmanager
    def listening(self, code: str, bell: Bell) -> Iterator[None]:
        """Ring this bell when the step of a room changes or the room ends."""
        with self._lock:
            room = self._rooms.get(code)
            if room is not None:
                room.bells.add(bell)
        try:
            yield
        finally:
            if room is not None:
                with self._lock:
                    room.bells.discard(bell)

    def _own(self, opened: Opened) -> _Room | None:
        self._clear()
        room = self._rooms.get(opened.code)
        key = room.opened.key if room else ""
        return room if hmac.compare_digest(key.encode(), opened.key.encode()) else None

    def _clear(self) -> None:
        """Forget the rooms whose time is over."""
        now = self._now()
        for code, room in list(self._rooms.items()):
            if now - room.opened_at > LASTS or now - room.beat_at > ABANDONED:
                del self._rooms[code]

    def _digits(self) -> str:
        taken = {room.opened.digits for room in self._rooms.values()}
        while (digits := f"{secrets.randbelow(10**6):06d}") in taken:
            continue
        return digits


def _ring(bells: set[Bell]) -> None:
    for bell in bells:
        bell()


ROOMS = Rooms()
"""Those of this process."""
