"""What is kept, and who waits for whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from neweco.http import cache
from neweco.http.cache import Cache

PATIENCE = 30


def test_the_last_ones_asked_for_are_kept() -> None:
    kept: Cache[str] = Cache(2)
    made: list[str] = []

    def ask(name: str) -> str:
        return kept.get((name,), lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    assert [ask(name) for name in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]
    assert (len(kept), kept.peek(("c",)), kept.peek(("b",))) == (2, None, "b")


def test_who_asks_for_the_same_waits_and_who_asks_for_another_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "hash", lambda key: int(key[0]), raising=False)
    kept: Cache[str] = Cache(9)
    begun, go, made = Event(), Event(), []

    def slow() -> str:
        made.append("slow")
        begun.set()
        assert go.wait(PATIENCE)
        return "slow"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(kept.get, ("1",), slow)
        assert begun.wait(PATIENCE)
        second = pool.submit(kept.get, ("1",), slow)
        assert kept.get(("2",), lambda: "other") == "other"
        go.set()
        assert (first.result(PATIENCE), second.result(PATIENCE)) == ("slow", "slow")
    assert made == ["slow"]


def test_many_at_once_get_the_same() -> None:
    kept: Cache[object] = Cache(9)
    together = Barrier(8, timeout=PATIENCE)

    def ask(_: int) -> object:
        together.wait()
        return kept.get(("x",), object)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def test_nothing_is_kept_as_well() -> None:
    kept: Cache[str | None] = Cache(2)
    made: list[int] = []
    for _ in range(3):
        assert kept.get(("a",), lambda: made.append(1)) is None  # type: ignore[func-returns-value]
    assert made == [1]
