"""How many sessions one process serves: opens them over the WebSocket as a browser does.

    python -m tests.load.sessions --sessions 1000 --seconds 20 --path /enterprises --changes 3

Starts the app on a free port, opens N sessions evenly over S seconds, holds them open to the
end, and prints: time to the complete page (p50, p95, max), failures, bytes per page, and the
server's CPU per session opened. `--script app.py --script tests/load/plain.py` puts the same page
written as one plain file beside it, `--script tests/load/empty.py` an empty page under the
same settings. With `--changes K` every session then changes its filters K
times, each round again spread over S seconds, and the CPU per change is printed. A server that
runs already is named with `--url`, and with `--pid` for its CPU and memory. Ends with 1 when a
session failed, was closed by the server, or its script raised. The client runs on the same
machine, so give the server a core of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from urllib.parse import urlsplit

from tests.load.process import cpu, memory
from tests.load.visitor import Shown, Visitor
from tests.serving import ROOT, served

SAME = ("tests/load/empty.py",)
"""Scripts that are held against the app under its own settings."""

QUERIES = ("tier=rising", "industry=ict", "district=370211", "backed=1", "ipo=1", "growth=50..")

Step = Callable[[], Awaitable[Shown]]


async def paced(steps: Sequence[Step], seconds: float) -> tuple[list[Shown], list[str]]:
    """Start the steps evenly over so many seconds; what succeeded and what failed."""

    async def one(number: int, step: Step) -> Shown:
        await asyncio.sleep(number * seconds / len(steps))
        return await step()

    ended = await asyncio.gather(*map(one, range(len(steps)), steps), return_exceptions=True)
    shown = [each for each in ended if isinstance(each, Shown)]
    return shown, [repr(each) for each in ended if isinstance(each, BaseException)]


async def load(host: str, pid: int | None, given: argparse.Namespace) -> list[str]:
    """Open, hold, change, leave; prints what was measured and gives the faults."""
    queries = given.query or QUERIES
    await _first(host, given.page, queries if given.changes else ())
    visitors = [Visitor(host, given.page) for _ in range(given.sessions)]
    before = cpu(pid) if pid else 0.0
    shown, faults = await paced([visitor.arrive for visitor in visitors], given.seconds)
    _print("page complete", shown, faults)
    if pid:
        print(f"server CPU per session: {(cpu(pid) - before) / given.sessions * 1000:.1f} ms")
        print(f"server memory: {memory(pid):.0f} MB")
    if given.changes:
        before = cpu(pid) if pid else 0.0
        changed, more = await _change(visitors, queries, given.changes, given.seconds)
        _print("filter change", changed, more)
        faults += more
        if pid:
            spent = (cpu(pid) - before) / (given.changes * given.sessions)
            print(f"server CPU per change: {spent * 1000:.1f} ms")
    if given.idle:
        await asyncio.sleep(given.idle)
        spare = Visitor(host, given.page)
        shown_now = await spare.arrive()
        await spare.leave()
        print(f"after {given.idle:.0f} s idle, a page: {shown_now.seconds * 1000:.0f} ms")
    held = await asyncio.gather(*(visitor.leave() for visitor in visitors))
    lost = held.count(False)
    print(f"still open at the end: {given.sessions - lost} of {given.sessions}")
    return faults + ["closed by the server"] * lost


async def _first(host: str, page: str, queries: Sequence[str]) -> None:
    """What is computed once per process is not counted."""
    visitor = Visitor(host, page)
    await visitor.arrive()
    for query in queries:
        await visitor.change(query)
    await visitor.leave()


async def _change(
    visitors: Sequence[Visitor], queries: Sequence[str], times: int, seconds: float
) -> tuple[list[Shown], list[str]]:
    changed: list[Shown] = []
    faults: list[str] = []
    for number in range(times):
        query = queries[number % len(queries)]
        steps = [_changing(visitor, query) for visitor in visitors]
        done, failed = await paced(steps, seconds)
        changed += done
        faults += failed
    return changed, faults


def _changing(visitor: Visitor, query: str) -> Step:
    return lambda: visitor.change(query)


def _print(name: str, shown: Sequence[Shown], faults: Sequence[str]) -> None:
    if shown:
        times = sorted(each.seconds * 1000 for each in shown)
        p95 = times[int(0.95 * (len(times) - 1))]
        print(f"{name}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms,", end=" ")
        print(f"max {times[-1]:.0f} ms, {statistics.mean(s.size for s in shown) / 1000:.0f} KB")
    print(f"{name}, failures: {len(faults)}" + (f", the first {faults[0]}" if faults else ""))


@contextlib.contextmanager
def _server(given: argparse.Namespace, script: str) -> Iterator[tuple[str, int | None]]:
    """The host to load and the process to watch."""
    if given.url:
        yield urlsplit(given.url).netloc, given.pid
    else:
        with served(script, settings=ROOT if script in SAME else None) as (host, pid):
            yield host, pid


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.sessions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--path", default="/enterprises", help="page to open")
    parser.add_argument("--changes", type=int, default=0, help="filter changes per session")
    parser.add_argument("--query", action="append", help="filters to change to; may be repeated")
    parser.add_argument("--idle", type=float, default=0, help="seconds held open, doing nothing")
    parser.add_argument("--script", action="append", help="what to serve; may be repeated")
    parser.add_argument("--url", help="a running server, instead of serving")
    parser.add_argument("--pid", type=int, help="the process of the running server")
    given = parser.parse_args()
    given.page = given.path.strip("/")
    return given


def main() -> int:
    """The command line; 1 when a session failed."""
    given = _arguments()
    faults = []
    for script in given.script or ["app.py"]:
        with _server(given, script) as (host, pid):
            print(f"{script}: {given.sessions} sessions in {given.seconds:.0f} s on {given.path}")
            faults += asyncio.run(load(host, pid, given))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
