"""Whole first visits: every file that a browser without a cache fetches, and the session.

    python -m tests.load.whole_visit --visits 1000 --seconds 60 [--nginx]

Opens the page once in Chromium to see what it fetches, then lets so many visitors come evenly
over so many seconds, each over six connections as a browser has, and each with its session.
Prints requests and bytes per visit, time to the complete page, and the server's CPU per visit:
the app's, and nginx's with `--nginx`, in front of one process with the configuration that ships.
Ends with 1 when anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvloop
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, ready
from tests.deploy.proxy import proxied
from tests.load.client import Connection
from tests.load.process import cpu, memory
from tests.load.visitor import Visitor
from tests.serving import served

CONNECTIONS = 6


@dataclass(frozen=True)
class Visit:
    """One visit: seconds until files and session were complete, the session's alone, bytes."""

    seconds: float
    session: float
    size: int


def fetched(url: str) -> list[str]:
    """Paths that a browser asks for when it opens a page for the first time, in order."""
    found: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(locale="zh-CN")
        page.on("request", lambda asked: found.append(asked.url))
        page.goto(url)
        ready(page)
        browser.close()
    parts = [urlsplit(each) for each in found if each.startswith("http")]
    return [part.path + (f"?{part.query}" if part.query else "") for part in parts]


async def visit(host: str, paths: Sequence[str], page: str) -> Visit:
    """The document, then the other files over six connections beside the session."""
    begun = time.perf_counter()
    connections = [Connection(host) for _ in range(CONNECTIONS)]
    size = (await connections[0].get(paths[0])).size
    shares = [paths[1 + number :: CONNECTIONS] for number in range(CONNECTIONS)]
    sizes = await asyncio.gather(*map(_files, connections, shares))
    visitor = Visitor(host, page)
    shown = await visitor.arrive()
    seconds = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    await visitor.leave()
    return Visit(seconds, shown.seconds, size + sum(sizes) + shown.size)


async def _files(connection: Connection, paths: Sequence[str]) -> int:
    size = 0
    for path in paths:
        answer = await connection.get(path)
        if answer.status not in (200, 404):  # two probes of Streamlit's are not found, harmlessly
            raise RuntimeError(f"{path}: {answer.status}")
        size += answer.size
    return size


async def load(
    host: str, paths: Sequence[str], given: argparse.Namespace
) -> tuple[list[Visit], list[str]]:
    """All visits; those that ended and the faults."""

    async def one(number: int) -> Visit:
        await asyncio.sleep(number * given.seconds / given.visits)
        return await visit(host, paths, given.page)

    ended = await asyncio.gather(*map(one, range(given.visits)), return_exceptions=True)
    done = [each for each in ended if isinstance(each, Visit)]
    return done, [repr(each) for each in ended if isinstance(each, BaseException)]


@contextlib.contextmanager
def _site(nginx: bool) -> Iterator[tuple[str, int, int | None]]:
    """Host to visit, the app's process, nginx's if there is one."""
    if not nginx:
        with served() as (host, pid):
            yield host, pid, None
        return
    with tempfile.TemporaryDirectory() as folder, proxied(Path(folder), replicas=1) as site:
        yield site.url.removeprefix("http://"), site.replicas[0][1], site.pid


def measured(given: argparse.Namespace) -> bool:
    """One run; whether nothing failed."""
    with _site(given.nginx) as (host, app, nginx):
        paths = fetched(f"http://{host}{given.path}")
        asyncio.run(visit(host, paths, given.page))
        pids = [pid for pid in (app, nginx) if pid]
        before = [cpu(pid) for pid in pids]
        done, faults = uvloop.run(load(host, paths, given))
        spent = [(cpu(p) - b) / given.visits * 1000 for p, b in zip(pids, before, strict=True)]
        _print(given, len(paths), done, faults)
        print(f"app CPU per visit: {spent[0]:.1f} ms, memory {memory(app):.0f} MB")
        if nginx:
            print(f"nginx CPU per visit: {spent[1]:.1f} ms")
    return not faults


def _print(
    given: argparse.Namespace, requests: int, done: Sequence[Visit], faults: Sequence[str]
) -> None:
    behind = "behind nginx" if given.nginx else "without a proxy"
    print(f"{given.visits} whole first visits in {given.seconds:.0f} s on {given.path}, {behind}")
    print(f"failures: {len(faults)}" + (f", the first {faults[0]}" if faults else ""))
    if not done:
        return
    megabytes = statistics.mean(each.size for each in done) / 1e6
    print(f"per visit: {requests} requests and the session, {megabytes:.2f} MB")
    for name, values in (
        ("whole visit", [each.seconds for each in done]),
        ("page (session) complete", [each.session for each in done]),
    ):
        times = sorted(value * 1000 for value in values)
        p95 = times[int(0.95 * (len(times) - 1))]
        print(f"{name}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f}, max {times[-1]:.0f}")


def main() -> int:
    """The command line; 1 when a visit failed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.whole_visit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--path", default="/enterprises", help="page to open")
    parser.add_argument("--nginx", action="store_true", help="behind nginx")
    given = parser.parse_args()
    given.page = given.path.strip("/")
    return 0 if measured(given) else 1


if __name__ == "__main__":
    sys.exit(main())
