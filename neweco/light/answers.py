"""Finished answers: bodies compressed and tagged once, headers, pages that say what happened."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from neweco import views, words
from neweco.html.page import message
from neweco.http.compression import accepts_gzip, zipped
from neweco.http.queue import Full, Queue
from neweco.query import selection
from neweco.query.selection import Selection

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {"content-security-policy": POLICY, "vary": "accept-encoding"}
SHARED = "public, max-age=300"
NOT_KEPT = "no-store"
"""For what goes wrong: a fault of a moment must not stay in anybody's cache."""

PAGE, COMPRESSED = "text/html; charset=utf-8", ("image/png",)
"""The media type of pages, and those that are compressed in themselves."""

PAGES, FILES = Queue(2, 64), Queue(2, 32)
"""Pages and pictures that are drawn, and files that are made, for whoever asked first: a hall that
opens forty new pages at once leaves those of the live pages free, and who would wait for long is
told at once."""

_LOG = logging.getLogger("neweco.light")

AGAIN = 3
"""Seconds after which to ask again."""


READING = ("GET", "HEAD")
_WRITING = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Body:
    """A finished answer: as it is, compressed (empty where that gains nothing), its tag and its
    media type."""

    plain: bytes
    compressed: bytes
    tag: str
    media: str


def body(content: bytes, media: str = PAGE) -> Body:
    """Compress and tag an answer once."""
    digest = hashlib.sha256(content).hexdigest()[:20]
    smaller = b"" if media in COMPRESSED else zipped(content)
    return Body(content, smaller, f'"{digest}"', media)


def page(request: Request, made: Body, kept: str = SHARED) -> Response:
    """A page as the client takes it, or that it has it already. `kept` says who may keep it."""
    headers = {**HEADERS, "cache-control": kept, "etag": made.tag}
    if made.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return encoded(request, made, 200, headers)


def said(request: Request, key: str, status: int = 200) -> Response:
    """The texts `light.<key>` and `light.<key>_lead` as a page in the asker's language, with the
    ways on; kept only where nothing went wrong."""
    language = language_of(request)
    title, text = (words.text(language, f"light.{name}") for name in (key, f"{key}_lead"))
    made = body(message(title, text, _ways(language), language).encode("utf-8"))
    if status == 200:
        return page(request, made)
    return encoded(request, made, status, {**HEADERS, "cache-control": NOT_KEPT})


async def tried(
    request: Request, what: str, name: str, answer: Awaitable[Response], failed: str = "failed"
) -> Response:
    """An answer that has to be made. Where too much is asked for at the moment, or where making it
    fails, the texts say so, and the log says of `what` by which `name`."""
    try:
        return await answer
    except Full:
        return busy(request)
    except Exception:
        _LOG.exception("%s failed: %s", what, name)
        return said(request, failed, 500)


def busy(request: Request) -> Response:
    """That too much is asked for at the moment, and when to ask again."""
    answer = said(request, "busy", 503)
    answer.headers["retry-after"] = str(AGAIN)
    return answer


def refusing(folder: str) -> Route:
    """A route that answers, below a folder, whoever would do more than read."""
    return Route(f"{folder}/{{path:path}}", _refused, methods=_WRITING)


async def _refused(request: Request) -> Response:
    answer = said(request, "refused", 405)
    answer.headers["allow"] = ", ".join(READING)
    return answer


def query_of(request: Request) -> str:
    """The query string as it was sent."""
    return str(request.scope["query_string"].decode("latin-1"))


def language_of(request: Request) -> str:
    """The language the address asks for."""
    return selection.language_of(query_of(request))


def encoded(request: Request, made: Body, status: int, headers: dict[str, str]) -> Response:
    """A finished answer, compressed for who takes it."""
    zipped = bool(made.compressed) and accepts_gzip(request.headers)
    if zipped:
        headers["content-encoding"] = "gzip"
    content = made.compressed if zipped else made.plain
    return Response(content, status, headers, made.media)


def _ways(language: str) -> list[tuple[str, str]]:
    return [
        (words.text(language, f"{name}.menu"), Selection(name).url(language, "..", face="light"))
        for name in views.NAMES
    ]
