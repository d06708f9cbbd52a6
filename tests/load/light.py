"""The light face: pages per second from the cache, and what ten thousand selections cost.

    python -m tests.load.light --connections 50 --seconds 10 --distinct 10000

First the same pages again and again over so many connections (answered from the cache), then so
many different selections, each asked for once, with the server's memory before and after. Most
of these search for ids that few rows have: what is measured is that memory stays, not drawing,
whose time is printed from a few pages full of charts. Ends with 1 when an answer was not 200.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import Iterator, Sequence

import uvloop

from tests.load.client import Answer, Connection
from tests.load.process import cpu, memory, most_memory
from tests.serving import served

PATHS = (
    "/light/enterprises",
    "/light/labs?lang=en",
    "/light/diagnoses?industry=equipment",
    "/light/overview",
    "/light/enterprises?tier=rising&lang=en",
)
FRESH = (
    "/light/enterprises?industry={}",
    "/light/labs?industry={}",
    "/light/diagnoses?industry={}",
)
INDUSTRIES = ("ict", "marine", "energy", "trade", "textiles")


async def repeated(host: str, connections: int, seconds: float) -> tuple[list[Answer], float]:
    """All answers of so many connections in so many seconds, and the seconds it took."""
    begun = time.perf_counter()

    async def one(number: int) -> list[Answer]:
        connection = Connection(host)
        found = []
        for path in itertools.islice(itertools.cycle(PATHS), number, None):
            if time.perf_counter() - begun > seconds:
                break
            found.append(await connection.get(path))
        connection.close()
        return found

    found = await asyncio.gather(*map(one, range(connections)))
    return [answer for each in found for answer in each], time.perf_counter() - begun


async def once_each(host: str, paths: Sequence[str], connections: int) -> list[Answer]:
    """Each path asked for once."""
    waiting: Iterator[str] = iter(paths)

    async def one() -> list[Answer]:
        connection = Connection(host)
        found = [await connection.get(path) for path in waiting]
        connection.close()
        return found

    found = await asyncio.gather(*(one() for _ in range(connections)))
    return [answer for each in found for answer in each]


def _times(answers: Sequence[Answer]) -> str:
    times = sorted(answer.seconds * 1000 for answer in answers)
    at = {share: times[int(share * (len(times) - 1))] for share in (0.5, 0.95, 0.99)}
    return f"p50 {at[0.5]:.1f} ms, p95 {at[0.95]:.1f}, p99 {at[0.99]:.1f}, max {times[-1]:.1f}"


def measured(host: str, pid: int, given: argparse.Namespace) -> bool:
    """All three parts; whether every answer was 200."""
    fresh = [path.format(industry) for industry in INDUSTRIES for path in FRESH]
    drawn = uvloop.run(once_each(host, fresh, 1))
    print(f"drawn anew: median {statistics.median(a.seconds for a in drawn) * 1000:.0f} ms a page")
    uvloop.run(once_each(host, PATHS, 1))
    before = cpu(pid)
    cached, spent = uvloop.run(repeated(host, given.connections, given.seconds))
    share = (cpu(pid) - before) / len(cached) * 1000
    rate = len(cached) / spent
    print(f"cached, {given.connections} connections: {rate:,.0f} requests/s, {_times(cached)}")
    print(f"server CPU per request: {share:.2f} ms")
    answers = [*drawn, *cached]
    if given.distinct:
        paths = [f"/light/enterprises?q=P-{n:05d}" for n in range(given.distinct)]
        uvloop.run(once_each(host, paths[:600], 4))
        begun, old = time.perf_counter(), memory(pid)
        answers += uvloop.run(once_each(host, paths, 4))
        took = (time.perf_counter() - begun) / given.distinct * 1000
        print(f"{given.distinct:,} different selections: {took:.1f} ms each; memory with the cache")
        print(f"full {old:.0f} MB, after {memory(pid):.0f} MB, at most {most_memory(pid):.0f} MB")
    bad = [answer for answer in answers if answer.status != 200]
    print(f"answers other than 200: {len(bad)}")
    return not bad


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.light",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--distinct", type=int, default=10_000, help="different selections")
    given = parser.parse_args()
    with served() as (host, pid):
        return 0 if measured(host, pid, given) else 1


if __name__ == "__main__":
    sys.exit(main())
