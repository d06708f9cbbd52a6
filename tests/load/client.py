"""A client that asks over kept connections and does as little else as it can.

A load generator on the machine it measures must not be what is measured.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: status, bytes of head and body, seconds."""

    status: int
    size: int
    seconds: float


class Connection:
    """One kept connection. Every fault raises, a closed connection too."""

    def __init__(self, host: str, accept: str = "gzip") -> None:
        self.host = host
        self.head = f"Host: {host}\r\nAccept-Encoding: {accept}\r\n"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """Ask and read the whole answer."""
        begun = time.perf_counter()
        if self.reader is None or self.writer is None:
            name, port = self.host.rsplit(":", 1)
            self.reader, self.writer = await asyncio.open_connection(name, int(port), limit=2**22)
        self.writer.write(f"GET {path} HTTP/1.1\r\n{self.head}\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = len(head) + await self._body(self.reader, head.lower())
        return Answer(int(head[9:12]), size, time.perf_counter() - begun)

    async def _body(self, reader: asyncio.StreamReader, head: bytes) -> int:
        if b"transfer-encoding: chunked" in head:
            size = 0
            while length := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(length + 2)
                size += length
            await reader.readexactly(2)
            return size
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        await reader.readexactly(length)
        return length

    def close(self) -> None:
        """Leave."""
        if self.writer is not None:
            self.writer.close()
