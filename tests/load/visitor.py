"""One session, opened over the WebSocket as a browser does."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120
"""Seconds after which a visitor has given up."""


@dataclass(frozen=True)
class Shown:
    """One finished run of the page: seconds until it was complete, bytes received."""

    seconds: float
    size: int


class Visitor:
    """A session that stays open until it leaves. Every fault raises."""

    def __init__(self, host: str, page: str) -> None:
        self.host = host
        self.page = page
        self.socket: ClientConnection | None = None
        self.kept: set[str] = set()

    async def arrive(self) -> Shown:
        """Connect and wait for the whole page."""
        begun = time.perf_counter()
        self.socket = await connect(
            f"ws://{self.host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
        )
        size = await self._run(self.socket, "")
        return Shown(time.perf_counter() - begun, size)

    async def change(self, query: str) -> Shown:
        """Ask for the page at another address, and wait for it."""
        if self.socket is None:
            raise RuntimeError("this visitor never arrived")
        begun = time.perf_counter()
        size = await self._run(self.socket, query)
        return Shown(time.perf_counter() - begun, size)

    async def leave(self) -> bool:
        """Close the session; whether it was still open."""
        if self.socket is None:
            return False
        still_open = self.socket.close_code is None
        await self.socket.close()
        return still_open

    async def ask(self, query: str) -> None:
        """Ask for one run of the script, without reading what comes."""
        if self.socket is None:
            raise RuntimeError("this visitor never arrived")
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self.page
        message.rerun_script.cached_message_hashes.extend(self.kept)
        await self.socket.send(message.SerializeToString())

    async def _run(self, socket: ClientConnection, query: str) -> int:
        """Ask for one run of the script and read until it has finished; bytes received."""
        await self.ask(query)
        received = 0
        async with asyncio.timeout(PATIENCE):
            while True:
                data = await socket.recv(decode=False)
                received += len(data)
                forward = ForwardMsg.FromString(data)
                if forward.metadata.cacheable:  # as a browser does
                    self.kept.add(forward.hash)
                if forward.WhichOneof("type") == "script_finished":
                    break
        if forward.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError(f"script ended with {forward.script_finished}")
        return received
