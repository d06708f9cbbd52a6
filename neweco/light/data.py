"""The data face: `/data/<view>.csv`, `.json` and `.zip` of every view and every selection."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from neweco import published, selection, served, takeaway, views, words
from neweco.handout import files
from neweco.reading import template
from neweco.selection import Selection

FORMS = ("csv", "json", "zip")


def respond(request: Request) -> Response:
    """One view's data. 404, in the asker's language, for a view or form that does not exist."""
    query = request.url.query
    language = selection.language_of(query)
    view, form = request.path_params["view"], request.path_params["form"]
    if view not in views.NAMES or form not in FORMS:
        known = ", ".join(views.NAMES)
        return PlainTextResponse(words.text(language, "takeaway.unknown", views=known), 404)
    chosen = Selection.from_query(view, query)
    rows, facts = served.load(), published.shipped()
    headers = {
        "content-disposition": _disposition(view, form, files.name(form, view, language, rows))
    }
    if form == "csv":
        parts = takeaway.csv_parts(chosen, rows, facts)
        return StreamingResponse(parts, media_type=files.TYPES[form], headers=headers)
    body = files.made(form, chosen, language, rows, facts)
    return Response(body, media_type=files.TYPES[form], headers=headers)


def _disposition(view: str, form: str, name: str) -> str:
    return f"attachment; filename=\"{view}.{form}\"; filename*=UTF-8''{quote(name)}"


def blank(request: Request) -> Response:
    """The workbook to fill in, with headings in a language. 404 for a language there is none of."""
    language = request.path_params["language"]
    if language not in words.LANGUAGES:
        known = ", ".join(f"template-{each}.xlsx" for each in words.LANGUAGES)
        said = words.text(words.DEFAULT, "takeaway.unknown", views=known)
        return PlainTextResponse(said, 404)
    return Response(
        template.template(language),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"content-disposition": f'attachment; filename="register-{language}.xlsx"'},
    )


ROUTES = [Route("/data/template-{language}.xlsx", blank), Route("/data/{view}.{form}", respond)]
