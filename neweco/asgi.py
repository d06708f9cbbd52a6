"""What the ASGI application is made of: the script, the warm start, routes and middleware."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from neweco import published, story, views, words
from neweco.analysis import protection
from neweco.html import first, offline, style
from neweco.html.page import ICON
from neweco.http import assets, logs, site
from neweco.http.assets import Asset
from neweco.http.document import Document, DocumentHead
from neweco.http.headers import SecurityHeaders
from neweco.http.logs import LOG, RequestLines
from neweco.http.repair import RepairedLinks
from neweco.http.static_files import CompressedStaticFiles
from neweco.http.stopping import RUNS, drain_on_terminate
from neweco.http.uploads import BoundedUploads
from neweco.live import engine, page, steps
from neweco.model import register
from neweco.published import releases
from neweco.query import selection
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sources import current, limits, memory, workbook
from neweco.views.overview import card

_LARGEST = (limits.MOST_MB + 1) * limits.MB
"""Of a request: a workbook and what surrounds it."""

MultiPartParser.spool_max_size = _LARGEST
"""An upload waits in memory while it is received: nothing of it is written to disk."""


@engine.once
def _script() -> bytes:
    """The script that follows links within a session, takes the first sight away and knows the keys
    of the stage."""
    own = engine.LINKS.read_text("utf-8") + engine.FIRST.read_text("utf-8")
    return (own + offline.with_keys(*engine.STAGE)).encode()


@engine.once
def _icon() -> bytes:
    return ICON.read_bytes()


@engine.once
def _look() -> str:
    """The style sheet, in the document: a slow line would wait a second more for a file. Below all
    that Streamlit writes in the head, so that its rules win."""
    return f"<style>{style.live()}{style.first()}{engine.LOOK.read_text('utf-8')}</style>"


ASSETS = (
    Asset("links.js", "text/javascript", _script),
    Asset("favicon.png", "image/svg+xml", _icon),  # by the name that Streamlit asks for
)
"""Script and icon of the live pages."""


def middleware(leave: tuple[str, ...] = ()) -> list[Middleware]:
    """Outermost first. `leave` names paths whose pages write their own head."""
    return [
        Middleware(RequestLines),
        Middleware(SecurityHeaders),
        Middleware(BoundedUploads, most=engine.HELD, largest=_LARGEST),
        Middleware(CompressedStaticFiles, folder=engine.STATIC),
        Middleware(RepairedLinks, known=_known()),
        Middleware(DocumentHead, describe=described, assets=ASSETS, leave=leave),
    ]


def _known() -> frozenset[str]:
    """Paths of the pages, on every face."""
    own = {view.path for view in VIEWS.values()}
    return frozenset(own | {f"/light/{name}" for name in VIEWS})


def described(path: str, query: str, site: str = "") -> Document:
    """The head of a page of this app, which is reached at `site`; an unknown path is the first
    page."""
    language = selection.language_of(query)
    name = path.strip("/").rpartition("/")[2]
    view = name if name in views.NAMES else views.NAMES[0]
    item = page.prepared(Selection.from_query(view, query), language)
    title = words.text(language, "live.page_title", page=words.text(language, f"{view}.menu"))
    image = card.of(view, current.load(), published.shipped(), language).image(site)
    seen = _look() + first.sight(item.sheet, item.pieces, item.written)
    return Document(title, item.sheet.description, words.tag(language), image, seen)


def routes() -> list[BaseRoute]:
    """What the server answers itself, beside Streamlit's pages."""
    return [
        Route("/healthz", _alive),
        Route("/readyz", _ready),
        *assets.routes(ASSETS),
    ]


async def _alive(_: Request) -> JSONResponse:
    """The process answers; nothing is looked at, so that a busy one is not taken for dead."""
    return _state("ok")


def _ready(_: Request) -> JSONResponse:
    """Whether to send visitors here: which data is served, 503 if none or about to stop. On a
    thread: after a register was replaced it draws the story."""
    said: dict[str, Any] = {"release": releases.current().id}
    try:
        rows = current.load()
    except register.RegisterError:
        return _state("no register", 503, **said, register={"loaded": False})
    said["register"] = {
        "loaded": True,
        "basis": rows.basis,
        "fingerprint": rows.fingerprint,
        "outdated": rows.outdated or None,
        "rows": {
            code: protection.of_frame(rows, code).number(frame)
            for code, frame in rows.frames.items()
        },
    }
    faulty = sorted({number for number, _ in steps.faults()})
    said["story"] = {"steps": len(story.load()), "faulty": faulty}
    return _state("stopping", 503, **said) if RUNS.stopping else _state("ready", **said)


def _state(status: str, code: int = 200, **said: Any) -> JSONResponse:
    return JSONResponse({"status": status, **said}, code, {"cache-control": "no-store"})


def sheets() -> None:
    """Prepare every page as it is first opened, in each language."""
    for view in views.NAMES:
        for language in words.LANGUAGES:
            page.prepared(Selection(view), language)
    steps.prepare_all()


def lifespan(
    warm: Callable[[], None] = sheets,
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Do `warm` before the first visitor, and keep what it made out of garbage collection."""

    @asynccontextmanager
    async def started(_: object) -> AsyncIterator[None]:
        if not engine.DEVELOPING:  # its lines leave out what an exception says
            logs.configure()
            engine.log_as_all_do()
            engine.read_settings_once()
            engine.flush_what_is_there()
            engine.look_no_further()
        begun = time.perf_counter()
        try:
            warm()
        except register.RegisterError as error:
            LOG.error("%s: %s", current.VARIABLE, error)
            raise
        except Exception:
            LOG.exception("the start failed")
            raise
        gc.collect()
        gc.freeze()
        memory.give_back()
        drain_on_terminate()
        for line in in_vain():
            LOG.warning(line)
        LOG.info("ready", extra={"seconds": round(time.perf_counter() - begun, 2)})
        yield
        LOG.info("stopped")

    return started


def in_vain() -> Iterator[str]:
    """What was set and cannot be used, and what the system lacks: a line each, for who starts the
    server. It runs without."""
    for number, fault in steps.faults():
        yield f"{story.VARIABLE}: step {number}: {fault.describe('en')}"
    if address := site.refused():
        yield f"{site.VARIABLE}: {address[:80]} is no address such as https://explorer.example"
    if not workbook.LIMITED:
        yield "workbooks: this system cannot limit the memory of the process that reads them"
