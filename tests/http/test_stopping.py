"""A stop waits for running scripts, and not for ever."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator

import pytest

from neweco.http import stopping
from neweco.http.stopping import Runs


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What the server's own handler was told; the test's process gets its handler back."""
    monkeypatch.setattr(stopping, "AFTER", 0.0)
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    yield told
    signal.signal(signal.SIGTERM, before)


async def _soon(holds: Callable[[], object]) -> None:
    """Until it holds; TimeoutError after ten seconds."""
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.02)


def test_running_scripts_finish_first(stopped: list[int]) -> None:
    runs = Runs()

    async def scenario() -> None:
        stopping.drain_on_terminate(runs)
        with runs.one():
            signal.raise_signal(signal.SIGTERM)
            await _soon(lambda: runs.stopping)
            await asyncio.sleep(0.1)
            assert stopped == []
        await _soon(lambda: stopped)

    asyncio.run(scenario())
    assert stopped == [signal.SIGTERM]


def test_a_second_signal_stops_at_once(stopped: list[int]) -> None:
    runs = Runs()

    async def scenario() -> None:
        stopping.drain_on_terminate(runs)
        with runs.one():
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
            assert stopped == [signal.SIGTERM]

    asyncio.run(scenario())


def test_a_signal_in_the_middle_of_a_log_line_still_stops(stopped: list[int]) -> None:
    """A buffered stream raises where a signal's handler writes to it while it is being written."""
    runs = Runs()
    lines: list[str] = []

    class Stream(logging.Handler):
        writing = False

        def emit(self, record: logging.LogRecord) -> None:
            if self.writing:
                raise RuntimeError("reentrant call")
            self.writing = True
            if record.getMessage() == "visited":
                signal.raise_signal(signal.SIGTERM)
            lines.append(record.getMessage())
            self.writing = False

    async def scenario() -> None:
        stopping.drain_on_terminate(runs)
        stopping.LOG.info("visited")
        await _soon(lambda: stopped)

    stream, level = Stream(), stopping.LOG.level
    stopping.LOG.addHandler(stream)
    stopping.LOG.setLevel(logging.INFO)
    try:
        asyncio.run(scenario())
    finally:
        stopping.LOG.removeHandler(stream)
        stopping.LOG.setLevel(level)
    assert lines == ["visited", "stopping"]
    assert stopped == [signal.SIGTERM]


def test_a_script_that_never_ends_is_not_waited_for() -> None:
    runs = Runs()
    with runs.one():
        asyncio.run(runs.idle(patience=0.05))
        assert runs.running == 1


def test_a_script_that_starts_at_the_last_moment_is_waited_for_too(
    stopped: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "AFTER", 0.6)
    runs = Runs()

    async def scenario() -> None:
        stopping.drain_on_terminate(runs)
        signal.raise_signal(signal.SIGTERM)
        for _ in range(2):
            await asyncio.sleep(0.1)
            with runs.one():
                await asyncio.sleep(0.7)
                assert stopped == []
        await _soon(lambda: stopped)

    asyncio.run(scenario())
    assert stopped == [signal.SIGTERM]


def test_scripts_that_go_on_starting_do_not_hold_a_stop_up_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "AFTER", 0.2)
    runs = Runs()

    async def scenario() -> None:
        waiting = asyncio.create_task(runs.idle(patience=0.5))
        while not waiting.done():
            with runs.one():
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(scenario(), 10))


def test_a_script_that_fails_runs_no_more() -> None:
    runs = Runs()
    with pytest.raises(ValueError), runs.one():
        raise ValueError
    assert runs.running == 0
