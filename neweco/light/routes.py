"""The light face: `/light/` and `/light/<view>` with the same addresses as the live pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from neweco import published, views
from neweco.html import notices
from neweco.html.page import render
from neweco.http import site
from neweco.http.cache import Cache
from neweco.light import answers, cards, data, follow, pictures
from neweco.light.answers import Body, body
from neweco.model.register import Register
from neweco.published import releases
from neweco.query.selection import Selection, release_of
from neweco.sheet import today
from neweco.sources import current
from neweco.views.overview import card


@dataclass(frozen=True)
class Page:
    """A drawn page, and the published facts it rests on."""

    body: Body
    facts: tuple[str, ...]


CACHE: Cache[Page] = Cache(512)


async def show(request: Request) -> Response:
    """One view as a page. 404 in the asker's language for a view that does not exist."""
    name = request.path_params["view"]
    view, copy = name.removesuffix(".html"), name.endswith(".html")
    if view not in views.NAMES:
        return answers.said(request, "missing", 404)
    selection = Selection.from_query(view, answers.query_of(request))
    return await answers.tried(request, "light page", view, _show(request, selection, copy))


async def _show(request: Request, selection: Selection, copy: bool) -> Response:
    made = await _made(request, selection, copy)
    if not copy:
        return answers.page(request, made)
    answer = answers.page(request, made, "private, no-store")
    answer.headers["content-disposition"] = f'attachment; filename="{selection.view}.html"'
    return answer


async def index(request: Request) -> Response:
    """All views, as a page."""
    return answers.said(request, "index")


async def to_index(request: Request) -> Response:
    """The index is a folder, so that its links hold wherever the site is reached."""
    query = answers.query_of(request)
    return RedirectResponse(f"light/?{query}" if query else "light/")


async def _made(request: Request, selection: Selection, copy: bool) -> Body:
    """The page of a selection with what there is to say about the link."""
    language = answers.language_of(request)
    # What the link says that cannot be used takes no part in the page that is kept.
    plain = replace(selection, ignored=())
    reached = site.reached(request.scope)
    made = _copy if copy else _kept
    page = await made(plain, language, reached)
    linked = release_of(answers.query_of(request))
    said = notices.of_link(selection.ignored, linked, page.facts, language)
    if not said:
        return page.body
    return await anyio.to_thread.run_sync(lambda: body(notices.put_into(page.body.plain, said)))


async def _copy(selection: Selection, language: str, reached: str) -> Page:
    """A page for a disk: its links name the site. Not kept, since the address is the asker's."""
    return await answers.FILES.run(
        lambda: _draw(selection, language, current.load(), reached, reached)
    )


async def _kept(selection: Selection, language: str, reached: str) -> Page:
    """From the cache, or drawn on another thread: drawing charts takes its time."""
    rows = current.load()
    said = (selection.view, selection.to_query(), language, today().isoformat(), reached)
    key = (releases.current().id, rows.fingerprint, *said)
    return await answers.PAGES.kept(
        CACHE, key, lambda: _draw(selection, language, rows, "..", reached)
    )


def _draw(selection: Selection, language: str, rows: Register, root: str, reached: str) -> Page:
    facts = published.shipped()
    sheet = views.view(selection.view)(rows, facts, selection, language)
    image = card.of(selection.view, rows, facts, language).image(reached)
    return Page(body(render(sheet, root, image=image).encode("utf-8")), sheet.facts)


ROUTES = [
    Route("/light", to_index),
    Route("/light/", index),
    Route("/light/{view}", show),
    answers.refusing("/light"),
    *data.ROUTES,
    answers.refusing("/data"),
    *pictures.ROUTES,
    *cards.ROUTES,
    *follow.ROUTES,
]
