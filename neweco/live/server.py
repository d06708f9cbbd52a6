"""What the ASGI application is made of: the script, the warm start and the middleware."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from neweco import published, register, views, words
from neweco.live.document import DocumentHead
from neweco.live.headers import SecurityHeaders
from neweco.live.static_files import CompressedStaticFiles
from neweco.selection import Selection

ROUTER = Path(__file__).with_name("router.py")


MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(CompressedStaticFiles, folder=Path(st.__file__).parent / "static"),
    Middleware(DocumentHead),
]


@asynccontextmanager
async def warm(_: object) -> AsyncIterator[None]:
    """Do before the first visitor what he would wait for, and keep it out of garbage collection."""
    for name, view in views.all_views().items():
        for language in words.LANGUAGES:
            view(register.load(), published.shipped(), Selection(name), language)
    gc.collect()
    gc.freeze()
    yield
