"""The data face: `/data/<view>.csv`, `.json` and `.zip` of every view and every selection."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from neweco import published, selection, served, takeaway, views, words
from neweco.published import Published
from neweco.register import Register
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
    rows, facts = served.load(), published.shipped()
    name = f"{view}-{words.text(language, f'basis.name.{rows.basis}')}.{form}"
    headers = {"content-disposition": _disposition(view, form, name)}
    if form == "csv":
        parts = takeaway.csv_parts(chosen, rows, facts)
        return StreamingResponse(parts, media_type=TYPES[form], headers=headers)
    body = made(form, chosen, language, rows, facts)
    return Response(body, media_type=TYPES[form], headers=headers)


def made(form: str, chosen: Selection, language: str, rows: Register, facts: Published) -> bytes:
    """The bytes of JSON or zip."""
    frame = takeaway.rows(chosen, rows, facts)
    draw = views.view(chosen.view)
    if form == "json":
        return takeaway.document(draw(rows, facts, chosen, language), frame)
    order = (language, *(other for other in words.LANGUAGES if other != language))
    sheets = {name: draw(rows, facts, chosen, name) for name in order}
    return takeaway.archive(sheets, frame, rows, facts)


def _disposition(view: str, form: str, name: str) -> str:
    return f"attachment; filename=\"{view}.{form}\"; filename*=UTF-8''{quote(name)}"


ROUTES = [Route("/data/{view}.{form}", respond)]
