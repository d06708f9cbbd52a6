"""Cards as files: `/card/<view>.png`, the picture that a chat shows beside a link to a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from neweco import published, views
from neweco.charts import picture
from neweco.http.cache import Cache
from neweco.light import answers
from neweco.light.answers import Body
from neweco.published import releases
from neweco.sources import current
from neweco.views.overview import card

CACHE: Cache[Body] = Cache(64)


async def show(request: Request) -> Response:
    """The card of one view. 404, in the asker's language, for a view that does not exist."""
    view, language = request.path_params["view"], answers.language_of(request)
    if view not in views.NAMES:
        return answers.said(request, "no_chart", 404)
    return await answers.tried(request, "card", view, _show(request, view, language))


async def _show(request: Request, view: str, language: str) -> Response:
    key = (releases.current().id, view, language)
    made = await answers.PAGES.kept(CACHE, key, lambda: _draw(view, language))
    return answers.page(request, made)


def _draw(view: str, language: str) -> Body:
    found = card.of(view, current.load(), published.shipped(), language)
    said = {"Title": found.alt, "Source": found.chart.source}
    return answers.body(picture.png(found.drawn(), said, scale=1), "image/png")


ROUTES = [Route("/card/{view}.png", show), answers.refusing("/card")]
