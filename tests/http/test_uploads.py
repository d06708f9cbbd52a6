"""Uploads are bounded while they come."""

from __future__ import annotations

import asyncio
from typing import Any

from neweco.http.uploads import BoundedUploads


def _scope(size: int | None, method: str = "PUT") -> dict[str, Any]:
    headers = [] if size is None else [(b"content-length", str(size).encode())]
    return {"type": "http", "method": method, "path": "/", "headers": headers}


def test_what_comes_in_is_bounded_and_making_room_lets_others_in() -> None:
    async def scenario() -> list[int]:
        done = asyncio.Event()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await done.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})

        bounded = BoundedUploads(app, most=100, largest=60)
        statuses: list[int] = []

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                headers = dict(message["headers"])
                assert (message["status"] == 503) == (b"retry-after" in headers)

        async def receive() -> Any:
            raise AssertionError("nothing of what is refused is read")

        async def ask(size: int | None, method: str = "PUT") -> None:
            await bounded(_scope(size, method), receive, send)

        coming = [asyncio.create_task(ask(50)), asyncio.create_task(ask(40))]
        await asyncio.sleep(0)
        await ask(20)
        await ask(None)
        assert statuses == [503, 503]
        coming += [asyncio.create_task(ask(None, "GET")), asyncio.create_task(ask(10))]
        await asyncio.sleep(0)
        done.set()
        await asyncio.gather(*coming)
        await ask(None)
        return statuses

    assert asyncio.run(scenario()) == [503, 503, 204, 204, 204, 204, 204]
