"""The app on a free port, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def served(
    script: str = "app.py", environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """Start the app as the README does; its host with port and its process id."""
    port = free_port()
    # Another script runs in its own folder, hence with Streamlit's settings instead of ours.
    file = ROOT / script
    command = [sys.executable, "-m", "streamlit", "run", file.name, f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    own = {**os.environ, **(environment or {})}
    with subprocess.Popen(command, cwd=file.parent, env=own, stdout=subprocess.DEVNULL) as process:
        try:
            wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str) -> None:
    """Until this address answers. TimeoutError after a minute."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)
