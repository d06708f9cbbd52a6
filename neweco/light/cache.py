"""Finished pages, kept by what they show, at most so many of them."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Body:
    """A finished answer: as it is, compressed, and its tag."""

    plain: bytes
    compressed: bytes
    tag: str


def body(text: bytes) -> Body:
    """Compress and tag a text once."""
    digest = hashlib.sha256(text).hexdigest()[:20]
    return Body(text, gzip.compress(text, 6, mtime=0), f'"{digest}"')


class Cache:
    """The last `size` bodies asked for, shared by all threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[tuple[str, ...], Body] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def peek(self, key: tuple[str, ...]) -> Body | None:
        """The body kept under this key, made the most recent; None where there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> Body:
        """The body kept under this key, made now where there is none.

        One is made at a time, so that a hall asking for the same page has it made once.
        """
        with self._making:
            found = self.peek(key)
            if found is not None:
                return found
            made = body(make())
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > self.size:
                    self._kept.popitem(last=False)
            return made
