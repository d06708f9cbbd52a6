"""The data face: `/data/<view>.csv`, `.json` and `.zip` of every view and every selection."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from neweco import published, views, words
from neweco.export import files
from neweco.export.rows import csv_parts
from neweco.html.pieces import FORMS
from neweco.http import site
from neweco.light import answers
from neweco.query.selection import Selection
from neweco.sources import current, template


async def respond(request: Request) -> Response:
    """One view's data. 404, in the asker's language, for a view or form that does not exist."""
    view, form = request.path_params["view"], request.path_params["form"]
    if view not in views.NAMES or form not in FORMS:
        return _unknown(request, views.NAMES)
    made = answers.FILES.run(lambda: _data(view, form, request))
    return await answers.tried(request, "data", f"{view}.{form}", made, "unavailable")


def _data(view: str, form: str, request: Request) -> Response:
    language = answers.language_of(request)
    chosen = Selection.from_query(view, answers.query_of(request))
    rows, facts = current.load(), published.shipped()
    plain = files.name(form, Selection(view), words.ASCII, rows)
    own = files.name(form, chosen, language, rows)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(own)}"
    headers = {"content-disposition": disposition}
    if form == "csv":
        parts = csv_parts(chosen, rows, facts)
        # The first part is made before the answer begins, while a failure can still be said.
        parts = chain([next(parts)], parts)
        return StreamingResponse(parts, media_type=files.TYPES[form], headers=headers)
    body = files.made(form, chosen, language, rows, facts, site.base())
    return Response(body, media_type=files.TYPES[form], headers=headers)


def _unknown(request: Request, known: Iterable[str]) -> Response:
    said = words.text(answers.language_of(request), "takeaway.unknown", views=", ".join(known))
    return PlainTextResponse(said, 404, {"cache-control": answers.NOT_KEPT})


def blank(request: Request) -> Response:
    """The workbook to fill in, with headings in a language. 404 for a language there is none of."""
    language = request.path_params["language"]
    if language not in words.LANGUAGES:
        return _unknown(request, (f"template-{each}.xlsx" for each in words.LANGUAGES))
    return Response(
        template.template(language),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"content-disposition": f'attachment; filename="register-{language}.xlsx"'},
    )


ROUTES = [Route("/data/template-{language}.xlsx", blank), Route("/data/{view}.{form}", respond)]
