"""What goes wrong around a server, and that its visitors hardly notice."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from tests.load.process import memory
from tests.load.visitor import PATIENCE, Visitor
from tests.serving import ROOT, answers, running, served

resource = pytest.importorskip("resource", reason="this system limits no process")

JUMPING = """
import signal, time
_real, _by = time.time, [0.0]
time.time = lambda: _real() + _by[0]
def _jump(seconds):
    def jump(*_): _by[0] += seconds
    return jump
signal.signal(signal.SIGUSR1, _jump(400 * 86400.0))
signal.signal(signal.SIGUSR2, _jump(-800 * 86400.0))
"""
"""Python's clock, set a year on and two years back by signals."""


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        assert answer.status == 200
        body: bytes = answer.read()
        return body


async def _visit(host: str) -> None:
    visitor = Visitor(host, "enterprises")
    await visitor.arrive()
    await visitor.change("tier=rising")
    assert await visitor.leave()


async def _warm(host: str) -> None:
    """Many at once, before memory is measured: what a server keeps for all is there then."""
    await asyncio.gather(*(_visit(host) for _ in range(10)))


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, int]]:
    with served() as running:
        yield running


def test_slow_clients_hold_nobody_up(site: tuple[str, int]) -> None:
    """Some never finish asking, some open a session and never read what it sends."""
    host, pid = site
    name, port = host.split(":")
    _get(f"http://{host}/light/labs")

    async def scenario() -> None:
        await _warm(host)
        before = memory(pid)
        asking = [socket.create_connection((name, int(port))) for _ in range(200)]
        for each in asking:
            each.sendall(b"GET /labs HTTP/1.1\r\nHost: x\r\n")
        silent = []
        for _ in range(50):
            visitor = Visitor(host, "enterprises")
            visitor.socket = await connect(
                f"ws://{host}/_stcore/stream",
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_queue=1,
                open_timeout=PATIENCE,
            )
            await visitor.ask("tier=rising")
            silent.append(visitor)
        await asyncio.gather(*(_visit(host) for _ in range(10)))
        assert memory(pid) - before < 100
        for visitor in silent:
            assert visitor.socket is not None
            visitor.socket.transport.abort()
        for each in asking:
            each.close()

    asyncio.run(scenario())


def test_idle_sessions_stay_open_and_cost_little(site: tuple[str, int]) -> None:
    host, pid = site

    async def scenario() -> None:
        visitors = [Visitor(host, "labs") for _ in range(100)]
        await visitors[0].arrive()
        await _warm(host)
        before = memory(pid)
        for visitor in visitors[1:]:
            await visitor.arrive()
        await asyncio.sleep(2)
        await _visit(host)
        assert memory(pid) - before < 60
        assert all([await visitor.leave() for visitor in visitors])

    asyncio.run(scenario())


def test_sessions_that_end_badly_are_forgotten(site: tuple[str, int]) -> None:
    host, _ = site

    async def scenario() -> None:
        for _ in range(20):
            visitor = Visitor(host, "labs")
            await visitor.arrive()
            assert visitor.socket is not None
            visitor.socket.transport.abort()
        await _visit(host)

    asyncio.run(scenario())


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., tuple[str, subprocess.Popen[bytes]]]]:
    """Starts the app with a prepared process; its host and the process."""

    def start(path: Path | None = None, **prepared: object) -> tuple[str, subprocess.Popen[bytes]]:
        command = [sys.executable, "-B", "-m", "streamlit", "run", "app.py"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        if path is not None:
            environment["PYTHONPATH"] = str(path)
        return stack.enter_context(
            running(
                lambda port: [*command, f"--server.port={port}"],
                answers("readyz"),
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                **prepared,
            )
        )

    with contextlib.ExitStack() as stack:
        yield start


def _no_room() -> None:
    """Every write into a file fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_with_a_full_disk_all_goes_on(
    started: Callable[..., tuple[str, subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    host, process = started(preexec_fn=_no_room)
    asyncio.run(_visit(host))
    assert _get(f"http://{host}/data/diagnoses.zip").startswith(b"PK")
    assert b"<svg" in _get(f"http://{host}/light/labs")
    assert process.poll() is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_clock_that_jumps_ends_no_session(
    started: Callable[..., tuple[str, subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(JUMPING)
    host, process = started(path=tmp_path)

    async def scenario() -> None:
        visitor = Visitor(host, "enterprises")
        await visitor.arrive()
        for jump in (signal.SIGUSR1, signal.SIGUSR2):
            process.send_signal(jump)
            await asyncio.sleep(0.5)
            await visitor.change(f"tier=rising&year={jump.value}")
            await _visit(host)
        assert await visitor.leave()

    asyncio.run(scenario())
    assert b"<svg" in _get(f"http://{host}/light/labs?kind=scenario")


def test_a_stop_ends_within_seconds_with_sessions_open(
    started: Callable[..., tuple[str, subprocess.Popen[bytes]]],
) -> None:
    host, process = started()

    async def scenario() -> None:
        visitor = Visitor(host, "enterprises")
        await visitor.arrive()
        assert visitor.socket is not None
        await visitor.ask("tier=rising")
        message = ForwardMsg.FromString(await visitor.socket.recv(decode=False))
        process.terminate()
        # Not over before the page that was asked for at the last moment is complete.
        async with asyncio.timeout(PATIENCE):
            while message.WhichOneof("type") != "script_finished":
                message = ForwardMsg.FromString(await visitor.socket.recv(decode=False))
        assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        async with asyncio.timeout(30):
            while process.poll() is None:
                await asyncio.sleep(0.1)
        await visitor.leave()

    asyncio.run(scenario())
