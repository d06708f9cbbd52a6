"""Work that takes its time: a few at once, so many waiting, and whoever comes then is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread

from neweco.http.cache import Cache

T = TypeVar("T")


class Full(Exception):
    """So much is waiting that whoever comes now is better off asking again."""


class Queue:
    """At most `at_once` pieces of work run, on threads of their own, and at most `most` are there
    with those that wait. One server's event loop asks it."""

    def __init__(self, at_once: int, most: int) -> None:
        self.most = most
        self._limiter = anyio.CapacityLimiter(at_once)
        self._there = 0
        self._made: dict[tuple[object, ...], asyncio.Future[Any]] = {}

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives. Full where too much is there already."""
        if self._there >= self.most:
            raise Full
        self._there += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._there -= 1

    async def kept(self, cache: Cache[T], key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What a cache holds under a key, or what is made now: once, however many ask, and beside
        what is made under other keys. Full as above."""
        found = cache.peek(key)
        if found is not None:
            return found
        place = (id(cache), *key)
        made = self._made.get(place)
        if made is None:
            made = asyncio.ensure_future(self.run(lambda: cache.get(key, make)))
            self._made[place] = made
            made.add_done_callback(lambda _: self._made.pop(place, None))
        # Who leaves does not take what others wait for along.
        result: T = await asyncio.shield(made)
        return result
