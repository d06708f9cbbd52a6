"""What a running server uses, read from /proc: the process and its children."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu(pid: int) -> float:
    """Seconds of CPU used so far, in user and kernel."""
    return sum(_cpu(each) for each in _family(pid))


def memory(pid: int) -> float:
    """Resident memory in MB."""
    pages = (int(_read(each, "statm").split()[1]) for each in _family(pid))
    return sum(pages) * PAGE / 1e6


def most_memory(pid: int) -> float:
    """The most that the process has had resident so far, in MB."""
    lines = dict(line.split(":", 1) for line in _read(pid, "status").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024 / 1e6


def _cpu(pid: int) -> float:
    # After the name, which may hold anything: user, kernel, and both of children that ended.
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _family(pid: int) -> Iterator[int]:
    yield pid
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            children = (thread / "children").read_text()
        except OSError:
            continue  # it ended since it was listed
        for child in children.split():
            yield from _family(int(child))


def _read(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()
