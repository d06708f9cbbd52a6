"""The light face: `/light/` and `/light/<view>` with the same addresses as the live pages."""

from __future__ import annotations

import logging

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from neweco import handout, published, release, selection, served, site, views, words
from neweco.light import data
from neweco.light.cache import Body, Cache, body
from neweco.register import Register
from neweco.selection import Selection

CACHE = Cache(512)
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "public, max-age=300",
    "vary": "accept-encoding",
}
_LOG = logging.getLogger("neweco.light")


async def show(request: Request) -> Response:
    """One view as a page. 404 in the asker's language for a view that does not exist."""
    view = request.path_params["view"]
    copy = view.endswith(".html")
    view = view.removesuffix(".html")
    query = request.scope["query_string"].decode("latin-1")
    language = selection.language_of(query)
    if view not in views.NAMES:
        return _send(request, body(_missing(language)), 404)
    chosen = Selection.from_query(view, query)
    try:
        made = await (_copy(request, chosen, language) if copy else _made(chosen, language))
    except Exception:
        _LOG.exception("light page failed: %s", view)
        return _send(request, body(_failed(language)), 500)
    answer = _send(request, made)
    if copy:
        answer.headers["content-disposition"] = f'attachment; filename="{view}.html"'
    return answer


async def index(request: Request) -> Response:
    """All views, as a page."""
    language = selection.language_of(request.scope["query_string"].decode("latin-1"))
    return _send(request, body(_index(language)))


async def _copy(request: Request, chosen: Selection, language: str) -> Body:
    """A page for a disk: its links name the site. Not kept, since the address is the asker's."""
    root = site.base(f"{request.url.scheme}://{request.headers.get('host', '')}")
    return await anyio.to_thread.run_sync(
        lambda: body(_draw(chosen, language, served.load(), root))
    )


async def _made(chosen: Selection, language: str) -> Body:
    """From the cache, or drawn on another thread: drawing charts takes its time.

    What a link said that could not be used is part of the page, so such links are not kept.
    """
    rows = served.load()
    key = (
        release.current().id,
        rows.fingerprint,
        chosen.view,
        chosen.to_query(),
        language,
    )
    if chosen.ignored:
        return await anyio.to_thread.run_sync(lambda: body(_draw(chosen, language, rows)))
    found = CACHE.peek(key)
    if found is not None:
        return found
    return await anyio.to_thread.run_sync(
        lambda: CACHE.get(key, lambda: _draw(chosen, language, rows))
    )


def _draw(chosen: Selection, language: str, rows: Register, root: str = "..") -> bytes:
    sheet = views.view(chosen.view)(rows, published.shipped(), chosen, language)
    return handout.html(sheet, root).encode("utf-8")


def _send(request: Request, made: Body, status: int = 200) -> Response:
    headers = {**HEADERS, "etag": made.tag}
    if status == 200 and made.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        content = made.compressed
    else:
        content = made.plain
    return Response(content, status, headers, "text/html; charset=utf-8")


def _ways(language: str) -> list[tuple[str, str]]:
    return [
        (words.text(language, f"menu.{name}"), _address(name, language)) for name in views.NAMES
    ]


def _address(view: str, language: str) -> str:
    query = Selection(view).to_query(language)
    return f"../light/{view}" + (f"?{query}" if query else "")


def _index(language: str) -> bytes:
    title, text = (words.text(language, f"light.{key}") for key in ("index", "index_lead"))
    return handout.message(title, text, _ways(language), language).encode("utf-8")


def _missing(language: str) -> bytes:
    title, text = (words.text(language, f"light.{key}") for key in ("missing", "missing_lead"))
    return handout.message(title, text, _ways(language), language).encode("utf-8")


def _failed(language: str) -> bytes:
    title, text = (words.text(language, f"light.{key}") for key in ("failed", "failed_lead"))
    return handout.message(title, text, _ways(language), language).encode("utf-8")


ROUTES = [Route("/light/", index), Route("/light/{view}", show), *data.ROUTES]
