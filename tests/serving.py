"""The app on a free port, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 180
"""Seconds in which a server has to answer; a slow machine breaks no promise."""

STOP = 60
"""Seconds in which a server has to end after it was asked to."""

PORTS = 5
"""Ports tried: between looking for a free one and taking it, another process may take it."""


@contextlib.contextmanager
def served(
    script: str = "app.py",
    environment: Mapping[str, str] | None = None,
    settings: Path | None = None,
) -> Iterator[tuple[str, int]]:
    """Start the app as the README does; its host with port and its process id.

    `settings` is the folder whose `.streamlit` counts: the script's own where none is given, hence
    Streamlit's settings for another script than the app.
    """
    file = ROOT / script
    command = [sys.executable, "-m", "streamlit", "run", str(file)]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    own = {**os.environ, **(environment or {})}
    with running(
        lambda port: [*command, f"--server.port={port}"],
        answers("_stcore/health"),
        cwd=settings or file.parent,
        env=own,
        stdout=subprocess.DEVNULL,
    ) as (host, process):
        yield host, process.pid


@contextlib.contextmanager
def running(
    command: Callable[[int], Sequence[str | Path]], ask: Callable[[str], object], **prepared: Any
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run this command for a free port until its server answers; its host and the process.

    `ask` takes the host and raises OSError where nothing answers yet.
    """
    for left in reversed(range(PORTS)):
        port = free_port()
        host = f"127.0.0.1:{port}"
        with subprocess.Popen(command(port), **prepared) as process:
            try:
                try:
                    _until(lambda host=host: ask(host), process)  # type: ignore[misc]
                    if not _listens(process.pid, port):
                        raise ChildProcessError(f"another process answers at {host}")
                except ChildProcessError:
                    if not left:
                        raise
                    continue
                yield host, process
                return
            finally:
                end(process)


def answers(path: str) -> Callable[[str], object]:
    """To ask a server for this path."""
    return lambda host: _get(f"http://{host}/{path}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and see that it does."""
    process.terminate()
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str) -> None:
    """Until this address answers. TimeoutError where it does not."""
    _until(lambda: _get(url))


def _get(url: str) -> None:
    with urllib.request.urlopen(url, timeout=10):
        pass


def _until(ask: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Until this raises nothing. ChildProcessError where the process ended before."""
    until = time.monotonic() + PATIENCE
    while True:
        if process and process.poll() is not None:
            raise ChildProcessError(f"{process.args!r} ended with {process.returncode}")
        try:
            ask()
            return
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > until:
                raise TimeoutError(f"no answer in {PATIENCE} seconds") from error
            time.sleep(0.1)


def _listens(pid: int, port: int) -> bool:
    """Whether this process listens on the port, as /proc says; without /proc it is taken so."""
    own = Path(f"/proc/{pid}")
    if not own.exists():
        return True
    listening = set()
    for table in filter(Path.exists, (own / "net" / "tcp", own / "net" / "tcp6")):
        for line in table.read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                listening.add(f"socket:[{rest[5]}]")
    opened = set()
    for file in (own / "fd").iterdir():
        with contextlib.suppress(OSError):  # closed since it was listed
            opened.add(os.readlink(file))
    return bool(listening & opened)
