"""A view's data as files: rows, document, archive and page, for the routes and for a session."""

from __future__ import annotations

from collections.abc import Mapping

from neweco import views, words
from neweco.export import takeaway
from neweco.html.page import render
from neweco.model import spreadsheet
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}
"""Forms a view is handed out in, with their media types."""


def made(
    form: str,
    chosen: Selection,
    language: str,
    rows: Register,
    facts: Published,
    root: str = "",
) -> bytes:
    """A view in one of `TYPES`. `root` is the address of the site, for the links of a page.

    KeyError for a form that is not one of them.
    """
    draw = views.view(chosen.view)
    if form == "html":
        return render(draw(rows, facts, chosen, language), root).encode("utf-8")
    frame = takeaway.rows(chosen, rows, facts)
    if form == "csv":
        return spreadsheet.csv(frame)
    if form == "json":
        return takeaway.document(draw(rows, facts, chosen, language), frame)
    if form != "zip":
        raise KeyError(form)
    order = (language, *(other for other in words.LANGUAGES if other != language))
    sheets = {name: draw(rows, facts, chosen, name) for name in order}
    return takeaway.archive(sheets, frame, rows, facts)


def name(form: str, view: str, language: str, rows: Register) -> str:
    """What the file is called: the view and whose rows it holds."""
    return f"{view}-{words.text(language, f'basis.name.{rows.basis}')}.{form}"
