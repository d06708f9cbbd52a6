"""What takes its time is made a few at once, once per key, and not without end."""

from __future__ import annotations

import asyncio
from threading import Event, Lock

import pytest

from neweco.http.cache import Cache
from neweco.http.queue import Full, Queue


def test_a_few_at_once_so_many_waiting_and_no_more() -> None:
    queue, go, lock = Queue(2, 5), Event(), Lock()
    running: list[int] = []
    most: list[int] = []

    def work() -> str:
        with lock:
            running.append(1)
            most.append(len(running))
        go.wait(10)
        with lock:
            running.pop()
        return "made"

    async def scenario() -> list[str | BaseException]:
        asked = [asyncio.create_task(queue.run(work)) for _ in range(8)]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert [type(each.exception()) for each in done] == [Full] * len(done)
        async with asyncio.timeout(10):
            while len(running) < 2:
                await asyncio.sleep(0.01)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    found = asyncio.run(scenario())
    assert [each for each in found if each == "made"] == ["made"] * 5
    assert sum(isinstance(each, Full) for each in found) == 3
    assert max(most) == 2


def test_what_many_ask_for_is_made_once_and_other_keys_beside_it() -> None:
    queue, cache, made = Queue(2, 4), Cache[str](9), list[str]()
    slow = Event()

    def make(key: str) -> str:
        made.append(key)
        if key == "slow":
            assert slow.wait(10), "it is made beside the other"
        else:
            slow.set()
        return key.upper()

    async def scenario() -> list[str]:
        keys = ["slow"] * 20 + ["quick"] * 20
        return await asyncio.gather(*(queue.kept(cache, (k,), lambda k=k: make(k)) for k in keys))  # type: ignore[misc]

    assert asyncio.run(scenario()) == ["SLOW"] * 20 + ["QUICK"] * 20
    assert sorted(made) == ["quick", "slow"]
    assert asyncio.run(queue.kept(cache, ("slow",), lambda: "again")) == "SLOW"


def test_what_fails_is_not_kept_and_who_leaves_takes_nothing_along() -> None:
    queue, cache, go = Queue(1, 4), Cache[str](9), Event()

    def fail() -> str:
        raise ValueError

    def make() -> str:
        assert go.wait(10)
        return "made"

    async def scenario() -> str:
        with pytest.raises(ValueError):
            await queue.kept(cache, ("a",), fail)
        first = asyncio.create_task(queue.kept(cache, ("a",), make))
        second = asyncio.create_task(queue.kept(cache, ("a",), make))
        await asyncio.sleep(0)
        first.cancel()
        go.set()
        return await second

    assert asyncio.run(scenario()) == "made"
