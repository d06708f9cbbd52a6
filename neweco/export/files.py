"""A view as a file in each form it is handed out in, for the routes and for a session."""

from __future__ import annotations

from collections.abc import Mapping

from neweco import views, words
from neweco.export.archive import archive
from neweco.export.json import document
from neweco.export.rows import rows
from neweco.html.page import render
from neweco.model import spreadsheet
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.query.views import VIEWS, Export

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}
"""Forms a view is handed out in, with their media types."""


def made(
    form: str,
    selection: Selection,
    language: str,
    register: Register,
    published: Published,
    root: str = "",
) -> bytes:
    """A view in one of `TYPES`, as a session hands out what no address leads to. `root` is the
    address of the site, for links and citations.

    KeyError for a form that is not one of them.
    """
    view = views.view(selection.view)
    if form == "html":
        sheet = view(register, published, selection, language)
        return render(sheet, root, addressed=False).encode("utf-8")
    frame = rows(selection, register, published)
    if form == "csv":
        return spreadsheet.csv(frame)
    if form == "json":
        return document(view(register, published, selection, language), frame, root)
    if form != "zip":
        raise KeyError(form)
    order = (language, *words.others(language))
    sheets = {each: view(register, published, selection, each) for each in order}
    return archive(sheets, frame, register, published, root)


def name(form: str, view: str, language: str, register: Register) -> str:
    """What the file is called: the view and the basis of what it holds. Of a view that hands out
    facts its CSV holds published figures alone; of the self-check, its own answers."""
    basis: str = VIEWS[view].basis(register)
    if form == "csv":
        basis = _OF_EXPORT.get(VIEWS[view].export, basis)
    return f"{view}-{words.text(language, f'basis.name.{basis}').lower()}.{form}"


_OF_EXPORT = {Export.FACTS: "published", Export.ANSWERS: "self"}
