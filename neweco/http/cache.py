"""What was made, kept by what it shows, at most so many of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_MAKERS = 64
"""Number of locks: so many things are made at once at most. Two keys may share a lock, and then
wait for each other."""


class Cache(Generic[T]):
    """The last `size` things asked for, shared by all threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[tuple[str, ...], T] = OrderedDict()
        self._lock = Lock()
        self._making = tuple(Lock() for _ in range(_MAKERS))

    def __len__(self) -> int:
        return len(self._kept)

    def peek(self, key: tuple[str, ...]) -> T | None:
        """What is kept under this key, made the most recent; None where there is nothing."""
        found = self._found(key)
        return found[0] if found else None

    def _found(self, key: tuple[str, ...]) -> tuple[T] | None:
        """What is kept may be None itself."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return (self._kept[key],)

    def get(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What is kept under this key, made now where there is nothing.

        The same is made once at a time, so that a hall asking for one page has it made once;
        whoever asks for another does not wait for it.
        """
        found = self._found(key)
        if found:
            return found[0]
        with self._making[hash(key) % _MAKERS]:
            found = self._found(key)
            return found[0] if found else self._keep(key, make())

    def _keep(self, key: tuple[str, ...], made: T) -> T:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return made
