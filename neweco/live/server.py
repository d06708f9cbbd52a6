"""What the ASGI application is made of: the script, the warm start, routes and middleware."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from neweco import views, words
from neweco.live import page
from neweco.live.document import DocumentHead
from neweco.live.headers import SecurityHeaders
from neweco.live.static_files import CompressedStaticFiles
from neweco.selection import Selection

ROUTER = Path(__file__).with_name("router.py")
STATIC = Path(st.__file__).parent / "static"


def middleware(leave: tuple[str, ...] = ()) -> list[Middleware]:
    """Outermost first. `leave` names paths whose pages write their own head."""
    return [
        Middleware(SecurityHeaders),
        Middleware(CompressedStaticFiles, folder=STATIC),
        Middleware(DocumentHead, leave=leave),
    ]


def routes() -> list[BaseRoute]:
    """What the server answers itself, beside Streamlit's pages."""
    return [Route("/healthz", _alive), Route("/readyz", _alive)]


async def _alive(_: Request) -> JSONResponse:
    """The server takes requests only after the warm start, so alive is ready."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def sheets() -> None:
    """Prepare every page as it is first opened, in each language."""
    for view in views.NAMES:
        for language in words.LANGUAGES:
            page.prepared(Selection(view), language)


def lifespan(
    warm: Callable[[], None] = sheets,
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Do `warm` before the first visitor, and keep what it made out of garbage collection."""

    @asynccontextmanager
    async def started(_: object) -> AsyncIterator[None]:
        warm()
        gc.collect()
        gc.freeze()
        _give_back()
        yield

    return started


def _give_back() -> None:
    """Return to the system what loading needed for a moment: hundreds of MB for a large register.

    Only the GNU C library keeps such memory and can be asked for it.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
