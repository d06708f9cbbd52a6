"""How much may be on its way into the server at a time."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

AGAIN = {"retry-after": "10"}


class BoundedUploads:
    """ASGI middleware that refuses what comes in while `most` bytes are being received already; a
    body of which no size is said counts as `largest`. Nothing of what is refused is read."""

    def __init__(self, app: ASGIApp, most: int, largest: int) -> None:
        self.app = app
        self.most = most
        self.largest = largest
        self._coming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count it until it is answered."""
        if scope["type"] != "http" or scope["method"] not in ("PUT", "POST"):
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        size = int(said) if said.isascii() and said.isdigit() else self.largest
        if size <= self.largest and self._coming + size > self.most:
            await PlainTextResponse("", 503, AGAIN)(scope, receive, send)
            return
        size = min(size, self.largest)  # a larger one is refused behind here, unread
        self._coming += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming -= size
