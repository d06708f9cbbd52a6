"""How many sessions one process serves: opens them over the WebSocket as a browser does.

    python -m tests.load.sessions --sessions 1000 --seconds 20 --path /enterprises --changes 2

Starts the app on a free port, opens N sessions evenly over S seconds, holds them open, and
prints: time to the complete page (p50, p95, max), failures, bytes per page, and the server's CPU
per session opened and per filter change. The client runs on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.serving import served

QUERIES = ("tier=rising", "industry=ict", "district=370211", "backed=1", "ipo=1", "growth=50..")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What was measured: seconds per page and per change, bytes per page, faults."""

    opened: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def cpu(pid: int) -> float:
    """Seconds of CPU a process has used, in user and kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    """Resident memory in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _run(ws: ClientConnection, page: str, query: str) -> int:
    """Ask for one run of the script and read until it has finished; bytes received."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    await ws.send(message.SerializeToString())
    received = 0
    while True:
        data = await asyncio.wait_for(ws.recv(), 120)
        received += len(data)
        forward = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        if forward.WhichOneof("type") == "script_finished":
            if forward.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(f"script ended with {forward.script_finished}")
            return received


async def _session(
    host: str, page: str, changes: int, start: float, tally: Tally, done: asyncio.Event
) -> None:
    await asyncio.sleep(start)
    begun = time.perf_counter()
    try:
        async with connect(
            f"ws://{host}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,  # type: ignore[list-item]
            compression=None,
            open_timeout=120,
        ) as ws:
            tally.size.append(await _run(ws, page, ""))
            tally.opened.append(time.perf_counter() - begun)
            for i in range(changes):
                begun = time.perf_counter()
                await _run(ws, page, QUERIES[i % len(QUERIES)])
                tally.changed.append(time.perf_counter() - begun)
            await done.wait()
    except Exception as error:  # every fault is counted
        tally.faults.append(repr(error))


async def _load(host: str, page: str, sessions: int, seconds: float, changes: int) -> Tally:
    tally, done = Tally(), asyncio.Event()
    tasks = [
        asyncio.create_task(_session(host, page, changes, i * seconds / sessions, tally, done))
        for i in range(sessions)
    ]
    while len(tally.opened) + len(tally.faults) < sessions or len(tally.changed) < changes * len(
        tally.opened
    ):
        await asyncio.sleep(0.1)
        if all(task.done() for task in tasks):
            break
    done.set()
    await asyncio.gather(*tasks)
    return tally


def _line(name: str, seconds: list[float]) -> str:
    if not seconds:
        return f"{name}: none"
    cuts = statistics.quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    p50, p95 = statistics.median(seconds) * 1000, cuts[18] * 1000
    return f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {max(seconds) * 1000:.0f} ms"


def main() -> int:
    """The command line; 1 when a session failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.sessions", description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--path", default="/enterprises", help="page to open")
    parser.add_argument("--changes", type=int, default=0, help="filter changes per session")
    parser.add_argument("--script", default="app.py", help="what to serve")
    given = parser.parse_args()
    page = given.path.strip("/")
    with served(given.script) as (host, pid):
        asyncio.run(_load(host, page, 3, 1, len(QUERIES) if given.changes else 0))
        before = cpu(pid)
        tally = asyncio.run(_load(host, page, given.sessions, given.seconds, 0))
        opening = cpu(pid) - before
        print(f"{given.sessions} sessions in {given.seconds:.0f} s on {given.path}")
        print(_line("page complete", tally.opened))
        print(f"failures: {len(tally.faults)}" + (f" {tally.faults[0]}" if tally.faults else ""))
        print(f"page: {statistics.mean(tally.size or [0]) / 1000:.0f} KB")
        print(f"server CPU per session: {opening / given.sessions * 1000:.1f} ms")
        print(f"server memory: {memory(pid):.0f} MB")
        if given.changes:
            few = min(given.sessions, 60)
            before = cpu(pid)
            changed = asyncio.run(_load(host, page, few, given.seconds, given.changes))
            spent = cpu(pid) - before - few * opening / given.sessions
            print(_line("filter change", changed.changed))
            print(f"server CPU per change: {spent / max(len(changed.changed), 1) * 1000:.1f} ms")
            tally.faults += changed.faults
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
