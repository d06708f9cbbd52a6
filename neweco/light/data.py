"""The data face: `/data/<view>.csv`, `.json` and `.zip` of every view and every selection."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from neweco import published, register, selection, takeaway, views, words
from neweco.selection import Selection

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}


def respond(request: Request) -> Response:
    """One view's data. 404, in the asker's language, for a view or form that does not exist."""
    query = request.url.query
    language = selection.language_of(query)
    view, form = request.path_params["view"], request.path_params["form"]
    if view not in views.NAMES or form not in TYPES:
        known = ", ".join(views.NAMES)
        return PlainTextResponse(words.text(language, "takeaway.unknown", views=known), 404)
    chosen = Selection.from_query(view, query)
    name = f"{view}-{words.text(language, f'basis.name.{register.load().basis}')}.{form}"
    headers = {"content-disposition": _disposition(view, form, name)}
    if form == "csv":
        parts = takeaway.csv_parts(chosen, register.load(), published.shipped())
        return StreamingResponse(parts, media_type=TYPES[form], headers=headers)
    body = made(view, form, chosen, language)
    return Response(body, media_type=TYPES[form], headers=headers)


def made(view: str, form: str, chosen: Selection, language: str) -> bytes:
    """The bytes of JSON or zip."""
    rows, facts = register.load(), published.shipped()
    frame = takeaway.rows(chosen, rows, facts)
    draw = views.view(view)
    if form == "json":
        return takeaway.document(draw(rows, facts, chosen, language), frame)
    order = (language, *(other for other in words.LANGUAGES if other != language))
    sheets = {name: draw(rows, facts, chosen, name) for name in order}
    return takeaway.archive(sheets, frame, rows, facts)


def _disposition(view: str, form: str, name: str) -> str:
    return f"attachment; filename=\"{view}.{form}\"; filename*=UTF-8''{quote(name)}"


ROUTES = [Route("/data/{view}.{form}", respond)]
