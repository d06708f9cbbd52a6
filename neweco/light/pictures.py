"""Charts as files: `/chart/<view>.<id>.svg` and `.png`, under the same selection as the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from neweco import published, views, words
from neweco.charts import picture
from neweco.http import site
from neweco.http.cache import Cache
from neweco.light import answers
from neweco.light.answers import Body
from neweco.model.register import Register
from neweco.published import releases
from neweco.query.selection import Selection
from neweco.sheet import Chart, Sheet
from neweco.sources import current

TYPES: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Picture:
    """A drawn chart and its names as a file: in ASCII, and in the language of the page."""

    body: Body
    ascii: str
    name: str


CACHE: Cache[Picture | None] = Cache(128)

LONGEST = 40
"""Letters of a chart's sentence in the name of its file."""

_UNNAMED = re.compile(r"[^\w（）()%.-]+")


async def show(request: Request) -> Response:
    """One chart as a file. 404, in the asker's language, for a view, a chart or a form that does
    not exist."""
    view, id, form = (request.path_params[name] for name in ("view", "id", "form"))
    if view not in views.NAMES or form not in TYPES:
        return answers.said(request, "no_chart", 404)
    chosen = replace(Selection.from_query(view, answers.query_of(request)), ignored=())
    return await answers.tried(
        request, "picture", f"{view}.{form}", _show(request, chosen, id, form)
    )


async def _show(request: Request, chosen: Selection, id: str, form: str) -> Response:
    made = await _kept(request, chosen, id, form)
    if made is None:
        return answers.said(request, "no_chart", 404)
    answer = answers.page(request, made.body)
    answer.headers["content-disposition"] = (
        f"inline; filename=\"{made.ascii}\"; filename*=UTF-8''{quote(made.name)}"
    )
    return answer


async def _kept(request: Request, chosen: Selection, id: str, form: str) -> Picture | None:
    """From the cache, or drawn on another thread; None where the sheet has no such chart."""
    rows, language = current.load(), answers.language_of(request)
    root = site.reached(request.scope)
    release = releases.current().id
    query = chosen.to_query(language)
    key = (release, rows.fingerprint, chosen.view, query, language, id, form, root)
    return await answers.PAGES.kept(
        CACHE, key, lambda: _draw(chosen, language, rows, id, form, root)
    )


def _draw(
    chosen: Selection, language: str, rows: Register, id: str, form: str, root: str
) -> Picture | None:
    sheet = views.view(chosen.view)(rows, published.shipped(), chosen, language)
    chart = next((chart for chart in sheet.charts if chart.id == id), None)
    if chart is None:
        return None
    address = chosen.url(language, root, releases.current().id)
    drawn = picture.picture(chart, sheet, address)
    names = (f"{name}.{form}" for name in _names(chart, sheet))
    if form != "png":
        return Picture(answers.body(drawn.encode("utf-8"), TYPES[form]), *names)
    made = picture.png(drawn, picture.texts(chart, language, address))
    return Picture(answers.body(made, TYPES[form]), *names)


def _names(chart: Chart, sheet: Sheet) -> tuple[str, str]:
    """What the file is called, its basis included."""
    language = sheet.language
    said = words.text(
        language,
        "picture.file",
        menu=words.text(language, f"{sheet.view}.menu"),
        sentence=chart.sentence[:LONGEST],
        basis=words.text(language, f"basis.name.{chart.basis}"),
    )
    plain = re.sub(r"[^A-Za-z0-9_-]", "", chart.id)
    return f"qingdao-{sheet.view}-{plain}-{chart.basis}", _UNNAMED.sub("-", said)


ROUTES = [Route("/chart/{view}.{id}.{form}", show), answers.refusing("/chart")]
